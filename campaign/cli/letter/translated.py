"""`campaign letter translated`: a person says that a translation is up to date."""

from dataclasses import asdict

import click

from campaign.adapters.files import folder as folders
from campaign.cli.context import Context, pass_campaign


@click.command("translated")
@click.argument("language", metavar="LANG")
@click.option("--letter", "name", metavar="NAME", default="", help="The letter, if there are several.")
@pass_campaign
def translated(campaign: Context, language: str, name: str) -> None:
    """Say that the text in LANG (de, fr, ...) is up to date with the one that it translates.

    From then on `campaign letter check` names each of its paragraphs whose original has changed. What was seen is kept
    beside the letter, in letter.LANG.seen.
    """
    from campaign.services.letters.translations import confirm

    name = folders.chosen_letter(campaign.folder, name or campaign.settings.campaign.letter)
    done = confirm(campaign.folder, name, language)
    campaign.out.problems(done.left)
    if done.left:
        campaign.out.remark("these still differ: confirming a text changes nothing in it; campaign letter check")
    shown = campaign.folder.shown(done.path)
    campaign.out.say(
        f"{done.translation.path} is up to date with {done.original.path}: {done.passages} passages in {shown}"
    )
    campaign.out.data(
        {
            "letter": name,
            "language": language,
            "original": done.original.language,
            "passages": done.passages,
            "record": shown,
            "problems": [asdict(problem) for problem in done.left],
        }
    )
