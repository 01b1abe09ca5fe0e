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
    remarks = (*rows.remarks, *_gender_remark(rows.values, path), *_sentence_remark(rows.values, path))
    rows = replace(rows, remarks=remarks)
    reading = read_rows(rows, path, _addressee, _unique_values)
    return replace(reading, remarks=(*reading.remarks, *_namesakes(reading.records, path)))


def without_stored_addressees(
    reading: TableReading[Addressee], stored: Iterable[Addressee], path: str
) -> TableReading[Addressee]:
    """The reading without rows whose email address or name the database has under another id, or who may be somebody
    whom it has. Someone whom only the letter's greeting named gives way to the row of the table."""
    stored = tuple(stored)
    superseded = superseded_keys(stored, reading.values)
    remarks = [
        Problem(path, None, f"{old}, known from the letter's greeting alone, is now {new}")
        for old, new in superseded.items()
    ]
    others = tuple(person for person in stored if person.key not in superseded)
    reading = replace(reading, remarks=(*reading.remarks, *remarks))
    reading = without_stored(
        reading, others, lambda person: person.key, _unique_values, path, "campaign addressee remove"
    )
    return _without_likely_doubles(reading, others, path)


def superseded_keys(stored: Iterable[Addressee], values: Iterable[Addressee]) -> dict[str, str]:
    """The keys of stored people whom a row of the table takes the place of, each with the name in the row: the letter's
    greeting gave only their family name, no mail was ever sent to them, and one row has that name."""
    stored, values = tuple(stored), tuple(values)
    keys = {person.key for person in values}
    names: dict[str, str] = {}
    for old in stored:
        if old.key in keys or old.address or (old.given_name and not _is_initial(old.given_name)):
            continue
        same = [new for new in values if _may_be_same(old, new)]
        if len(same) == 1:
            names[old.key] = same[0].name
    return names


def _without_likely_doubles(
    reading: TableReading[Addressee], stored: Iterable[Addressee], path: str
) -> TableReading[Addressee]:
    keys = {person.key for person in reading.values}
    others = [person for person in stored if person.key not in keys]
    good: list[Record[Addressee]] = []
    doubles: list[Problem] = []
    for record in reading.records:
        same = next((old for old in others if _may_be_same(old, record.value)), None)
        if same is None:
            good.append(record)
            continue
        what = f"{record.value.name} may be {same.name}, whom the database has under the id {same.key}"
        fix = (
            f"if so, write {same.key} in the id column, or `campaign addressee remove {same.key}`; "
            "if not, write the whole names"
        )
        doubles.append(Problem(path, record.line, what, fix))
    return replace(reading, records=tuple(good), refused=(*reading.refused, *doubles))


def _may_be_same(old: Addressee, new: Addressee) -> bool:
    """Whether two entries may be one person: the same family name, and given names of which one is short for, part of,
    or missing beside the other."""
    if fold_words(old.family_name) != fold_words(new.family_name):
        return False
    if (
        old.address
        and new.address
        and old.address.lower() != new.address.lower()
        and fold_words(old.given_name) != fold_words(new.given_name)
    ):
        return False
    one, two = fold_words(old.given_name).split(), fold_words(new.given_name).split()
    return all(first.startswith(second) or second.startswith(first) for first, second in zip(one, two, strict=False))


def _is_initial(given_name: str) -> bool:
    return all(len(word) == 1 for word in fold_words(given_name).split())


def _addressee(cells: Cells, notes: RowNotes) -> Addressee:
    name = read_name(cells, notes)
    title = read_form_of_address(cells, name, notes)
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
        group=cells["group"] or name.group,
        role=cells["role"],
        language=language_cell(cells["language"], notes),
        phone=cells["phone"].removeprefix("tel:"),
        sentence=cells["sentence"],
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


def _sentence_remark(rows: Iterable[Cells], path: str) -> list[Problem]:
    number = sum(bool(cells["sentence"]) for cells in rows)
    if not number:
        return []
    what = f"sentences for one addressee alone: {number}"
    return [Problem(path, None, what, "{{ addressee.sentence }} places them, in the letter or in a covering note")]


def _gender_remark(rows: Iterable[Cells], path: str) -> list[Problem]:
    if any(cells["gender"] and not cells["honorific"] for cells in rows):
        return [Problem(path, None, "Mr and Ms come from the gender column for rows without an honorific")]
    return []
