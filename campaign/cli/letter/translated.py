"""`campaign letter translated`: a person says that a translation is up to date."""

from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.services.letters.translations import confirm


@click.command("translated")
@click.argument("language", metavar="LANG")
@click.option("--letter", "name", metavar="NAME", default="", help="The letter, if there are several.")
@pass_campaign
def translated(context: Context, language: str, name: str) -> None:
    """Say that the text in LANG (de, fr, ...) is up to date with the one that it translates.

    From then on `campaign letter check` names each of its paragraphs whose original has changed. What was seen is kept
    beside the letter, in letter.LANG.seen.
    """
    confirmation = confirm(context.campaign, language, name)
    original, translation = confirmation.original, confirmation.translation
    context.out.problems(confirmation.differences)
    if confirmation.differences:
        context.out.remark("these still differ: confirming a text changes nothing in it; campaign letter check")
    record = context.campaign.folder.display_path(confirmation.record)
    context.out.say(
        f"{translation.path} is up to date with {original.path}: {confirmation.passages} passages in {record}"
    )
    context.out.data(
        {
            "letter": confirmation.letter,
            "language": language,
            "original": original.language,
            "passages": confirmation.passages,
            "record": record,
            "problems": [asdict(problem) for problem in confirmation.differences],
        }
    )
