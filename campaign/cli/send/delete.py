"""`campaign send delete`: delete a wave that was never released."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.core.languages.in_english import count_of
from campaign.services.acts.wave_acts import DELETE_WAVE
from campaign.services.waves import delete as deleting


@click.command()
@click.option("--wave", required=True, help="Name of the wave.")
@pass_campaign
def delete(context: Context, wave: str) -> None:
    """Delete a wave that was never released, such as one with a mistyped name. None of its emails was sent."""
    plan = deleting.plan_wave_deletion(context.campaign, wave)
    context.perform(DELETE_WAVE, plan)
    context.out.say(f"wave {wave}: deleted, with {count_of(plan.number, 'planned email')}; none was sent")
    context.out.data({"deleted": wave, "emails": plan.number})
