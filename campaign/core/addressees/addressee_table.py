"""Reads a table of addressees. A row is read whole, or refused with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from campaign.core.addressees.address import check_address
from campaign.core.addressees.addressee import Addressee
from campaign.core.addressees.columns import FIELDS
from campaign.core.addressees.person import read_form_of_address, read_name
from campaign.core.tables import Cells, Record, RowNotes, TableReading, read_cells, read_rows, row_key
from campaign.core.tables.cells import country_cell, language_cell
from campaign.core.tables.reading import without_stored
from campaign.core.tables.text import fold_words, slug
from campaign.errors import Problem


def read_addressees(data: bytes, path: str) -> TableReading[Addressee]:
    """Read the table. Never raises: a bad row becomes a problem. `path` is the name shown in problems."""
    rows = read_cells(data, path, FIELDS, ("name", "family_name"), "the addressees' names (name, or family name)")
    rows = replace(rows, remarks=(*rows.remarks, *_gender_remark(rows.values, path)))
    reading = read_rows(rows, path, _addressee, _unique_values)
    return replace(reading, remarks=(*reading.remarks, *_namesakes(reading.records, path)))


def without_stored_addressees(
    reading: TableReading[Addressee], stored: Iterable[Addressee], path: str
) -> TableReading[Addressee]:
    """The reading without rows whose email address or name the database has under another id."""
    return without_stored(reading, stored, lambda person: person.key, _unique_values, path, "campaign addressee remove")


def _addressee(cells: Cells, notes: RowNotes) -> Addressee:
    name = read_name(cells, notes)
    title = read_form_of_address(cells, name.titles, notes)
    return Addressee(
        key=row_key(cells) or slug(name.name),
        name=name.name,
        family_name=name.family_name,
        given_name=name.given_name,
        honorific=title.honorific,
        honorific_override=title.override,
        salutation=title.salutation,
        address=_address(cells, name.name, notes),
        country=country_cell(cells["country"], notes),
        group=cells["group"],
        role=cells["role"],
        language=language_cell(cells["language"], notes),
        phone=cells["phone"].removeprefix("tel:"),
    )


def _address(cells: Cells, name: str, notes: RowNotes) -> str:
    if not cells["mail"]:
        notes.remark(f"{name} has no email address", "the letter cannot be sent to this person")
        return ""
    address, fault, fix = check_address(cells["mail"])
    if fault:
        notes.refuse(fault, fix)
    return address


def _has_own_key(addressee: Addressee) -> bool:
    return addressee.key != slug(addressee.name)


def _unique_values(person: Addressee) -> Mapping[str, str]:
    """What must be unique in the table. A name may occur twice if each row has an id of its own."""
    name = "" if _has_own_key(person) else fold_words(person.name)
    return {"id": person.key, "email address": person.address.casefold(), "name": name}


def _namesakes(records: Iterable[Record[Addressee]], path: str) -> list[Problem]:
    first: dict[str, int] = {}
    remarks: list[Problem] = []
    for row in records:
        line = first.setdefault(fold_words(row.value.name), row.line)
        if line != row.line:
            remarks.append(
                Problem(path, row.line, f"has the same name as line {line} and another id", "check both rows")
            )
    return remarks


def _gender_remark(rows: Iterable[Cells], path: str) -> list[Problem]:
    if any(cells["gender"] and not cells["honorific"] for cells in rows):
        return [Problem(path, None, "Mr and Ms come from the gender column for rows without an honorific")]
    return []
