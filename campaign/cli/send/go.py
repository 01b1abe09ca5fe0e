"""`campaign send go`: send a wave."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.outcome import announce, conclude, report_released
from campaign.cli.send.wave_options import again_option, not_before_option, purpose_option, read_aim, remark_on_left_out
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.languages.in_english import count_of
from campaign.errors import PartlySent
from campaign.services.acts.wave_acts import RELEASE_WAVE, SEND_WAVE
from campaign.services.waves import send as sending
from campaign.services.waves.plan import PlannedWave
from campaign.services.waves.plan_inputs import read_wave_inputs
from campaign.services.waves.reach import letter_reach, missed_lines
from campaign.services.waves.send import SendPlan


@click.command()
@common.wave_option
@common.confirm_option
@purpose_option
@not_before_option
@again_option
@click.option(
    "--schedule", is_flag=True, help="Release the wave; `send run` or `campaign serve` sends it when it is due."
)
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
    """Send a wave. Shows the emails first, and sends once you type the number of emails."""
    inputs = read_wave_inputs(context.campaign, read_aim(context, wave, purpose, not_before, again=again))
    common.remark_on_pending_imports(context)
    remark_on_left_out(context, inputs)
    with common.progress(context, "making emails", len(inputs.audience.people)) as advance:
        plan = sending.plan_send(context.campaign, inputs, advance)
    if plan.wave.is_released:
        _report_released(context, plan.wave, confirm)
        return
    sending.need_no_obstacle(plan)
    common.remark_on_fallbacks(context, inputs.fallbacks)
    announce(context, plan)
    if schedule:
        _schedule(context, plan, confirm)
        return
    sending.need_permission(plan)
    common.need_number(context, plan.number, confirm)
    with common.watching(context, plan.number) as callbacks:
        result = context.perform(SEND_WAVE, plan, callbacks)
    conclude(context, result)


def _report_released(context: Context, wave: PlannedWave, confirm: int | None) -> None:
    """Report a wave that was released before; when it went, name who has not had the letter, and offer a wave to them.
    Raises PartlySent unless a person sends it now."""
    reach = letter_reach(context.campaign, context.campaign.letter)
    if wave.number(*WAITING, DeliveryState.SENDING) or not reach.missed:
        report_released(context, wave)
        return
    common.show_lines(context, [f"has not received the letter: {line}" for line in missed_lines(reach.missed)])
    if reach.to_send and confirm is None and context.out.interactive and reach.next_wave != wave.mailing.wave:
        number = count_of(len(reach.to_send), "addressee")
        if click.confirm(f"Plan wave {reach.next_wave} to {number}?"):
            _go_to_latecomers(reach.next_wave)
            return
    report_released(context, wave)
    fix = "correct the addresses, then campaign addressee import"
    if reach.to_send:
        fix = f"campaign send preview --wave {reach.next_wave}, then campaign send go --wave {reach.next_wave}"
    raise PartlySent(f"{count_of(len(reach.missed), 'addressee')} did not get the letter", fix=fix)


def _go_to_latecomers(wave: str) -> None:
    """`campaign send go` for another wave, which shows its emails and asks for their number."""
    click.get_current_context().invoke(
        go, wave=wave, confirm=None, purpose=None, not_before=None, again=False, schedule=False
    )


def _schedule(context: Context, plan: SendPlan, confirm: int | None) -> None:
    """Release the wave; a mailer sends it when it is due."""
    sending.need_server(context.campaign)
    common.need_number(context, plan.number, confirm)
    context.perform(RELEASE_WAVE, plan)
    when = common.start_in_words(context, plan.goes_at) if plan.goes_at else "as soon as its window opens"
    context.out.say(
        f"wave {plan.name}: {count_of(plan.number, 'email')} released; `campaign send run` or `campaign serve`"
        f" will start {when}"
    )
    context.out.data({"wave": plan.name, "released": plan.number, "sent": 0})
