"""`campaign send go`."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.aim import again_option, not_before_option, purpose_option, read_aim, remark_left_out
from campaign.cli.send.outcome import already, announce, conclude
from campaign.services.waves import go as sending
from campaign.services.waves.go import SendPlan
from campaign.services.waves.outlook import read_outlook


@click.command()
@common.wave_option
@common.confirm_option
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
    common.remark_pending_imports(context)
    remark_left_out(context, outlook)
    with common.progress(context, "making mails", len(outlook.audience.people)) as made:
        plan = sending.plan_send(context.campaign, outlook, made)
    if plan.wave.is_released:
        already(context, plan.wave)
        return
    sending.need_no_obstacle(plan)
    common.remark_fallbacks(context, outlook.fallbacks)
    announce(context, plan)
    if schedule:
        _schedule(context, plan, confirm)
        return
    sending.need_permission(plan)
    common.confirmed(context, plan.number, confirm)
    with common.watching(context, plan.number) as callbacks:
        result = sending.send(context.campaign, plan, callbacks)
    conclude(context, result)


def _schedule(context: Context, plan: SendPlan, confirm: int | None) -> None:
    """Release it, and leave the sending to the mailer that runs, or will."""
    sending.need_server(context.campaign)
    common.confirmed(context, plan.number, confirm)
    sending.schedule(context.campaign, plan)
    when = common.goes(context, plan.goes_at) if plan.goes_at else "as soon as its window opens"
    context.out.say(
        f"wave {plan.name}: {common.mails(plan.number)} released, {when}, by `campaign send run` or `campaign serve`"
    )
    context.out.data({"wave": plan.name, "released": plan.number, "sent": 0})
