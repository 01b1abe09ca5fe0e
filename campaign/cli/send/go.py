"""`campaign send go`, and what it shares with `resume`: what is shown before, the sending, and what is said after."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.aim import again_option, not_before_option, purpose_option, read_aim, remark_left_out
from campaign.cli.send.common import (
    confirm_option,
    confirmed,
    goes,
    mails,
    progress,
    remark_fallbacks,
    remark_pending_imports,
    show_deliveries,
    show_languages,
    show_lines,
    watching,
    wave_option,
    way,
)
from campaign.core.delivery.states import WAITING, State
from campaign.core.languages.in_english import moment
from campaign.errors import CampaignError, PartlySent, Refused
from campaign.services.waves import carry_out as carrying
from campaign.services.waves import go as sending
from campaign.services.waves.carry_out import WaveResult, WrittenWave, result_of
from campaign.services.waves.go import SendPlan
from campaign.services.waves.outlook import read_outlook
from campaign.services.waves.plan import FIRST_WAVE, Plan


@click.command()
@wave_option
@confirm_option
@purpose_option
@not_before_option
@again_option
@click.option("--schedule", is_flag=True, help="Release it only; `send run` or `campaign serve` sends it then.")
@pass_campaign
def go(
    context: Context,
    wave: str,
    confirm: int | None,
    purpose: str | None,
    not_before: str | None,
    again: bool,
    schedule: bool,
) -> None:
    """Send a wave: shows whom and what, and goes when the number of mails is typed back."""
    outlook = read_outlook(context.campaign, read_aim(context, wave, purpose, not_before, again=again))
    remark_pending_imports(context)
    remark_left_out(context, outlook)
    with progress(context, "making mails", len(outlook.audience.people)) as made:
        plan = sending.plan_send(context.campaign, outlook, made)
    if plan.wave.is_released:
        already(context, plan.wave)
        return
    sending.need_no_obstacle(plan)
    remark_fallbacks(context, outlook.fallbacks)
    announce(context, plan)
    if schedule:
        _schedule(context, plan, confirm)
        return
    sending.need_permission(plan)
    confirmed(context, plan.number, confirm)
    with watching(context, plan.number) as callbacks:
        result = sending.send(context.campaign, plan, callbacks)
    conclude(context, result)


def _schedule(context: Context, plan: SendPlan, confirm: int | None) -> None:
    """Release it, and leave the sending to the mailer that runs, or will."""
    sending.need_server(context.campaign)
    confirmed(context, plan.number, confirm)
    sending.schedule(context.campaign, plan)
    when = goes(context, plan.goes_at) if plan.goes_at else "as soon as its window opens"
    context.out.say(
        f"wave {plan.name}: {mails(plan.number)} released, {when}, by `campaign send run` or `campaign serve`"
    )
    context.out.data({"wave": plan.name, "released": plan.number, "sent": 0})


def announce(context: Context, plan: SendPlan) -> None:
    """What would go, to whom, how and when."""
    context.out.say(f"wave {plan.name}: {mails(plan.number)} {way(context)}")
    show_deliveries(context, plan.wave, *plan.states)
    show_languages(context, plan.languages)
    if plan.goes_at:
        context.out.say(f"it goes {goes(context, plan.goes_at)}")
    context.out.say(f"deadline: {moment(plan.deadline_at, context.campaign.settings.campaign.zone)}")


def carry_out(context: Context, plan: Plan) -> None:
    """Send what waits in a released wave, and say how it stands then. Call it inside `only_mailer`.

    Raises PartlySent or CampaignError unless all of it was sent.
    """
    with watching(context, plan.number(*WAITING)) as callbacks:
        result = carrying.carry_out(context.campaign, plan, callbacks)
    conclude(context, result)


def already(context: Context, plan: Plan) -> None:
    """A wave that has nothing left to send, or that `resume` goes on with."""
    wave, waiting = plan.dispatch.wave, plan.number(*WAITING, State.SENDING)
    if waiting:
        hint = f"campaign send resume --wave {wave}"
        raise Refused(f"wave {wave} was released before; {mails(waiting)} left", hint=hint)
    context.out.say(f"wave {wave}: nothing is left to send; campaign send log shows each mail")
    conclude(context, result_of(context.campaign, plan))


def conclude(context: Context, result: WaveResult | WrittenWave) -> None:
    """Say how the wave stands. Raises PartlySent or CampaignError unless all of it was sent or written."""
    if isinstance(result, WrittenWave):
        _show_files(context, result)
        return
    for mail, why in result.called_off:
        context.out.remark(f"called off: {mail.name}: {why}")
    context.out.say(", ".join(f"{number} {state}" for state, number in result.counts.items()))
    counts = {str(state): number for state, number in result.counts.items()}
    context.out.data({"wave": result.wave.wave, "stopped": result.stopped, **counts})
    if result.sent < result.total:
        what = f"{result.sent} of {result.total} sent" + (f"; stopped: {result.stopped}" if result.stopped else "")
        raise (PartlySent if result.sent else CampaignError)(what, hint=_hint(context, result))


def _hint(context: Context, result: WaveResult) -> str:
    """What to do about what was not sent."""
    wave = "" if result.wave.wave == FIRST_WAVE else f" --wave {result.wave.wave}"
    hint = f"campaign send log{wave}"
    if result.counts.get(State.CANCELLED) == result.total:
        hint = "a wave that was called off stays so; a new one goes with --wave NAME"
    if result.next_due_at:
        local = result.next_due_at.astimezone(context.campaign.settings.campaign.zone)
        hint += f"; campaign send resume{wave} after {local:%H:%M}"
    elif result.counts.get(State.QUEUED):
        hint += f"; campaign send resume{wave}"
    if result.stopped and not result.sent:
        hint += "; campaign doctor"
    if result.counts.get(State.UNCERTAIN):
        hint += "; campaign send settle WHO closes an uncertain one"
    return hint


def _show_files(context: Context, written: WrittenWave) -> None:
    shown = context.campaign.folder.shown
    show_lines(context, [f"  {mail.name} <{mail.mail}>  {shown(path)}" for mail, path in written.files])
    number = mails(len(written.files))
    context.out.say(f"No mail server is set: {number} written to {shown(written.folder)}/, none sent.")
    context.out.say(
        "next: fill in [smtp] and run campaign send resume; or send the files by hand and say so with\n"
        "      campaign send settle WHO --sent --evidence TEXT"
    )
    context.out.data({"wave": written.wave.wave, "sent": 0, "written": [str(path) for _, path in written.files]})
