"""`campaign send go`: send a wave."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.outcome import announce, conclude, report_released
from campaign.cli.send.wave_options import again_option, not_before_option, purpose_option, read_aim, remark_on_left_out
from campaign.core.languages.in_english import count_of
from campaign.services.waves import send as sending
from campaign.services.waves.inputs import read_wave_inputs
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
        report_released(context, plan.wave)
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
        result = sending.send(context.campaign, plan, callbacks)
    conclude(context, result)


def _schedule(context: Context, plan: SendPlan, confirm: int | None) -> None:
    """Release the wave; a mailer sends it when it is due."""
    sending.need_server(context.campaign)
    common.need_number(context, plan.number, confirm)
    sending.schedule(context.campaign, plan)
    when = common.start_in_words(context, plan.goes_at) if plan.goes_at else "as soon as its window opens"
    context.out.say(
        f"wave {plan.name}: {count_of(plan.number, 'email')} released; `campaign send run` or `campaign serve`"
        f" will start {when}"
    )
    context.out.data({"wave": plan.name, "released": plan.number, "sent": 0})
