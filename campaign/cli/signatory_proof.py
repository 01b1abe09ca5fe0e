"""`campaign signatory proof`: one page that proves a sign-on."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory_common import meant


@click.command()
@click.argument("key")
@pass_campaign
def proof(campaign: Context, key: str) -> None:
    """Print one page that proves the sign-on KEY: who signed which text when, how that is known, who approved it.

    It ends with the sign-on's lines in the record, with their digests, and says whether the record's chain holds. It
    names the signer: give it to whoever has a right to it.
    """
    from campaign.proving import prove
    from campaign.signons.proof import page, payload

    found = prove(campaign.store, meant(campaign, key), campaign.settings.campaign.zone, campaign.now())
    campaign.out.say(page(found).rstrip())
    campaign.out.data(payload(found))
