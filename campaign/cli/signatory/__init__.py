"""`campaign signatory`: its commands stand in the files beside this one."""

import click

from campaign.cli.lazy import LazyGroup

_TABLE = {
    "import": ("campaign.cli.signatory.import_", "import_", "Read the coalition's directory into the store."),
    "invite": ("campaign.cli.signatory.invite", "invite", "Ask organisations to sign."),
    "remind": ("campaign.cli.signatory.invite", "remind", "Remind those who have not answered."),
    "list": ("campaign.cli.signatory.list_", "list_", "The board: where each organisation stands, since when."),
    "add": ("campaign.cli.signatory.add", "add", "Enter a sign-on that came by mail or phone."),
    "review": ("campaign.cli.signatory.review", "review", "Approve what waits: list, refuse or merge."),
    "merge": ("campaign.cli.signatory.decide", "merge", "Let one sign-on stand for two of the same organisation."),
    "withdraw": ("campaign.cli.signatory.decide", "withdraw", "Take a sign-on back for its signer."),
    "proof": (
        "campaign.cli.signatory.proof_page",
        "proof",
        "One page that proves a sign-on: who, what, when, by whom.",
    ),
    "export": ("campaign.cli.signatory.board_file", "export", "Write the board to a private file."),
    "notify": ("campaign.cli.signatory.notify", "notify", "Send the mails that are owed to signers."),
    "remove": ("campaign.cli.signatory.import_", "remove", "Take an organisation out of the directory."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def signatory() -> None:
    """Those who sign: asked, reminded, reviewed, listed."""
