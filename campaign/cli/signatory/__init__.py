"""`campaign signatory`. Each command has its own module in this folder."""

import click

from campaign.cli.lazy import LazyGroup

_TABLE = {
    "import": ("campaign.cli.signatory.import_", "import_", "Import the coalition's directory of organisations."),
    "invite": ("campaign.cli.signatory.invite", "invite", "Invite organisations to sign."),
    "remind": ("campaign.cli.signatory.invite", "remind", "Remind organisations that have not answered."),
    "list": ("campaign.cli.signatory.list_", "list_", "List every signatory with its state."),
    "add": ("campaign.cli.signatory.add", "add", "Add a sign-on that came by email or phone."),
    "review": ("campaign.cli.signatory.review", "review", "Review sign-ons: list, refuse or merge them."),
    "approve": ("campaign.cli.signatory.approve", "approve", "List many sign-ons that nothing speaks against."),
    "merge": ("campaign.cli.signatory.merge_and_withdraw", "merge", "Merge two sign-ons of the same organisation."),
    "agree": ("campaign.cli.signatory.agree", "agree", "Enter an agreement to a new text, with its evidence."),
    "withdraw": ("campaign.cli.signatory.merge_and_withdraw", "withdraw", "Withdraw a sign-on for its signer."),
    "proof": (
        "campaign.cli.signatory.proof_page",
        "proof",
        "Print a one-page proof of a sign-on.",
    ),
    "export": ("campaign.cli.signatory.export", "export", "Export all signatories to a private file."),
    "notify": ("campaign.cli.signatory.notify", "notify", "Send the pending emails to signers."),
    "announce": (
        "campaign.cli.signatory.announce",
        "announce",
        "Tell signatories that the letter was sent, or the result.",
    ),
    "remove": ("campaign.cli.signatory.import_", "remove", "Remove an organisation from the directory."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def signatory() -> None:
    """Manage the organisations and people who sign."""
