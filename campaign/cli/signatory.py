"""`campaign signatory`: its commands stand in the files beside this one."""

import click

from campaign.cli.lazy import LazyGroup

_TABLE = {
    "import": ("campaign.cli.signatory_import", "import_", "Read the coalition's directory into the store."),
    "invite": ("campaign.cli.signatory_invite", "invite", "Ask organisations to sign."),
    "remind": ("campaign.cli.signatory_invite", "remind", "Remind those who have not answered."),
    "list": ("campaign.cli.signatory_list", "list_", "The board: where each organisation stands, since when."),
    "add": ("campaign.cli.signatory_add", "add", "Enter a sign-on that came by mail or phone."),
    "notify": ("campaign.cli.signatory_notify", "notify", "Send the mails that are owed to signers."),
    "remove": ("campaign.cli.signatory_import", "remove", "Take an organisation out of the directory."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def signatory() -> None:
    """Those who sign: asked, reminded, reviewed, listed."""
