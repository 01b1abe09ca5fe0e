"""`campaign status`: where the campaign stands, on one screen, and what to do next."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned


@click.command()
@pass_campaign
def status(campaign: Context) -> None:
    """Where the campaign stands, on one screen, and what to do next."""
    from campaign.services.status.status import reckon

    found = reckon(campaign.folder, campaign.settings, campaign.store, campaign.letter, campaign.now())
    campaign.out.say(campaign.settings.campaign.name)
    for line in aligned([(row.name, row.text) for row in found.rows]):
        campaign.out.say(f"  {line}")
    for remark in found.remarks:
        campaign.out.say(f"  ! {remark}")
    campaign.out.say(f"next: {found.next_step}")
    campaign.out.data(
        {
            "campaign": campaign.settings.campaign.name,
            **{row.name: row.text for row in found.rows},
            "remarks": found.remarks,
            "next": found.next_step,
        }
    )
