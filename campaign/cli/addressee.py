"""`campaign addressee`: import, list, remove."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from campaign.adapters.files import folder as folders
from campaign.cli import directory
from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import MOST_ROWS, show_lines
from campaign.cli.table_import import dry_run_option, read_table, report_fates, report_import
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.reach import Reach
from campaign.core.languages.in_english import count_of
from campaign.services.acts.addressee_acts import IMPORT_OWN_TABLE, REMOVE_ROW
from campaign.services.parliament.choosing import letter_people_who_left
from campaign.services.parliament.sources import is_own_table
from campaign.services.people import importing, removing
from campaign.services.people.greetings import AddresseeGreeting, greetings
from campaign.services.people.listing import addressees
from campaign.services.waves.reach import letter_reach


@click.group()
def addressee() -> None:
    """Manage the people that the letter is written to."""


@addressee.command("import")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--directory", "only", is_flag=True, help="Put a table of people into the directory alone.")
@click.option("--mapping", metavar="TOML", type=click.Path(path_type=Path), help="Describes a source of a new shape.")
@click.option("--day", metavar="YYYY-MM-DD", default="", help="The day of the data, if the file's name has none.")
@click.option("--same", "answers", metavar="PLACE=ID", multiple=True, help="Who an unclear row is; PLACE=new: nobody.")
@dry_run_option
@pass_campaign
def import_(
    context: Context,
    files: tuple[Path, ...],
    mapping: Path | None,
    day: str,
    answers: tuple[str, ...],
    *,
    only: bool,
    dry_run: bool,
) -> None:
    """Import addressees from a table: the letter's addressees.csv, or FILE (CSV, .xlsx, .ods). Or fill the directory,
    from which `campaign addressee choose` takes addressees, from lists of parliaments.

    Recognised columns: name (or given and family name), mail, country, group, role, language, phone, honorific, id.
    A second import updates the rows that changed and adds no duplicates. Rows with errors are listed and skipped.

    What a FILE is, is told by its content. The European Parliament's lists and answers, HowTheyVote's export, Popolo
    and others fill the directory, and make nobody an addressee. So do several files, and
    a source of another shape that --mapping describes.
    """
    if len(files) > 1 or only or mapping or day or answers or (files and not is_own_table(files[0])):
        directory.import_directory(context, files, mapping, day, answers, dry_run=dry_run)
        return
    letter, folder = _letter(context), context.campaign.folder
    file = files[0] if files else folder.addressees_csv(letter)
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
@click.option("--all", "whole", is_flag=True, help="List everybody in the directory instead.")
@pass_campaign
def list_(context: Context, *, whole: bool) -> None:
    """List the addressees, in the order of the letter."""
    if whole:
        directory.list_directory(context)
        return
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
    if left := letter_people_who_left(context.campaign, letter):
        context.out.remark(f"no longer in office, as the directory has it: {joined_names(left)}")
    context.out.data([{"id": person.key} | asdict(person) | _reach_data(reaches.get(person.key)) for person in people])


addressee.add_command(directory.fetch)
addressee.add_command(directory.choose)
addressee.add_command(directory.correct)


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
