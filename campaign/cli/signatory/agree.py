"""`campaign signatory agree`: record a signatory's agreement to a new text, with its evidence."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import by_option
from campaign.services.acts.signon_acts import ENTER_AGREEMENT
from campaign.services.signons import consent
from campaign.services.signons.lookup import find_signon


@click.command()
@click.argument("who")
@click.option(
    "--evidence", required=True, help="How the signatory agreed, for the record: a call, an email, a meeting."
)
@by_option
@pass_campaign
def agree(context: Context, who: str, evidence: str, by: str) -> None:
    """Record that WHO agreed to the newest text by phone or email. Sends nothing.

    Use it for signatories that no email reaches, including those from the coalition's own table.
    """
    plan = consent.plan_agreement(context.campaign, find_signon(context.campaign, who), evidence)
    context.perform(ENTER_AGREEMENT, plan, by)
    signon = plan.view.signon
    context.out.say(f"{signon.name} ({signon.key}): agreed to version {plan.version.number}; evidence: {plan.evidence}")
    context.out.data({"key": signon.key, "version": plan.version.number, "evidence": plan.evidence})
