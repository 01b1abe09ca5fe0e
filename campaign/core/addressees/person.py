"""Reads a person's name and honorific from a row, however the source divides them among its columns."""

from dataclasses import dataclass

from campaign.core.addressees import names
from campaign.core.addressees.salutation import HONORIFICS, known_honorific
from campaign.core.tables import Cells, RowNotes
from campaign.core.tables.text import fold_words, quote_value, slug

_GENDERED = {"Mr", "Ms", "Mrs"}
_BY_GENDER = {
    **dict.fromkeys(("m", "male", "mannlich", "homme", "masculin"), "Mr"),
    **dict.fromkeys(("f", "w", "female", "weiblich", "femme", "feminin"), "Ms"),
}


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in normal case, and the honorifics that were written before it."""

    name: str
    family_name: str
    given_name: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormOfAddress:
    """How a person is addressed; fields are "" if unknown."""

    honorific: str
    override: str
    salutation: str


def read_name(cells: Cells, notes: RowNotes) -> PersonName:
    """Read the name. Columns for given and family name take precedence over a full name, which must be split."""
    titles, name = names.split_titles(cells["name"])
    given_name, family_name = cells["given_name"], cells["family_name"]
    if given_name and name and not family_name:
        given_name, family_name, name = given_name, _family_part(name, given_name), ""
    elif name and not family_name:
        parts = names.split_name(name)
        if not parts.is_certain:
            notes.remark(
                f"the family name in {quote_value(name)} is taken to be {parts.family_name}",
                "if not, add a family name column",
            )
        given_name, family_name = given_name or parts.given_name, parts.family_name
        name = "" if name.startswith(family_name + ",") else name
    whole = names.normal_case(name) or f"{names.normal_case(given_name)} {names.normal_case(family_name)}".strip()
    _check(whole, family_name, notes)
    return PersonName(whole, names.normal_case(family_name), names.normal_case(given_name), titles)


def read_form_of_address(cells: Cells, before_name: tuple[str, ...], notes: RowNotes) -> FormOfAddress:
    """Read honorific, override and greeting. "Herr Dr." gives Mr with the override Dr; so do the gender "m" and
    "Dr."."""
    salutation, cell = cells["salutation"], cells["honorific"]
    if known_honorific(salutation) in HONORIFICS:  # some address books call the honorific a salutation
        salutation, cell = "", cell or salutation
    titles = _titles(cell) or before_name
    by_gender = _BY_GENDER.get(fold_words(cells["gender"]), "")
    if by_gender and not _GENDERED.intersection(titles):
        titles = (by_gender, *titles)
    if titles and titles[0] not in HONORIFICS:
        notes.remark(f"the honorific {quote_value(titles[0])} is not known", "it is used unchanged")
    second = titles[1] if len(titles) > 1 and titles[0] in _GENDERED else ""
    return FormOfAddress(
        titles[0] if titles else "", known_honorific(cells["honorific_override"]) or second, salutation
    )


def _family_part(name: str, given_name: str) -> str:
    """The family name in a column "Name" next to "Vorname". It may repeat the given name at its beginning."""
    words, front = name.split(), given_name.split()
    if len(words) > len(front) and fold_words(" ".join(words[: len(front)])) == fold_words(given_name):
        return " ".join(words[len(front) :])
    return name


def _titles(cell: str) -> tuple[str, ...]:
    titles = tuple(known_honorific(word) for word in cell.split())
    if titles and HONORIFICS.issuperset(titles):
        return titles
    return (known_honorific(cell),) if cell else ()


def _check(name: str, family_name: str, notes: RowNotes) -> None:
    if not name or not slug(name):
        notes.refuse("the name is missing", "write it, or remove the row")
    elif not family_name:
        notes.refuse(f"{quote_value(name)} has no family name", "write it in the family name column")
    elif "?" in name:
        notes.refuse(f"a letter was lost in {quote_value(name)}", "correct it, and save the table as CSV UTF-8")
