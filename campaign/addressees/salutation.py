"""How a letter greets: personally, or all addressees in one line.

Honorifics are stored bare ("Mr") and written as the campaign writes them: with a stop in the American style
("Mr."), without one in the style of the European institutions ("Mr"). Who has no honorific is greeted by full name
("Dear Sibylle Berg,"): a gender is never guessed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.addressees.addressee import Addressee

EU = "eu"
US = "us"
STYLES = (EU, US)

# Forms under which sources write an honorific; the last part of an authority table's address counts too.
_KNOWN = {
    "mr": "Mr",
    "mister": "Mr",
    "herr": "Mr",
    "hr": "Mr",
    "m": "Mr",
    "monsieur": "Mr",
    "ms": "Ms",
    "miss": "Ms",
    "frau": "Ms",
    "mme": "Ms",
    "madame": "Ms",
    "mrs": "Mrs",
    "dr": "Dr",
    "doctor": "Dr",
    "prof": "Prof",
    "professor": "Prof",
}
HONORIFICS = frozenset(_KNOWN.values())


@dataclass(frozen=True, slots=True)
class Greeting:
    """How one language greets. `masculine`, `feminine` and `neutral` open a greeting of one person; the honorific's
    word in that language stands in `honorifics`. `mark` ends it."""

    masculine: str
    feminine: str
    neutral: str
    honorifics: Mapping[str, str]
    mark: str = ","


GREETINGS: Mapping[str, Greeting] = {
    "en": Greeting("Dear", "Dear", "Dear", {}),
    "de": Greeting(
        "Sehr geehrter",
        "Sehr geehrte",
        "Guten Tag",
        {"Mr": "Herr", "Ms": "Frau", "Mrs": "Frau", "Dr": "Dr.", "Prof": "Prof."},
    ),
    "fr": Greeting(
        "Monsieur", "Madame", "Bonjour", {"Mr": "", "Ms": "", "Mrs": "", "Dr": "Docteur", "Prof": "Professeur"}
    ),
}


def known_honorific(text: str) -> str:
    """The bare honorific ("Mr", "Dr", ...) in what a source writes ("MR", "Mr.", ".../honorific/MR"), else the text."""
    last = text.strip().rsplit("/", 1)[-1]
    return _KNOWN.get(last.rstrip(".").lower(), text.strip())


def honorific(person: Addressee, style: str) -> str:
    """The honorific as it is written, "" where none is known."""
    bare = person.honorific_override or person.honorific
    bare = known_honorific(bare)
    if bare in HONORIFICS:
        return bare + "." if style == US else bare
    return bare


def name_after_honorific(person: Addressee, style: str) -> str:
    """ "Mr. Benifei", or the full name where there is no honorific."""
    title = honorific(person, style)
    return f"{title} {person.family_name}" if title else person.name


def personal(person: Addressee, language: str, style: str) -> str:
    """The greeting of one addressee: his or her own words where given, else made from honorific and name.

    Languages without a table of ours greet in English; `check` names that before anything is sent.
    """
    if person.salutation:
        return person.salutation
    if language not in GREETINGS or language == "en":
        return f"Dear {name_after_honorific(person, style)},"
    return _in_language(person, GREETINGS[language])


def joint(people: Sequence[Addressee], language: str, style: str) -> str:
    """One greeting for all, in their order: "Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,"."""
    if language not in GREETINGS or language == "en":
        return f"Dear {', '.join(name_after_honorific(person, style) for person in people)},"
    greetings = [_in_language(person, GREETINGS[language]).rstrip(",") for person in people]
    return ", ".join([*greetings[:1], *(_lowered(greeting) for greeting in greetings[1:])]) + ","


def _in_language(person: Addressee, greeting: Greeting) -> str:
    bare = known_honorific(person.honorific_override or person.honorific)
    gendered = known_honorific(person.honorific)
    opening = {"Mr": greeting.masculine, "Ms": greeting.feminine, "Mrs": greeting.feminine}.get(gendered)
    if opening is None:
        return f"{greeting.neutral} {person.name}{greeting.mark}"
    words = [opening, greeting.honorifics.get(gendered, ""), greeting.honorifics.get(bare, "")]
    if bare == gendered:
        words.pop()
    return " ".join(filter(None, [*words, person.family_name])) + greeting.mark


def _lowered(greeting: str) -> str:
    return re.sub(r"^\w", lambda first: first.group(0).lower(), greeting)
