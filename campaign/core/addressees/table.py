"""A table of addressees, as people keep it, into addressees: each row whole, or refused by name."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from campaign.core.addressees.address import checked
from campaign.core.addressees.addressee import Addressee
from campaign.core.addressees.columns import FIELDS
from campaign.core.addressees.person import named, titled
from campaign.core.tables import Cells, Notes, Reading, Record, own_key, read_cells, read_rows
from campaign.core.tables.cells import country_cell, language_cell
from campaign.core.tables.reading import without_stored
from campaign.core.tables.text import folded, slug
from campaign.errors import Problem


def read_addressees(data: bytes, path: str) -> Reading[Addressee]:
    """Read a table of addressees. Never raises: refused rows are problems, good rows are kept. `path` is for people."""
    rows = read_cells(data, path, FIELDS, ("name", "family_name"), "the addressees' names (name, or family name)")
    rows = replace(rows, remarks=(*rows.remarks, *_about_gender(rows.values, path)))
    reading = read_rows(rows, path, _addressee, _marks)
    return replace(reading, remarks=(*reading.remarks, *_namesakes(reading.records, path)))


def beside_stored(reading: Reading[Addressee], stored: Iterable[Addressee], path: str) -> Reading[Addressee]:
    """The reading without the rows that the store holds under another id, by mail address or name."""
    return without_stored(reading, stored, lambda each: each.key, _marks, path, "campaign addressee remove")


def _addressee(cells: Cells, notes: Notes) -> Addressee:
    person = named(cells, notes)
    title = titled(cells, person.titles, notes)
    return Addressee(
        key=own_key(cells) or slug(person.name),
        name=person.name,
        family_name=person.family_name,
        given_name=person.given_name,
        honorific=title.honorific,
        honorific_override=title.override,
        salutation=title.salutation,
        mail=_mail(cells, person.name, notes),
        country=country_cell(cells["country"], notes),
        group=cells["group"],
        role=cells["role"],
        language=language_cell(cells["language"], notes),
        phone=cells["phone"].removeprefix("tel:"),
    )


def _mail(cells: Cells, name: str, notes: Notes) -> str:
    if not cells["mail"]:
        notes.remark(f"{name} has no mail address", "kept, but nothing can be sent there")
        return ""
    address, wrong, mend = checked(cells["mail"])
    if wrong:
        notes.refuse(wrong, mend)
    return address


def _has_own_key(addressee: Addressee) -> bool:
    return addressee.key != slug(addressee.name)


def _marks(person: Addressee) -> Mapping[str, str]:
    """Two people may share a name; without an id of their own they cannot be told apart."""
    name = "" if _has_own_key(person) else folded(person.name)
    return {"id": person.key, "mail address": person.mail.casefold(), "name": name}


def _namesakes(good: Iterable[Record[Addressee]], path: str) -> list[Problem]:
    first: dict[str, int] = {}
    remarks: list[Problem] = []
    for row in good:
        line = first.setdefault(folded(row.value.name), row.line)
        if line != row.line:
            remarks.append(Problem(path, row.line, f"the same name as line {line}, under another id", "look at both"))
    return remarks


def _about_gender(rows: Iterable[Cells], path: str) -> list[Problem]:
    if any(cells["gender"] and not cells["honorific"] for cells in rows):
        return [Problem(path, None, "Mr and Ms are taken from the gender column where there is no honorific")]
    return []
