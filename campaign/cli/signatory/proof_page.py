"""`campaign signatory proof`: print a one-page proof of a sign-on."""

from pathlib import Path

import click

from campaign.adapters.files.atomic import create_private_file
from campaign.cli.context import Context, pass_campaign
from campaign.core.signons.proof import payload, proof_text
from campaign.services.signons.lookup import find_signon
from campaign.services.signons.proof import proof_pdf, prove


@click.command()
@click.argument("key")
@click.option(
    "--pdf", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a PDF to this new file."
)
@pass_campaign
def proof(context: Context, key: str, pdf: Path | None) -> None:
    """Print a one-page proof of the sign-on KEY: who signed which text when, how it was confirmed, who approved it.

    The page ends with the sign-on's lines in the record and their digests, and says whether the chain of the record is
    intact. It names the signer: share it only with those who may see personal data.
    """
    result = prove(context.campaign, find_signon(context.campaign, key))
    if pdf:
        create_private_file(pdf, proof_pdf(context.campaign, result))
        context.out.say(f"{pdf}: only you can read it")
    else:
        context.out.say(proof_text(result).rstrip())
    context.out.data(payload(result) | ({"file": str(pdf)} if pdf else {}))
