"""`campaign addressee`: import, list, remove."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from campaign.adapters.files import folder as folders
from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import MOST_ROWS, show_lines
from campaign.cli.table_import import dry_run_option, read_table, report_fates, report_import
from campaign.core.delivery.reach import Reach
from campaign.core.languages.in_english import count_of
from campaign.services.acts.addressee_acts import IMPORT_OWN_TABLE, REMOVE_ROW
from campaign.services.people import importing, removing
from campaign.services.people.greetings import AddresseeGreeting, greetings
from campaign.services.people.listing import addressees
from campaign.services.waves.reach import letter_reach


@click.group()
def addressee() -> None:
    """Manage the people that the letter is written to."""


@addressee.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@dry_run_option
@pass_campaign
def import_(context: Context, file: Path | None, dry_run: bool) -> None:
    """Import addressees from a table: the letter's addressees.csv, or FILE (CSV, .xlsx, .ods).

    Recognised columns: name (or given and family name), mail, country, group, role, language, phone, honorific, id.
    A second import updates the rows that changed and adds no duplicates. Rows with errors are listed and skipped.
    """
    letter, folder = _letter(context), context.campaign.folder
    file = file or folder.addressees_csv(letter)
    data = read_table(file, "create it, or name a file: campaign addressee import FILE")
    plan = importing.plan_addressees_import(context.campaign, data, folder.display_path(file.absolute()), letter)
    if not dry_run:
        context.perform(IMPORT_OWN_TABLE, plan)
    fresh = {*plan.change.added, *plan.change.changed}
    people = [person for person in plan.reading.values if person.key in fresh]
    rows = greetings(context.campaign, letter, people)
    _show_greetings(context, rows)
    if plan.salutation_words:
        context.out.say(plan.salutation_words)
    if dry_run:
        report_fates(context, plan)
        return
    report_import(context, plan, "addressee", [asdict(row) for row in rows])


@addressee.command("list")
@pass_campaign
def list_(context: Context) -> None:
    """List the addressees, in the order of the letter."""
    letter = _letter(context)
    people = addressees(context.campaign, letter)
    progress = letter_reach(context.campaign, letter)
    reaches = {reach.addressee.key: reach for reach in progress.reaches}
    header = ["id", "name", "email", "country", "group", "role", *(["letter"] if reaches else [])]
    rows = [
        (person.key, person.name, person.address or "no email", person.country, person.group, person.role,
         *([reaches[person.key].why] if person.key in reaches else []))
        for person in people
    ]  # fmt: skip
    for line in align([header, *rows]) if rows else ():
        context.out.say(line)
    if not rows:
        context.out.say("no addressees yet; next: campaign addressee import")
    if progress.to_send:
        number = count_of(len(progress.missed), "addressee")
        context.out.say(f"{number} without the letter; next: campaign send preview --wave {progress.next_wave}")
    context.out.data([asdict(person) | _reach_data(reaches.get(person.key)) for person in people])


@addressee.command()
@click.argument("key")
@pass_campaign
def remove(context: Context, key: str) -> None:
    """Remove the addressee with the id KEY from the letter. Emails already sent stay on record."""
    plan = removing.plan_addressee_removal(context.campaign, _letter(context), key)
    context.perform(REMOVE_ROW, plan)
    context.out.say(f"{key}: removed. Remove it from the CSV file too, or the next import adds it again.")
    context.out.data({"removed": key})


def _show_greetings(context: Context, rows: Sequence[AddresseeGreeting]) -> None:
    """Print how each new or changed person is greeted, and who has no text in his or her language."""
    show_lines(context, align([(row.name, row.salutation, row.language) for row in rows]))
    for row in [row for row in rows if row.wanted_language][:MOST_ROWS]:
        context.out.remark(f"{row.name}: no text in {row.wanted_language}, gets {row.language}")


def _reach_data(reach: Reach | None) -> dict[str, str]:
    """How far the letter has come to an addressee; nothing before the first wave."""
    return {"letter": reach.state.value, "letter_why": reach.why} if reach else {}


def _letter(context: Context) -> str:
    name = context.campaign.letter_name
    return folders.choose_letter(context.campaign.folder, name) if name else context.campaign.letter
