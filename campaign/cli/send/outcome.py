"""Shared by the commands that send a wave: announce it, send it, and report the result."""

from collections.abc import Sequence

from campaign.cli.context import Context
from campaign.cli.send.common import (
    sender_and_server,
    show_deliveries,
    show_languages,
    show_lines,
    start_in_words,
    watching,
)
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.languages.in_english import count_of, moment
from campaign.errors import CampaignError, PartlySent, Refused
from campaign.services.waves import carry_out as carrying
from campaign.services.waves.carry_out import HandedOverWave, WaveResult, WrittenWave, wave_result
from campaign.services.waves.plan import FIRST_WAVE, PlannedWave
from campaign.services.waves.send import SendPlan
from campaign.services.waves.summary import WaveSummary, wave_summary


def announce(context: Context, plan: SendPlan) -> None:
    """Print what will be sent, to whom, how and when."""
    context.out.say(f"wave {plan.name}: {count_of(plan.number, 'email')} {sender_and_server(context)}")
    _show_summary(context, wave_summary(context.campaign, plan.wave))
    show_deliveries(context, plan.wave, *plan.states)
    show_languages(context, plan.languages)
    if plan.goes_at:
        context.out.say(f"it starts {start_in_words(context, plan.goes_at)}")
    context.out.say(f"deadline: {moment(plan.deadline_at, context.campaign.settings.campaign.zone)}")


def _show_summary(context: Context, summary: WaveSummary) -> None:
    zone = context.campaign.settings.campaign.zone
    context.out.say(f"subject: {summary.subject}")
    context.out.say(f"text: version {summary.version.number}, frozen {moment(summary.version.frozen_at, zone)}")
    context.out.say(f"signatories: {_signatories(summary)}")
    context.out.say(f"addressees: from {summary.first_addressee} to {summary.last_addressee}")
    if at := summary.signing_open_until_at:
        context.out.remark(
            f"signing is open until {moment(at, zone)}: anyone who signs later is not named in these emails"
        )
    if at := summary.planned_at:
        context.out.remark(f"the timetable has this wave on {moment(at, zone)}: it would be sent earlier")


def _signatories(summary: WaveSummary) -> str:
    names, parts = summary.organisations, list[str]()
    if names:
        span = f"{names[0]} to {names[-1]}" if len(names) > 1 else names[0]
        parts.append(f"{count_of(len(names), 'organisation')} ({span})")
    if summary.people:
        parts.append(count_of(summary.people, "individual"))
    return " and ".join(parts) or "none"


def report_released(context: Context, plan: PlannedWave) -> None:
    """Report a wave that was released before. Raises Refused if emails are left: `resume` sends them."""
    wave, waiting = plan.mailing.wave, plan.number(*WAITING, DeliveryState.SENDING)
    if waiting:
        fix = f"campaign send resume --wave {wave}"
        raise Refused(f"wave {wave} was released before; {count_of(waiting, 'email')} left", fix=fix)
    context.out.say(f"wave {wave}: nothing left to send; to list the emails: campaign send log")
    conclude(context, wave_result(context.campaign, plan))


def carry_out(context: Context, plan: PlannedWave) -> None:
    """Send the waiting emails of a released wave, and report the result. Call it inside `hold_queue`.

    Raises PartlySent or CampaignError unless all were sent.
    """
    conclude(context, send_now(context, plan))


def send_now(context: Context, plan: PlannedWave) -> WaveResult | WrittenWave:
    """Send the waiting emails of a released wave, and show the progress. Call it inside `hold_queue`."""
    with watching(context, plan.number(*WAITING)) as callbacks:
        return carrying.carry_out(context.campaign, plan, callbacks)


def hand_over(context: Context, wave: str, number: int) -> None:
    """Report emails that the running mailer sends."""
    _say_released(context, wave, number)
    context.out.data(_released(wave, number))


def conclude(context: Context, result: WaveResult | WrittenWave | HandedOverWave) -> None:
    """Report the state of a wave. Raises PartlySent or CampaignError unless all emails were sent, written or handed
    over."""
    context.out.data(result_data(result))
    _report(context, result)


def conclude_all(
    context: Context, results: Sequence[WaveResult | WrittenWave | HandedOverWave], **numbers: int
) -> None:
    """Report several waves in one JSON document, with other numbers. Raises as `conclude`, once all are reported."""
    sent = sum(result.sent for result in results if isinstance(result, WaveResult))
    context.out.data({"sent": sent, **numbers, "waves": [result_data(result) for result in results]})
    failures: list[CampaignError] = []
    for result in results:
        try:
            _report(context, result)
        except CampaignError as error:
            failures.append(error)
    for failure in failures[:1]:
        raise failure


def result_data(result: WaveResult | WrittenWave | HandedOverWave) -> dict[str, object]:
    """The state of a wave as data."""
    if isinstance(result, HandedOverWave):
        return _released(result.wave.wave, result.waiting)
    if isinstance(result, WrittenWave):
        return {"wave": result.wave.wave, "sent": 0, "written": [str(path) for _, path in result.files]}
    counts = {str(state): number for state, number in result.counts.items()}
    return {"wave": result.wave.wave, "stopped": result.stop_reason, **counts}


def _released(wave: str, number: int) -> dict[str, object]:
    return {"wave": wave, "released": number, "sent": 0}


def _say_released(context: Context, wave: str, number: int) -> None:
    context.out.say(
        f"wave {wave}: {count_of(number, 'email')} released; the mailer that is running sends them now"
        f" (see campaign send log --wave {wave})"
    )


def _report(context: Context, result: WaveResult | WrittenWave | HandedOverWave) -> None:
    """Print the state of a wave. Raises as `conclude`."""
    if isinstance(result, HandedOverWave):
        _say_released(context, result.wave.wave, result.waiting)
        return
    if isinstance(result, WrittenWave):
        _show_files(context, result)
        return
    for mail, why in result.cancellations:
        context.out.remark(f"cancelled: {mail.name}: {why}")
    context.out.say(", ".join(f"{number} {state}" for state, number in result.counts.items()))
    if result.sent < result.total:
        what = f"{result.sent} of {result.total} sent" + (
            f"; stopped: {result.stop_reason}" if result.stop_reason else ""
        )
        raise (PartlySent if result.sent else CampaignError)(what, fix=_fix(context, result))


def _fix(context: Context, result: WaveResult) -> str:
    """What to do about the emails that were not sent."""
    wave = "" if result.wave.wave == FIRST_WAVE else f" --wave {result.wave.wave}"
    fix = f"campaign send log{wave}"
    if result.counts.get(DeliveryState.CANCELLED) == result.total:
        fix = "a cancelled wave stays cancelled; to send a new one, use --wave NAME"
    if result.next_due_at:
        local = result.next_due_at.astimezone(context.campaign.settings.campaign.zone)
        fix += f"; campaign send resume{wave} after {local:%H:%M}"
    elif result.counts.get(DeliveryState.QUEUED):
        fix += f"; campaign send resume{wave}"
    if result.stop_reason and not result.sent:
        fix += "; campaign doctor"
    if result.counts.get(DeliveryState.UNCERTAIN):
        fix += "; to settle an uncertain one: campaign send settle WHO"
    return fix


def _show_files(context: Context, written: WrittenWave) -> None:
    relative = context.campaign.folder.display_path
    show_lines(context, [f"  {mail.name} <{mail.address}>  {relative(path)}" for mail, path in written.files])
    number = count_of(len(written.files), "email")
    context.out.say(f"No mail server is set: {number} written to {relative(written.folder)}/, none sent.")
    context.out.say(
        "next: fill in [smtp] and run campaign send resume; or send the files by hand and record it with\n"
        "      campaign send settle WHO --sent --evidence TEXT"
    )
