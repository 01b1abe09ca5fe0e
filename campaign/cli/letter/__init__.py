"""`campaign letter`. Each command has its own module in this folder."""

import click

from campaign.cli.lazy import LazyGroup

_TABLE = {
    "check": ("campaign.cli.letter.check", "check", "List what must be fixed before the letter is sent."),
    "import": (
        "campaign.cli.letter.import_",
        "import_letter",
        "Import a letter from Word, plain text, Markdown or HTML.",
    ),
    "export": (
        "campaign.cli.letter.export",
        "export_letter",
        "Export as PDF, Word, web page, text, Markdown or email.",
    ),
    "translated": ("campaign.cli.letter.translated", "translated", "Record that a translation is up to date."),
    "freeze": ("campaign.cli.letter.freeze", "freeze_letter", "Freeze the current text as a version."),
    "adopt": ("campaign.cli.letter.adopt", "adopt", "Show a proposed text before everybody has decided."),
    "diff": ("campaign.cli.letter.diff", "diff_versions", "Show what changed, word by word."),
    "list": ("campaign.cli.letter.versions", "list_versions", "List the frozen versions."),
    "show": ("campaign.cli.letter.versions", "show_version", "Print a frozen version."),
    "verify": ("campaign.cli.letter.versions", "verify_versions", "Check that no frozen version has changed."),
    "law": ("campaign.cli.letter.law", "show_law", "List drafts of the law and check the quotations."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def letter() -> None:
    """Import, check, freeze, compare and export the letter."""
