"""`campaign letter`: its commands stand in the files beside this one."""

import click

from campaign.cli.lazy import LazyGroup

_TABLE = {
    "check": ("campaign.cli.letter_check", "check", "Name what must be mended before the letter goes."),
    "import": ("campaign.cli.letter_import", "import_letter", "Make a letter from Word, raw text, Markdown or HTML."),
    "export": ("campaign.cli.letter_export", "export_letter", "Write it as PDF, Word, page, text, Markdown or mail."),
    "translated": ("campaign.cli.letter_translated", "translated", "Say that a translation is up to date."),
    "freeze": ("campaign.cli.letter_freeze", "freeze_letter", "Keep the text of now as a version."),
    "diff": ("campaign.cli.letter_diff", "diff_versions", "What changed, word by word."),
    "list": ("campaign.cli.letter_versions", "list_versions", "The frozen versions."),
    "show": ("campaign.cli.letter_versions", "show_version", "Print a frozen version."),
    "verify": ("campaign.cli.letter_versions", "verify_versions", "Whether all versions are as they were frozen."),
    "law": ("campaign.cli.letter_law", "show_law", "Drafts of the law, and whether the quotations stand."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def letter() -> None:
    """The letter: what is checked, frozen and sent."""
