"""Reads a person's name and honorific from a row, however the source divides them among its columns."""

import re
from dataclasses import dataclass

from campaign.core.addressees import names
from campaign.core.addressees.salutation import HONORIFICS, known_honorific
from campaign.core.tables import Cells, RowNotes
from campaign.core.tables.text import fold_words, quote_value, slug

_ERROR_WORDS = {"none", "nan", "null", "undefined", "n a", "name", "vorname", "nachname", "xxx", "xx"}
_OPENING = re.compile(
    r"(?:(?:very |my )?dear|sehr geehrte[rs]?|sehr verehrte[rs]?|liebe[rs]?|hallo|guten tag|(?:bien )?ch(?:er|ère)|"
    r"geachte|beste|estimad[oa]|querid[oa]|egregi[oa]|gentile|car[oa]|szanown[ya]|stimat[aăe]?)\b[ .]*",
    re.IGNORECASE,
)
_ENDING = re.compile(r"[^\W_]$")
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
    group: str = ""
    """What stood in brackets after the name, as directories write the political group; "" for nothing."""


@dataclass(frozen=True, slots=True)
class FormOfAddress:
    """How a person is addressed; fields are "" if unknown."""

    honorific: str
    override: str
    salutation: str


def read_name(cells: Cells, notes: RowNotes) -> PersonName:
    """Read the name. Columns for given and family name take precedence over a full name, which must be split."""
    name_cell, group = names.split_brackets(cells["name"])
    titles, name = names.split_titles(name_cell)
    name = names.normal_case(name) if name == name.lower() else name
    given_name, family_name = cells["given_name"], cells["family_name"]
    if given_name:
        first_titles, given_name = names.split_titles(given_name)
        titles = titles or first_titles
    elif family_name and not name:
        first_titles, family_name = names.split_titles(family_name)
        titles = titles or first_titles
    if name.split(" ")[0].rstrip(".").lower() in names.OWN_GREETING and not cells["salutation"]:
        title = name.split(" ")[0]
        notes.refuse(
            f"{quote_value(title)} has a greeting of its own",
            f"write the name without it, and the whole greeting in the salutation column: Dear {title} ...,",
        )
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
        if names.is_family_first(name):
            notes.refuse(
                f"{quote_value(name)} looks as if the family name came first",
                f"write {name.replace(' ', ', ', 1)}, or use a family name column",
            )
        in_order = name.endswith(family_name) or "," in name.removeprefix(family_name)
        name = name if in_order and not name.startswith(family_name + ",") else ""
    whole = names.normal_case(name) or f"{names.normal_case(given_name)} {names.normal_case(family_name)}".strip()
    _check(whole, family_name, notes)
    is_family_name = fold_words(whole) == fold_words(family_name) != ""
    if is_family_name and not given_name and not (titles or _has_form(cells)):
        fix = "write the whole name; or Mr, Ms or Dr in the honorific column; or a greeting in the salutation column"
        notes.refuse(f"{quote_value(whole)} is only one name, so no greeting can be made", fix)
    if whole and cells["name"] == cells["name"].lower() and cells["name"]:
        notes.remark(f"{quote_value(cells['name'])} is read as {whole}")
    return PersonName(whole, names.normal_case(family_name), names.normal_case(given_name), titles, group)


def _has_form(cells: Cells) -> bool:
    """Whether the row says how the person is greeted."""
    return bool(cells["honorific"] or cells["honorific_override"] or cells["salutation"] or cells["gender"])


def read_form_of_address(cells: Cells, person: PersonName, notes: RowNotes) -> FormOfAddress:
    """Read honorific, override and greeting. "Herr Dr." gives Mr with the override Dr; so do the gender "m" and
    "Dr.", and "Herr" beside "Dr. Jan Wit"."""
    salutation, cell = cells["salutation"], cells["honorific"]
    if known_honorific(salutation) in HONORIFICS:  # some address books call the honorific a salutation
        salutation, cell = "", cell or salutation
    cell = _without_greeting(cell, person, notes)
    titles = _titles(cell) or person.titles
    if len(titles) == 1 and titles[0] in _GENDERED and not _GENDERED.intersection(person.titles):
        titles = (*titles, *person.titles)
    salutation = _checked_salutation(salutation, notes)
    by_gender = _BY_GENDER.get(fold_words(cells["gender"]), "")
    if by_gender and not _GENDERED.intersection(titles):
        titles = (by_gender, *titles)
    if titles and titles[0] not in HONORIFICS:
        notes.remark(f"the honorific {quote_value(titles[0])} is not known", "it is used unchanged")
    second = titles[1] if len(titles) > 1 and titles[0] in _GENDERED else ""
    return FormOfAddress(
        titles[0] if titles else "", known_honorific(cells["honorific_override"]) or second, salutation
    )


def _without_greeting(cell: str, person: PersonName, notes: RowNotes) -> str:
    """The honorific in a cell that holds a whole greeting, as mail merges need it: "Sehr geehrter Herr Voss" gives
    "Herr". The row is refused if the greeting names somebody else."""
    opening = _OPENING.match(cell)
    if not opening:
        return cell
    titles, rest = names.split_titles(cell[opening.end() :].strip(" ,:;!") + " .")
    name = rest.strip(" .")
    if fold_words(name) not in ("", fold_words(person.family_name), fold_words(person.name)):
        notes.refuse(
            f"the greeting {quote_value(cell)} does not fit the name {quote_value(person.name)}",
            "write only Mr, Ms or Dr in this column, or the greeting in the salutation column",
        )
    return " ".join(titles)


def _checked_salutation(salutation: str, notes: RowNotes) -> str:
    """A complete greeting as it will be used: with its comma, and without a word that a failed formula leaves."""
    words = fold_words(salutation).split()
    if _ERROR_WORDS.intersection(words) or re.search(r"[{}<>\[\]«»]|_{2,}", salutation):
        notes.refuse(
            f"the salutation {quote_value(salutation)} has an unfilled part", "write the greeting, or clear the cell"
        )
    if salutation and _ENDING.search(salutation):
        notes.remark(f"the salutation {quote_value(salutation)} gets a comma at its end")
        return salutation + ","
    return salutation


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
    elif _ERROR_WORDS.intersection({fold_words(name), fold_words(family_name)}):
        notes.refuse(f"{quote_value(name)} is not a name", "write it, or remove the row")
    elif "@" in name:
        notes.refuse(f"{quote_value(name)} is more than a name", "write only the name in this column")
    elif not family_name:
        notes.refuse(f"{quote_value(name)} has no family name", "write it in the family name column")
    elif "?" in name:
        notes.refuse(f"a character was lost in {quote_value(name)}", "correct it, and save the table as CSV UTF-8")
