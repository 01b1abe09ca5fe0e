"""`campaign addressee`: import, list, remove."""

from dataclasses import asdict
from pathlib import Path

import click

from campaign.adapters.files import folder as folders
from campaign.cli.context import Context, pass_campaign
from campaign.cli.people import read_table, tell
from campaign.cli.table import aligned
from campaign.errors import UsageError

_letter_option = click.option(
    "--letter", "letter", metavar="NAME", default="", help="The letter, if there are several."
)


@click.group()
def addressee() -> None:
    """Whom the letter is written to."""


@addressee.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@_letter_option
@pass_campaign
def import_(campaign: Context, file: Path | None, letter: str) -> None:
    """Read a CSV of addressees into the store: the letter's own addressees.csv, or FILE.

    Any sensible header will do: name or family name, mail, country, group, role, language, phone, honorific, id.
    Importing again changes what changed and makes no doubles. Refused rows are named; the good ones are kept.
    """
    from campaign.adapters.store import people
    from campaign.adapters.store.changes import Change
    from campaign.core.addressees.table import beside_stored, read_addressees

    letter = _letter(campaign, letter)
    file = file or campaign.folder.addressees_csv(letter)
    shown = campaign.folder.shown(file.absolute())
    reading = read_addressees(read_table(file, "write one, or name a file: campaign addressee import FILE"), shown)
    reading = beside_stored(reading, campaign.store.read(people.addressees, letter), shown)
    change = Change()
    if reading.kept:
        change = campaign.store.write(people.put_addressees, letter, reading.values, campaign.now())
    tell(campaign, reading, change, shown, "addressee")


@addressee.command("list")
@_letter_option
@pass_campaign
def list_(campaign: Context, letter: str) -> None:
    """The addressees in their order."""
    from campaign.adapters.store import people

    found = campaign.store.read(people.addressees, _letter(campaign, letter))
    rows = [(each.key, each.name, each.mail or "no mail", each.country, each.group, each.role) for each in found]
    for line in aligned([("id", "name", "mail", "country", "group", "role"), *rows]) if rows else ():
        campaign.out.say(line)
    if not rows:
        campaign.out.say("no addressees yet; next: campaign addressee import")
    campaign.out.data([asdict(each) for each in found])


@addressee.command()
@click.argument("key")
@_letter_option
@pass_campaign
def remove(campaign: Context, key: str, letter: str) -> None:
    """Take the addressee with the id KEY off the letter. What was sent stays on record."""
    from campaign.adapters.store import people

    letter = _letter(campaign, letter)
    if not campaign.store.write(people.remove_addressee, letter, key):
        raise UsageError(f"there is no addressee {key}", hint="`campaign addressee list` shows each one's id")
    campaign.out.say(f"{key}: removed (take it out of the CSV too, or the next import brings it back)")
    campaign.out.data({"removed": key})


def _letter(campaign: Context, wanted: str) -> str:
    return folders.chosen_letter(campaign.folder, wanted) if wanted else campaign.letter
