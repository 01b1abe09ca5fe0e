"""`campaign send resume`, `pause` and `cancel`: control a released wave."""

from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.outcome import announce, conclude, report_released
from campaign.core.languages.in_english import count_of
from campaign.services.acts.wave_acts import CANCEL_WAVE, PAUSE_WAVE, RESUME_NOW
from campaign.services.waves import pause_and_cancel as steering
from campaign.services.waves import send as sending


@click.command()
@common.wave_option
@common.confirm_option
@pass_campaign
def resume(context: Context, wave: str, confirm: int | None) -> None:
    """Continue a wave that was paused, stopped, interrupted or deferred. Nobody gets an email twice."""
    plan = sending.plan_resume(context.campaign, wave)
    if plan.uncertain:
        number = count_of(plan.uncertain, "email")
        context.out.remark(f"{number} being sent when a mailer stopped: now uncertain, see campaign send log")
    if not plan.number:
        report_released(context, plan.wave)
        return
    announce(context, plan)
    if not plan.other_mailer_runs:
        sending.need_permission(plan)
    common.need_number(context, plan.number, confirm)
    with common.watching(context, plan.number) as callbacks:
        result = context.perform(RESUME_NOW, plan, callbacks)
    if result:
        conclude(context, result)
    else:
        context.out.say(f"wave {wave}: no longer paused; the running mailer continues it")


@click.command()
@click.option(
    "--wave", default="", help="Name of the wave. Default: every wave to addressees with emails left to send."
)
@click.option("--why", default="by a person", show_default=True, help="The reason, for the record.")
@pass_campaign
def pause(context: Context, wave: str, why: str) -> None:
    """Pause a wave, in any process. At most one more email per connection is sent. `resume` continues it."""
    paused = context.perform(PAUSE_WAVE, steering.plan_pause(context.campaign, wave), why)
    for row in paused:
        next_step = f"next: campaign send resume --wave {row.wave}"
        context.out.say(f"wave {row.wave}: paused, {count_of(row.waiting, 'email')} left; {next_step}")
    context.out.data([asdict(row) for row in paused])


@click.command()
@common.wave_option
@common.confirm_option
@pass_campaign
def cancel(context: Context, wave: str, confirm: int | None) -> None:
    """Cancel the emails of a wave that are not sent yet. If it is being sent, at most one more email per connection is
    sent."""
    plan = steering.plan_cancel(context.campaign, wave)
    common.show_deliveries(context, plan.wave, *plan.states)
    common.need_number(context, plan.number, confirm, common.CANCEL)
    cancelled = context.perform(CANCEL_WAVE, plan)
    context.out.say(f"wave {wave}: {count_of(cancelled, 'email')} cancelled")
    context.out.data({"wave": wave, "cancelled": cancelled})
