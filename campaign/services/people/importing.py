"""Importing addressees and organisations: what a table would change is a plan, and exactly that is then done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from campaign.adapters.store import directory, people
from campaign.adapters.store.database import Database
from campaign.core.addressees import Addressee
from campaign.core.addressees.addressee_table import read_addressees
from campaign.core.addressees.addressee_table import without_stored_addressees as without_stored_addressees
from campaign.core.signatories import Organisation
from campaign.core.signatories.organisation_table import missing_logo_remark, read_organisations
from campaign.core.signatories.organisation_table import without_stored_organisations as without_stored_organisations
from campaign.core.tables import TableReading
from campaign.core.tables.changes import HasKey, TableChange, differences
from campaign.errors import Refused
from campaign.services.campaign import Campaign

K = TypeVar("K", bound=HasKey)


@dataclass(frozen=True, slots=True)
class TableImportPlan(Generic[K]):
    """What importing a table would do."""

    path: str
    """The file, as people see it."""
    letter: str
    """The letter whose addressees they are; for organisations the letter that they sign as the table says."""
    reading: TableReading[K]
    """The good rows, the refused ones as problems, remarks, and the encoding."""
    change: TableChange
    """Keys by what happens to them; empty where no row is good, for then nothing is changed."""
    stored: tuple[K, ...]
    """What the store held when the plan was made: the plan is stale once that has changed."""


def plan_addressees_import(campaign: Campaign, data: bytes, path: str, letter: str) -> TableImportPlan[Addressee]:
    """What a table of a letter's addressees would change. `data` is the file's bytes, `path` its name for people.

    Never raises for what is in the table: refused rows are problems.
    """
    stored = campaign.store.read(people.addressees, letter)
    reading = without_stored_addressees(read_addressees(data, path), stored, path)
    return TableImportPlan(path, letter, reading, _change(stored, reading), stored)


def import_addressees(campaign: Campaign, plan: TableImportPlan[Addressee]) -> None:
    """Add and change a letter's addressees as planned. Raises Refused, and changes nothing, where the plan is stale."""
    if plan.reading.records:
        campaign.store.write(_put_addressees, plan, campaign.now())


def plan_organisations_import(campaign: Campaign, data: bytes, path: str) -> TableImportPlan[Organisation]:
    """What a table of organisations would change in the directory, as above. A logo whose file is not there is a
    remark."""
    stored = campaign.store.read(people.organisations)
    reading = without_stored_organisations(read_organisations(data, path), stored, path)
    reading = _with_missing_logos(campaign.folder.signatories, reading, path)
    return TableImportPlan(path, campaign.letter, reading, _change(stored, reading), stored)


def import_organisations(campaign: Campaign, plan: TableImportPlan[Organisation]) -> None:
    """Add and change organisations as planned, and let them sign the letter as the table says.

    Raises Refused, and changes nothing, where the plan is stale.
    """
    if plan.reading.records:
        campaign.store.write(_put_organisations, plan, campaign.now())


def _change(stored: Sequence[K], reading: TableReading[K]) -> TableChange:
    return differences(stored, reading.values) if reading.records else TableChange()


def _put_addressees(db: Database, plan: TableImportPlan[Addressee], at: dt.datetime) -> None:
    _need_unchanged(plan, people.addressees(db, plan.letter))
    people.put_addressees(db, plan.letter, plan.reading.values, at)


def _put_organisations(db: Database, plan: TableImportPlan[Organisation], at: dt.datetime) -> None:
    _need_unchanged(plan, people.organisations(db))
    directory.put(db, plan.letter, plan.reading.values, at)


def _need_unchanged(plan: TableImportPlan[K], stored: tuple[K, ...]) -> None:
    if stored != plan.stored:
        what = "what is in the store has changed since the table was read; nothing was changed"
        raise Refused(f"{plan.path}: {what}", fix="import it again")


def _with_missing_logos(
    signatories: Path, reading: TableReading[Organisation], path: str
) -> TableReading[Organisation]:
    absent = [row for row in reading.records if row.value.logo and not (signatories / row.value.logo).is_file()]
    return replace(reading, remarks=(*reading.remarks, *(missing_logo_remark(row, path) for row in absent)))
