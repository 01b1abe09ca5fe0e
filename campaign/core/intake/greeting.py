"""Splits a greeting into addressees, in the order of the greeting."""

import re
from dataclasses import dataclass, replace

from campaign.core.addressees import Addressee
from campaign.core.addressees.names import SplitName, split_name, split_titles
from campaign.core.addressees.salutation import EU, STYLES, joint_salutation, personal_salutation
from campaign.core.intake.phrases import OPENING
from campaign.core.tables.text import fault, slug

_BETWEEN = re.compile(r"[,;]|\b(?:and|und|et)\b|&", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:sirs?|madams?|members?|colleagues?|all|everyone|friends?|ministers?|commissioners?|presidents?|chairs?|rapporteurs?"
    r"|honou?rable|damen|herren|abgeordnete[nr]?|kolleginnen|kollegen|mitglieder[n]?|le|la|les|l['’]\w+|députée?s?"
    r"|members of .*)(?:\s.*)?",
    re.IGNORECASE,
)
_DEAR = re.compile(r"(?:dear|sehr geehrte[rs]?|liebe[rs]?|guten tag|ch(?:er|ère)s?)\b", re.IGNORECASE)
_GENDERED = {"Mr", "Ms", "Mrs"}
_ADDED = re.compile(r"(?<!\s)\s+(?:MEP|MP|MdEP|MdB)$")


@dataclass(frozen=True, slots=True)
class DraftGreeting:
    """A greeting as read from a text."""

    words: str
    """The exact words."""
    language: str
    """The language code; "" if the words do not show it."""
    people: tuple[Addressee, ...]
    nobody: tuple[str, ...]
    """The parts that name no person, such as "Members of the Committee"."""


def read(words: str) -> DraftGreeting:
    """Split a greeting into people. A name that cannot be used (a formula, an invisible character) is no person."""
    people: list[Addressee] = []
    nobody: list[str] = []
    keys: set[str] = set()
    for part in filter(None, map(_bare, _BETWEEN.split(words))):
        person = _person(part, _language(words) or "en")
        if person is None:
            nobody.append(part)
            continue
        key = _unused_key(slug(person.family_name) or "addressee", keys)
        keys.add(key)
        people.append(replace(person, key=key))
    return DraftGreeting(words, _language(words), tuple(people), tuple(nobody))


def style_of(greeting: DraftGreeting, language: str) -> str:
    """Return the `honorific_style` that generates exactly this greeting; "" if none does."""
    return next((style for style in STYLES if joint_salutation(greeting.people, language, style) == greeting.words), "")


def _bare(part: str) -> str:
    """Return a part without opening and punctuation: "dear Mr. Benifei:" gives "Mr. Benifei"."""
    return _ADDED.sub("", _DEAR.sub("", part.strip(" \t,:;!"), count=1).strip(" \t,:;!"))


def _person(part: str, language: str) -> Addressee | None:
    """Return a person without a key, or None. Somebody with two honorifics ("Frau Dr.") also gets a salutation."""
    titles, name = split_titles(part)
    if _GENERIC.fullmatch(name) or not slug(name) or fault(name) or re.search(r"\d", name):
        return None
    if not titles and len(name.split()) < 2:
        return None
    honorific, *more = titles or ("",)
    override = more[0] if more and honorific in _GENDERED else ""
    full_name = split_name(name) if " " in name and name[0].isupper() else SplitName("", name)
    person = Addressee("", name, full_name.family_name, full_name.given_name, honorific, override)
    return replace(person, salutation=personal_salutation(person, language, EU)) if override else person


def _language(words: str) -> str:
    opening = OPENING.match(words)
    return (opening.lastgroup or "").removeprefix("language_") if opening else ""


def _unused_key(key: str, used: set[str]) -> str:
    name, count = key, 1
    while name in used:
        count += 1
        name = f"{key}-{count}"
    return name
