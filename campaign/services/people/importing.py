"""Import of addressees and organisations: a plan says what a table would change; carrying it out does exactly that."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from campaign.adapters.files.workbook import csv_of_workbook, is_workbook
from campaign.adapters.pdf.coverage import font_coverage
from campaign.adapters.store import directory, people
from campaign.adapters.store.database import Database
from campaign.core.addressees import Addressee
from campaign.core.addressees.addressee_table import read_addressees, superseded_keys
from campaign.core.addressees.addressee_table import without_stored_addressees as without_stored_addressees
from campaign.core.check.glyphs import missing_glyph
from campaign.core.letters.letter import SINGLE
from campaign.core.signatories import Organisation
from campaign.core.signatories.organisation_table import missing_logo_remark, read_organisations
from campaign.core.signatories.organisation_table import without_stored_organisations as without_stored_organisations
from campaign.core.tables import TableReading
from campaign.core.tables.changes import HasKey, TableChange, differences
from campaign.errors import Problem, Refused
from campaign.services.campaign import Campaign
from campaign.services.people.salutation_choice import choose_salutation, write_salutation

K = TypeVar("K", bound=HasKey)
P = TypeVar("P", Addressee, Organisation)


@dataclass(frozen=True, slots=True)
class TableImportPlan(Generic[K]):
    """What an import would change."""

    path: str
    """The name of the file, for messages."""
    letter: str
    """The letter of the addressees; for organisations, the letter that they sign if the table says so."""
    reading: TableReading[K]
    """The good rows, problems for the refused ones, remarks, and the encoding."""
    change: TableChange
    """The keys that are added, changed and missing; empty if no row is good, because then nothing changes."""
    stored: tuple[K, ...]
    """The stored rows when the plan was made. The plan is stale once they have changed."""
    salutation: str = ""
    """What is written into the letter's texts about its salutation, "joint" or "single"; "" for nothing."""

    @property
    def salutation_words(self) -> str:
        """What is written about the salutation, in a sentence; "" for nothing."""
        meaning = (
            "each addressee is greeted alone" if self.salutation == SINGLE else "one greeting names all addressees"
        )
        return f"salutation: {self.salutation} is written into the letter: {meaning}" if self.salutation else ""


def plan_addressees_import(campaign: Campaign, data: bytes, path: str, letter: str) -> TableImportPlan[Addressee]:
    """Plan the import of a letter's addressees. `data` is the file's content, `path` its name for messages.

    A bad row is a problem of the plan, never an exception. A name that no font can print is a remark.
    Raises FolderError for a spreadsheet that cannot be read.
    """
    stored = campaign.store.read(people.addressees, letter)
    reading = without_stored_addressees(read_addressees(table_as_csv(data, path), path), stored, path)
    reading = _with_missing_glyphs(campaign, reading, path)
    superseded = superseded_keys(stored, reading.values)
    remaining = tuple(person for person in stored if person.key not in superseded)
    number = len({person.key for person in (*remaining, *reading.values)})
    salutation = choose_salutation(campaign, letter, number) if reading.records else ""
    return TableImportPlan(path, letter, reading, _change(remaining, reading), stored, salutation)


def table_as_csv(data: bytes, path: str) -> bytes:
    """The file as CSV; a spreadsheet's first sheet with cells. Raises FolderError for one that cannot be read."""
    return csv_of_workbook(data, path) if is_workbook(data) else data


def import_addressees(campaign: Campaign, plan: TableImportPlan[Addressee]) -> None:
    """Add and change a letter's addressees as planned, and write the salutation. Raises Refused and changes nothing if
    the plan is stale."""
    if plan.reading.records:
        campaign.store.write(_put_addressees, plan, campaign.now())
    if plan.salutation:
        write_salutation(campaign, plan.letter, plan.salutation)


def plan_organisations_import(campaign: Campaign, data: bytes, path: str) -> TableImportPlan[Organisation]:
    """Plan the import of organisations into the directory, as above. A missing logo file is a remark."""
    stored = campaign.store.read(people.organisations)
    reading = without_stored_organisations(read_organisations(table_as_csv(data, path), path), stored, path)
    reading = _with_missing_logos(campaign.folder.signatories, reading, path)
    reading = _with_missing_glyphs(campaign, reading, path)
    return TableImportPlan(path, campaign.letter, reading, _change(stored, reading), stored)


def import_organisations(campaign: Campaign, plan: TableImportPlan[Organisation]) -> None:
    """Add and change organisations as planned, and update their sign-ons as the table says.

    Raises Refused and changes nothing if the plan is stale.
    """
    if plan.reading.records:
        campaign.store.write(_put_organisations, plan, campaign.now())


def _change(stored: Sequence[K], reading: TableReading[K]) -> TableChange:
    return differences(stored, reading.values) if reading.records else TableChange()


def _put_addressees(db: Database, plan: TableImportPlan[Addressee], at: dt.datetime) -> None:
    _need_unchanged(plan, people.addressees(db, plan.letter))
    for key in superseded_keys(plan.stored, plan.reading.values):
        people.remove_addressee(db, plan.letter, key)
    people.put_addressees(db, plan.letter, plan.reading.values, at)


def _put_organisations(db: Database, plan: TableImportPlan[Organisation], at: dt.datetime) -> None:
    _need_unchanged(plan, people.organisations(db))
    directory.put(db, plan.letter, plan.reading.values, at)


def _need_unchanged(plan: TableImportPlan[K], stored: tuple[K, ...]) -> None:
    if stored != plan.stored:
        what = "the database has changed since the table was read; nothing was imported"
        raise Refused(f"{plan.path}: {what}", fix="import it again")


def _with_missing_logos(
    signatories: Path, reading: TableReading[Organisation], path: str
) -> TableReading[Organisation]:
    absent = [row for row in reading.records if row.value.logo and not (signatories / row.value.logo).is_file()]
    return replace(reading, remarks=(*reading.remarks, *(missing_logo_remark(row, path) for row in absent)))


def _with_missing_glyphs(campaign: Campaign, reading: TableReading[P], path: str) -> TableReading[P]:
    """Add a remark for each name with signs that no font has, while it can still be written otherwise."""
    coverage = font_coverage(campaign.folder.templates / "print" / "fonts")[0]
    rows = [row for row in reading.records if coverage.missing(row.value.name)]
    missing: list[Problem] = [missing_glyph(path, row.line, row.value.name, coverage) for row in rows]
    return replace(reading, remarks=(*reading.remarks, *missing))
