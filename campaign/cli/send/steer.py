"""`campaign send resume`, `pause` and `cancel`: what a person does with a wave that was let go."""

from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.outcome import announce, conclude, report_released
from campaign.services.waves import pause_and_cancel as steering
from campaign.services.waves import send as sending


@click.command()
@common.wave_option
@common.confirm_option
@pass_campaign
def resume(context: Context, wave: str, confirm: int | None) -> None:
    """Go on with a wave that was paused, stopped, interrupted or deferred. Nobody gets a mail twice."""
    plan = sending.plan_resume(context.campaign, wave)
    if plan.uncertain:
        number = common.mail_count(plan.uncertain)
        context.out.remark(f"{number} on the way when a mailer ended: uncertain now, see campaign send log")
    if not plan.number:
        report_released(context, plan.wave)
        return
    announce(context, plan)
    if not plan.other_mailer_runs:
        sending.need_permission(plan)
    common.need_number(context, plan.number, confirm)
    with common.watching(context, plan.number) as callbacks:
        result = sending.resume(context.campaign, plan, callbacks)
    if result:
        conclude(context, result)
    else:
        context.out.say(f"wave {wave}: paused no longer; the mailer at work goes on with it")


@click.command()
@click.option(
    "--wave", default="", help="The wave's name; without it, every wave to addressees that has mails to send."
)
@click.option("--why", default="by a person", show_default=True, help="Why, for those who look at it later.")
@pass_campaign
def pause(context: Context, wave: str, why: str) -> None:
    """Hold a wave: within one message nothing more goes, whichever process sends it. `resume` lets it go on."""
    paused = steering.pause(context.campaign, steering.plan_pause(context.campaign, wave), why)
    for row in paused:
        next_step = f"next: campaign send resume --wave {row.wave}"
        context.out.say(f"wave {row.wave}: paused, {common.mail_count(row.waiting)} left; {next_step}")
    context.out.data([asdict(row) for row in paused])


@click.command()
@common.wave_option
@common.confirm_option
@pass_campaign
def cancel(context: Context, wave: str, confirm: int | None) -> None:
    """Call a wave off: what has not gone will not go. Takes effect within one message, also while it is being sent."""
    plan = steering.plan_cancel(context.campaign, wave)
    common.show_deliveries(context, plan.wave, *plan.states)
    common.need_number(context, plan.number, confirm, common.CALL_OFF)
    cancelled = steering.cancel(context.campaign, plan)
    context.out.say(f"wave {wave}: {common.mail_count(cancelled)} cancelled")
    context.out.data({"wave": wave, "cancelled": cancelled})
