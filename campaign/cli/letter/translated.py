"""`campaign letter translated`: record that a translation is up to date."""

from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.core.team.account import COMMAND_LINE
from campaign.services.acts.act import perform
from campaign.services.acts.letter_acts import CONFIRM_TRANSLATION


@click.command("translated")
@click.argument("language", metavar="LANG")
@pass_campaign
def translated(context: Context, language: str) -> None:
    """Record that the text in LANG (de, fr, ...) is up to date with its original.

    From then on, `campaign letter check` lists every paragraph whose original has changed since. The record is the file
    letter.LANG.seen beside the letter.
    """
    confirmation = perform(
        context.campaign, COMMAND_LINE, CONFIRM_TRANSLATION, language, context.campaign.letter_name
    ).result
    original, translation = confirmation.original, confirmation.translation
    context.out.problems(confirmation.differences)
    if confirmation.differences:
        context.out.remark("the texts still differ where listed above; to check again: campaign letter check")
    record = context.campaign.folder.display_path(confirmation.record)
    context.out.say(
        f"{translation.path} is recorded as up to date with {original.path}: "
        f"{confirmation.passages} passages in {record}"
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
