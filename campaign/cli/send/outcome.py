"""What sends a wave shares: what is shown before, the sending, and what is said afterwards of how it stands."""

from campaign.cli.context import Context
from campaign.cli.send.common import (
    mail_count,
    sender_and_server,
    show_deliveries,
    show_languages,
    show_lines,
    start_in_words,
    watching,
)
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.languages.in_english import moment
from campaign.errors import CampaignError, PartlySent, Refused
from campaign.services.waves import carry_out as carrying
from campaign.services.waves.carry_out import WaveResult, WrittenWave, wave_result
from campaign.services.waves.plan import FIRST_WAVE, PlannedWave
from campaign.services.waves.send import SendPlan


def announce(context: Context, plan: SendPlan) -> None:
    """What would go, to whom, how and when."""
    context.out.say(f"wave {plan.name}: {mail_count(plan.number)} {sender_and_server(context)}")
    show_deliveries(context, plan.wave, *plan.states)
    show_languages(context, plan.languages)
    if plan.goes_at:
        context.out.say(f"it goes {start_in_words(context, plan.goes_at)}")
    context.out.say(f"deadline: {moment(plan.deadline_at, context.campaign.settings.campaign.zone)}")


def report_released(context: Context, plan: PlannedWave) -> None:
    """A wave that has nothing left to send, or that `resume` goes on with."""
    wave, waiting = plan.mailing.wave, plan.number(*WAITING, DeliveryState.SENDING)
    if waiting:
        fix = f"campaign send resume --wave {wave}"
        raise Refused(f"wave {wave} was released before; {mail_count(waiting)} left", fix=fix)
    context.out.say(f"wave {wave}: nothing is left to send; campaign send log shows each mail")
    conclude(context, wave_result(context.campaign, plan))


def carry_out(context: Context, plan: PlannedWave) -> None:
    """Send what waits in a released wave, and say how it stands then. Call it inside `only_mailer`.

    Raises PartlySent or CampaignError unless all of it was sent.
    """
    with watching(context, plan.number(*WAITING)) as callbacks:
        result = carrying.carry_out(context.campaign, plan, callbacks)
    conclude(context, result)


def conclude(context: Context, result: WaveResult | WrittenWave) -> None:
    """Say how the wave stands. Raises PartlySent or CampaignError unless all of it was sent or written."""
    if isinstance(result, WrittenWave):
        _show_files(context, result)
        return
    for mail, why in result.cancellations:
        context.out.remark(f"called off: {mail.name}: {why}")
    context.out.say(", ".join(f"{number} {state}" for state, number in result.counts.items()))
    counts = {str(state): number for state, number in result.counts.items()}
    context.out.data({"wave": result.wave.wave, "stopped": result.stop_reason, **counts})
    if result.sent < result.total:
        what = f"{result.sent} of {result.total} sent" + (
            f"; stopped: {result.stop_reason}" if result.stop_reason else ""
        )
        raise (PartlySent if result.sent else CampaignError)(what, fix=_fix(context, result))


def _fix(context: Context, result: WaveResult) -> str:
    """What to do about what was not sent."""
    wave = "" if result.wave.wave == FIRST_WAVE else f" --wave {result.wave.wave}"
    fix = f"campaign send log{wave}"
    if result.counts.get(DeliveryState.CANCELLED) == result.total:
        fix = "a wave that was called off stays so; a new one goes with --wave NAME"
    if result.next_due_at:
        local = result.next_due_at.astimezone(context.campaign.settings.campaign.zone)
        fix += f"; campaign send resume{wave} after {local:%H:%M}"
    elif result.counts.get(DeliveryState.QUEUED):
        fix += f"; campaign send resume{wave}"
    if result.stop_reason and not result.sent:
        fix += "; campaign doctor"
    if result.counts.get(DeliveryState.UNCERTAIN):
        fix += "; campaign send settle WHO closes an uncertain one"
    return fix


def _show_files(context: Context, written: WrittenWave) -> None:
    relative = context.campaign.folder.display_path
    show_lines(context, [f"  {mail.name} <{mail.address}>  {relative(path)}" for mail, path in written.files])
    number = mail_count(len(written.files))
    context.out.say(f"No mail server is set: {number} written to {relative(written.folder)}/, none sent.")
    context.out.say(
        "next: fill in [smtp] and run campaign send resume; or send the files by hand and say so with\n"
        "      campaign send settle WHO --sent --evidence TEXT"
    )
    context.out.data({"wave": written.wave.wave, "sent": 0, "written": [str(path) for _, path in written.files]})
