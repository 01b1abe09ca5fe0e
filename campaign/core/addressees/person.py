"""From the cells of a row to a person's name and honorific: what sources write under either heading varies."""

from dataclasses import dataclass

from campaign.core.addressees import names
from campaign.core.addressees.salutation import HONORIFICS, known_honorific
from campaign.core.tables import Cells, Notes
from campaign.core.tables.text import folded, shown, slug

_GENDERED = {"Mr", "Ms", "Mrs"}
_BY_GENDER = {
    **dict.fromkeys(("m", "male", "mannlich", "homme", "masculin"), "Mr"),
    **dict.fromkeys(("f", "w", "female", "weiblich", "femme", "feminin"), "Ms"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name in normal case, and the honorifics that stood before it."""

    name: str
    family_name: str
    given_name: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Titled:
    """How a person is addressed; "" where not known."""

    honorific: str
    override: str
    salutation: str


def named(cells: Cells, notes: Notes) -> Named:
    """The name: columns of its parts come before a full name that must be taken apart."""
    titles, name = names.without_titles(cells["name"])
    given, family = cells["given_name"], cells["family_name"]
    if given and name and not family:
        given, family, name = given, _rest(name, given), ""
    elif name and not family:
        parts = names.split(name)
        if not parts.sure:
            notes.remark(
                f"the family name in {shown(name)} is taken to be {parts.family_name}", "else name it in a column"
            )
        given, family = given or parts.given_name, parts.family_name
        name = "" if name.startswith(family + ",") else name
    whole = names.calm(name) or f"{names.calm(given)} {names.calm(family)}".strip()
    _check(whole, family, notes)
    return Named(whole, names.calm(family), names.calm(given), titles)


def titled(cells: Cells, before_name: tuple[str, ...], notes: Notes) -> Titled:
    """Honorific, override and greeting. "Herr Dr." is Mr with Dr over it, and so are Mr by gender and Dr."""
    salutation, cell = cells["salutation"], cells["honorific"]
    if known_honorific(salutation) in HONORIFICS:  # what some address books call a salutation
        salutation, cell = "", cell or salutation
    titles = _titles(cell) or before_name
    by_gender = _BY_GENDER.get(folded(cells["gender"]), "")
    if by_gender and not _GENDERED.intersection(titles):
        titles = (by_gender, *titles)
    if titles and titles[0] not in HONORIFICS:
        notes.remark(f"the honorific {shown(titles[0])} is none that we know", "it will be written as it stands")
    second = titles[1] if len(titles) > 1 and titles[0] in _GENDERED else ""
    return Titled(titles[0] if titles else "", known_honorific(cells["honorific_override"]) or second, salutation)


def _rest(name: str, given: str) -> str:
    """ "Name" beside "Vorname" is a family name, unless it begins with the given name."""
    words, front = name.split(), given.split()
    if len(words) > len(front) and folded(" ".join(words[: len(front)])) == folded(given):
        return " ".join(words[len(front) :])
    return name


def _titles(cell: str) -> tuple[str, ...]:
    found = tuple(known_honorific(word) for word in cell.split())
    if found and HONORIFICS.issuperset(found):
        return found
    return (known_honorific(cell),) if cell else ()


def _check(name: str, family: str, notes: Notes) -> None:
    if not name or not slug(name):
        notes.refuse("has no name", "write one, or take the row out")
    elif not family:
        notes.refuse(f"{shown(name)} has no family name", "write it in the family name column")
    elif "?" in name:
        notes.refuse(
            f"a letter is lost in {shown(name)}", "write the name as the person does, and save it as `CSV UTF-8`"
        )
