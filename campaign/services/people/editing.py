"""Changes of a letter's addressees at the desk: a table, one person, a removal. They are written into the letter's
addressees.csv, too, so that the file and the database have the same people."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

from campaign.adapters.files.atomic import replace_file, replace_with_backup
from campaign.adapters.files.folder import read_bytes
from campaign.adapters.store import people
from campaign.core.addressees import Addressee
from campaign.core.addressees.addressee_table import read_addressees
from campaign.core.intake.csv_tables import ADDRESSEE_COLUMNS, whole_addressees
from campaign.core.signatories import Organisation
from campaign.core.signatories.organisation_table import is_blank
from campaign.core.signons.signer_address import InvalidAddress, read_address
from campaign.core.tables import Record
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.people.importing import (
    TableImportPlan,
    import_addressees,
    plan_addressees_import,
    plan_organisations_import,
)
from campaign.services.people.removing import AddresseeRemoval, remove_addressee

FORM_FIELDS = tuple(ADDRESSEE_COLUMNS.values())
"""The fields of a form for one addressee, which are read as the columns of a table."""


def plan_addressee(campaign: Campaign, letter: str, values: Mapping[str, str]) -> TableImportPlan[Addressee]:
    """Plan to add or change one addressee. `values` has the fields of FORM_FIELDS as a person typed them.

    They are read as a row of a table is, so the same is refused. With the key of an addressee, he or she is changed.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ADDRESSEE_COLUMNS)
    writer.writerow([" ".join(values.get(field, "").split()) for field in FORM_FIELDS])
    return _in_place(plan_addressees_import(campaign, out.getvalue().encode(), "the form", letter))


def plan_people(campaign: Campaign, letter: str, new: Iterable[Addressee]) -> TableImportPlan[Addressee] | None:
    """Plan to add people to a letter's addressees; None if all are among them. Who is stays as he or she is."""
    present = {person.key for person in campaign.store.read(people.addressees, letter)}
    absent = [person for person in new if person.key not in present]
    if not absent:
        return None
    table = whole_addressees(absent)
    return _in_place(plan_addressees_import(campaign, table.encode(), "the chosen people", letter))


def _in_place(plan: TableImportPlan[Addressee]) -> TableImportPlan[Addressee]:
    """The plan with the other addressees as they are: a changed one keeps its place, and a new one comes last."""
    if not plan.reading.records:
        return plan
    new = {person.key: person for person in plan.reading.values}
    people = [new.pop(person.key, person) for person in plan.stored] + list(new.values())
    reading = replace(plan.reading, records=tuple(Record(2, person) for person in people))
    return replace(plan, reading=reading, salutation="")  # a list decides on it, not one person


def plan_own_table(campaign: Campaign, letter: str) -> TableImportPlan[Addressee] | None:
    """Plan the import of the letter's own addressees.csv; None if there is no such file."""
    path = campaign.folder.addressees_csv(letter)
    if not path.is_file():
        return None
    return plan_addressees_import(campaign, read_bytes(path), campaign.folder.display_path(path), letter)


def plan_own_directory(campaign: Campaign) -> TableImportPlan[Organisation] | None:
    """Plan the import of the coalition's organisations.csv; None if there is no such file, or it has no rows."""
    path = campaign.folder.organisations_csv
    data = read_bytes(path) if path.is_file() else b""
    if not data.strip() or is_blank(data):
        return None
    return plan_organisations_import(campaign, data, campaign.folder.display_path(path))


def has_new_organisations(campaign: Campaign) -> bool:
    """Whether the coalition's organisations.csv has rows that the directory does not have as they are."""
    plan = plan_own_directory(campaign)
    return plan is not None and bool(plan.change.added or plan.change.changed)


def has_own_rows(campaign: Campaign, letter: str) -> bool:
    """Whether the letter's addressees.csv has rows. The one that `campaign init` writes has only a header."""
    path = campaign.folder.addressees_csv(letter)
    data = read_bytes(path) if path.is_file() else b""
    return bool(data.strip()) and not is_blank(data)


def need_same_table(campaign: Campaign, letter: str) -> None:
    """Raise Refused if the letter's addressees.csv has rows that are not imported: writing it would lose them."""
    path = campaign.folder.addressees_csv(letter)
    if not has_own_rows(campaign, letter):
        return
    stored = {person.key: person for person in campaign.store.read(people.addressees, letter)}
    reading = read_addressees(read_bytes(path), "")
    if reading.refused or any(stored.get(person.key) != person for person in reading.values):
        name = campaign.folder.display_path(path)
        raise Refused(f"{name} has rows that are not imported; nothing was changed", fix="import that file first")


def put_addressees(campaign: Campaign, plan: TableImportPlan[Addressee]) -> TableImportPlan[Addressee]:
    """Add and change addressees as planned, and write the table. Returns the plan. Raises Refused, and changes nothing,
    if the plan is out of date or the letter's table has rows that are not imported."""
    need_same_table(campaign, plan.letter)
    import_addressees(campaign, plan)
    _write_table(campaign, plan.letter)
    return plan


def import_own_table(campaign: Campaign, plan: TableImportPlan[Addressee]) -> TableImportPlan[Addressee]:
    """Import the letter's own addressees.csv as planned. Returns the plan. The file stays as it is."""
    import_addressees(campaign, plan)
    return plan


def correct_address(campaign: Campaign, key: str, address: str) -> Addressee:
    """Give an addressee another email address. Raises UsageError for one that is none or that somebody else has,
    Refused for the same one, and as above."""
    read = read_address(address)
    if isinstance(read, InvalidAddress):
        suggestion = f"; did you mean {read.suggestion}?" if read.suggestion else ""
        raise UsageError(f"{address.strip() or 'nothing'} is not an email address{suggestion}", fix="type it again")
    person = next((one for one in campaign.store.read(people.addressees, campaign.letter) if one.key == key), None)
    if person is None:
        raise UsageError("there is no such addressee on the list", fix="look at the list of addressees")
    if read.address == person.address:
        raise Refused(f"{person.name} has this address already", fix="type another one")
    changed = replace(person, address=read.address)
    plan = plan_addressee(campaign, campaign.letter, {field: getattr(changed, field) for field in FORM_FIELDS})
    if plan.reading.refused:
        raise UsageError(plan.reading.refused[0].message, fix=plan.reading.refused[0].fix)
    put_addressees(campaign, plan)
    return changed


def take_addressee_out(campaign: Campaign, plan: AddresseeRemoval) -> AddresseeRemoval:
    """Remove an addressee as planned, and write the table. Returns the plan. Raises Refused as above."""
    need_same_table(campaign, plan.letter)
    remove_addressee(campaign, plan)
    _write_table(campaign, plan.letter)
    return plan


def _write_table(campaign: Campaign, letter: str) -> None:
    """Write the letter's table from the database. A table with other columns is kept beside it."""
    path = campaign.folder.file_to_write(campaign.folder.addressees_csv(letter))
    text = whole_addressees(campaign.store.read(people.addressees, letter))
    if not has_own_rows(campaign, letter):
        replace_file(path, text.encode())
    elif path.read_bytes() != text.encode():
        header = path.read_bytes().partition(b"\n")[0]
        if header.strip() == text.partition("\n")[0].encode():
            replace_file(path, text.encode())
        else:
            replace_with_backup(path, text)
