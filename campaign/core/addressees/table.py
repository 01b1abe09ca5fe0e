"""A table of addressees, as people keep it, into addressees: each row whole, or refused by name."""

from collections.abc import Iterable, Mapping

from campaign.core.addressees.address import checked
from campaign.core.addressees.addressee import Addressee
from campaign.core.addressees.columns import FIELDS
from campaign.core.addressees.person import named, titled
from campaign.core.tables import Kept, Notes, Reading, Record, own_key, records
from campaign.core.tables.cells import country_cell, language_cell
from campaign.core.tables.reading import place, without_doubles, without_stored
from campaign.core.tables.text import folded, slug
from campaign.errors import Problem


def read_addressees(data: bytes, path: str) -> Reading[Addressee]:
    """Read a table of addressees. Never raises: refused rows are problems, good rows are kept. `path` is for people."""
    found = records(data, path, FIELDS, ("name", "family_name"), "the addressees' names (name, or family name)")
    kept, refused, remarks = _rows(found.records, path)
    good, doubles = without_doubles(kept, _marks, path)
    remarks = [*_about_gender(found.records, path), *remarks, *_namesakes(good, path)]
    all_refused = sorted((*found.problems, *refused, *doubles), key=place)
    return Reading(good, tuple(all_refused), (*found.remarks, *remarks), found.encoding)


def beside_stored(reading: Reading[Addressee], stored: Iterable[Addressee], path: str) -> Reading[Addressee]:
    """The reading without the rows that the store holds under another id, by mail address or name."""
    return without_stored(reading, stored, lambda each: each.key, _marks, path, "campaign addressee remove")


def _rows(found: Iterable[Record], path: str) -> tuple[list[Kept[Addressee]], list[Problem], list[Problem]]:
    """Good rows, problems of the others, remarks on the good ones."""
    kept: list[Kept[Addressee]] = []
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for record in found:
        notes = Notes(path, record.line)
        addressee = _addressee(record, notes)
        problems.extend(notes.problems)
        if not notes.problems:
            kept.append(Kept(record.line, addressee))
            remarks.extend(notes.remarks)
    return kept, problems, remarks


def _addressee(record: Record, notes: Notes) -> Addressee:
    person = named(record, notes)
    title = titled(record, person.titles, notes)
    return Addressee(
        key=own_key(record) or slug(person.name),
        name=person.name,
        family_name=person.family_name,
        given_name=person.given_name,
        honorific=title.honorific,
        honorific_override=title.override,
        salutation=title.salutation,
        mail=_mail(record, person.name, notes),
        country=country_cell(record["country"], notes),
        group=record["group"],
        role=record["role"],
        language=language_cell(record["language"], notes),
        phone=record["phone"].removeprefix("tel:"),
    )


def _mail(record: Record, name: str, notes: Notes) -> str:
    if not record["mail"]:
        notes.remark(f"{name} has no mail address", "kept, but nothing can be sent there")
        return ""
    address, wrong, mend = checked(record["mail"])
    if wrong:
        notes.refuse(wrong, mend)
    return address


def _has_own_key(addressee: Addressee) -> bool:
    return addressee.key != slug(addressee.name)


def _marks(row: Kept[Addressee]) -> Mapping[str, str]:
    """Two people may share a name; without an id of their own they cannot be told apart."""
    person = row.value
    name = "" if _has_own_key(person) else folded(person.name)
    return {"id": person.key, "mail address": person.mail.casefold(), "name": name}


def _namesakes(good: Iterable[Kept[Addressee]], path: str) -> list[Problem]:
    first: dict[str, int] = {}
    remarks: list[Problem] = []
    for row in good:
        line = first.setdefault(folded(row.value.name), row.line)
        if line != row.line:
            remarks.append(Problem(path, row.line, f"the same name as line {line}, under another id", "look at both"))
    return remarks


def _about_gender(found: Iterable[Record], path: str) -> list[Problem]:
    if any(record["gender"] and not record["honorific"] for record in found):
        return [Problem(path, None, "Mr and Ms are taken from the gender column where there is no honorific")]
    return []
