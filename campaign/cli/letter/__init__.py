"""`campaign letter`: its commands stand in the files beside this one."""

import click

from campaign.cli.lazy import LazyGroup

_TABLE = {
    "check": ("campaign.cli.letter.check", "check", "Name what must be mended before the letter goes."),
    "import": ("campaign.cli.letter.import_", "import_letter", "Make a letter from Word, raw text, Markdown or HTML."),
    "export": ("campaign.cli.letter.export", "export_letter", "Write it as PDF, Word, page, text, Markdown or mail."),
    "translated": ("campaign.cli.letter.translated", "translated", "Say that a translation is up to date."),
    "freeze": ("campaign.cli.letter.freeze", "freeze_letter", "Keep the text of now as a version."),
    "diff": ("campaign.cli.letter.diff", "diff_versions", "What changed, word by word."),
    "list": ("campaign.cli.letter.versions", "list_versions", "The frozen versions."),
    "show": ("campaign.cli.letter.versions", "show_version", "Print a frozen version."),
    "verify": ("campaign.cli.letter.versions", "verify_versions", "Whether all versions are as they were frozen."),
    "law": ("campaign.cli.letter.law", "show_law", "Drafts of the law, and whether the quotations stand."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def letter() -> None:
    """The letter: what is checked, frozen and sent."""
