"""`campaign status`: show the state of the campaign and what to do next."""

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.services.status.status import campaign_status


@click.command()
@pass_campaign
def status(context: Context) -> None:
    """Show the state of the campaign and what to do next."""
    overview = campaign_status(context.campaign)
    context.out.say(overview.name)
    for line in align([(row.name, row.text) for row in overview.rows]):
        context.out.say(f"  {line}")
    for remark in overview.remarks:
        context.out.say(f"  ! {remark}")
    context.out.say(f"next: {overview.next_step}")
    context.out.data(
        {
            "campaign": overview.name,
            **{row.name: row.text for row in overview.rows},
            "remarks": overview.remarks,
            "next": overview.next_step,
            "facts": overview.facts,
        }
    )
