"""`campaign signatory proof`: one page that proves a sign-on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import meant

if TYPE_CHECKING:
    from campaign.core.signons.proof import Proof


@click.command()
@click.argument("key")
@click.option(
    "--pdf", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a PDF, a new file."
)
@pass_campaign
def proof(campaign: Context, key: str, pdf: Path | None) -> None:
    """Print one page that proves the sign-on KEY: who signed which text when, how that is known, who approved it.

    It ends with the sign-on's lines in the record, with their digests, and says whether the record's chain holds. It
    names the signer: give it to whoever has a right to it.
    """
    from campaign.core.signons.proof import page, payload
    from campaign.services.signons.proof import prove

    found = prove(campaign.store, meant(campaign, key), campaign.settings.campaign.zone, campaign.now())
    if pdf:
        _write(campaign, found, pdf)
    else:
        campaign.out.say(page(found).rstrip())
    campaign.out.data(payload(found) | ({"file": str(pdf)} if pdf else {}))


def _write(campaign: Context, found: Proof, path: Path) -> None:
    from campaign.adapters.files.newfiles import write_private
    from campaign.adapters.pdf import Press
    from campaign.core.render.sheet import Sheet
    from campaign.core.signons.proof import document, heading

    sheet = Sheet("en", heading(found), document(found), campaign.settings.sender.name)
    with Press(campaign.folder.templates, campaign.folder.signatories, ()) as press:
        write_private(path, press.print_letter(sheet, found.at))
    campaign.out.say(f"{path}: only you can read it")
