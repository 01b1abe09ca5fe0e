"""`campaign status`: where the campaign stands, on one screen, and what to do next."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned
from campaign.services.status.status import campaign_status


@click.command()
@pass_campaign
def status(context: Context) -> None:
    """Where the campaign stands, on one screen, and what to do next."""
    shown = campaign_status(context.campaign)
    context.out.say(shown.name)
    for line in aligned([(row.name, row.text) for row in shown.rows]):
        context.out.say(f"  {line}")
    for remark in shown.remarks:
        context.out.say(f"  ! {remark}")
    context.out.say(f"next: {shown.next_step}")
    context.out.data(
        {
            "campaign": shown.name,
            **{row.name: row.text for row in shown.rows},
            "remarks": shown.remarks,
            "next": shown.next_step,
        }
    )
