"""The salutation of a letter: personal, or one for all addressees, in each language of `campaign.core.languages`.

Honorifics are stored without a full stop ("Mr"). The campaign chooses the English style: with a full stop (US, "Mr.")
or without (European institutions, "Mr"). An addressee without an honorific is greeted by full name ("Dear Sibylle
Berg,"): the gender comes from Mr or Ms and is never guessed.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from campaign.core.addressees.addressee import Addressee
from campaign.core.languages import Greeting, JointOpening, find_language, language_or_english

EU = "eu"
US = "us"
STYLES = (EU, US)

# The forms in which sources write honorifics, among them the last part of an address in an authority table.
_HONORIFIC_FORMS = {
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
HONORIFICS = frozenset(_HONORIFIC_FORMS.values())
MAN = "man"
WOMAN = "woman"
_GENDERS = {"Mr": MAN, "Ms": WOMAN, "Mrs": WOMAN}


@lru_cache
def known_honorific(text: str) -> str:
    """The honorific ("Mr", "Dr", ...) in a source's text ("MR", "Mr.", ".../honorific/MR"); else the text itself."""
    last = text.strip().rsplit("/", 1)[-1]
    return _HONORIFIC_FORMS.get(last.rstrip(".").lower(), text.strip())


def honorific(person: Addressee, style: str) -> str:
    """The honorific in a style; "" if there is none."""
    bare = person.honorific_override or person.honorific
    bare = known_honorific(bare)
    if bare in HONORIFICS:
        return bare + "." if style == US else bare
    return bare


def name_after_honorific(person: Addressee, style: str) -> str:
    """ "Mr. Benifei", or the full name if there is no honorific."""
    title = honorific(person, style)
    return f"{title} {person.family_name}" if title else person.name


def personal_salutation(person: Addressee, language: str, style: str) -> str:
    """The greeting of one addressee: the salutation from the table if there is one, else made from honorific and name.

    A language that `campaign.core.languages` lacks uses the English greeting; `check` warns about that.
    """
    if person.salutation:
        return person.salutation
    greeting = language_or_english(language).greeting
    return _join(_greeting_parts(person, greeting, style)) + greeting.mark


def name_on_envelope(person: Addressee, language: str) -> str:
    """The name in the address of a letter: "Herrn Dr. Sergey Lagodinsky". A language without a form has the name."""
    row = find_language(language)
    if row is None:
        return person.name
    gender = known_gender(person)
    form = {MAN: row.envelope.man, WOMAN: row.envelope.woman}.get(gender, row.envelope.unknown)
    return _fill(form, {"{name}": person.name, "{title}": _academic_title(person, row.greeting, gender)})


def joint_salutation(people: Sequence[Addressee], language: str, style: str) -> str:
    """One greeting for all, in their order: "Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,"."""
    greeting = language_or_english(language).greeting
    parts = [_greeting_parts(person, greeting, style) for person in people]
    if greeting.joint_opening is None or len(people) == 1:
        return _repeat_greetings(parts, small=greeting.small_after_comma) + greeting.mark
    opening = _opening(people, greeting.joint_opening)
    if not greeting.has_name:
        return opening + greeting.mark
    return f"{opening} {_join_addresses([address for _, address in parts], greeting.joint_opening.last)}{greeting.mark}"


def _greeting_parts(person: Addressee, greeting: Greeting, style: str) -> tuple[str, str]:
    """Opening and address: "Sehr geehrter", "Herr Dr. Jung". The address is "" if the greeting has no name."""
    gender = known_gender(person)
    form = {MAN: greeting.man, WOMAN: greeting.woman}.get(gender, greeting.unknown)
    academic_title = _academic_title(person, greeting, gender)
    slots = {
        "{family}": person.family_name,
        "{name}": person.name,
        "{capital}": _capital(person),
        "{own}": _family_first(person),
        "{title}": academic_title,
        "{called}": name_after_honorific(person, style),
    }
    opening, _, address = (form.with_title if academic_title and form.with_title else form.plain).partition("|")
    return _fill(opening, slots), _fill(address, slots)


def known_gender(person: Addressee) -> str:
    """MAN or WOMAN according to the honorific, else ""."""
    for title in (person.honorific_override, person.honorific):
        gender = _GENDERS.get(known_honorific(title))
        if gender:
            return gender
    return ""


def _academic_title(person: Addressee, greeting: Greeting, gender: str) -> str:
    for title in (person.honorific_override, person.honorific):
        academic_title = greeting.academic_titles.get(known_honorific(title))
        if academic_title:
            return {MAN: academic_title.man, WOMAN: academic_title.woman}.get(gender, academic_title.unknown)
    return ""


def _family_first(person: Addressee) -> str:
    """The full name in Hungarian order for Hungarians; otherwise, or if its parts are unknown, unchanged."""
    if person.country not in ("", "Hungary"):
        return person.name
    parts = f"{person.family_name} {person.given_name}"
    return parts if sorted(parts.split()) == sorted(person.name.split()) else person.name


def _capital(person: Addressee) -> str:
    """The family name with a capital letter, but for people from Belgium, whose names keep the registered one."""
    family = person.family_name
    return family if person.country == "Belgium" else family[:1].upper() + family[1:]


def _fill(pattern: str, slots: Mapping[str, str]) -> str:
    """Replace the slots of a pattern by values, with single spaces between words. Values are not searched for slots."""
    text = " ".join([slots.get(word, word) for word in pattern.split()])
    return " ".join(filter(None, text.split(" ")))


def _opening(people: Sequence[Addressee], together: JointOpening) -> str:
    genders = {known_gender(person) for person in people}
    only = genders.pop() if len(genders) == 1 else ""
    return {MAN: together.men, WOMAN: together.women}.get(only, together.mixed)


def _repeat_greetings(parts: Sequence[tuple[str, str]], *, small: bool) -> str:
    first, *others = [_join(part) for part in parts] or [""]
    return ", ".join([first, *(greeting[:1].lower() + greeting[1:] if small else greeting for greeting in others)])


def _join_addresses(addresses: Sequence[str], last: str) -> str:
    if last and len(addresses) > 1:
        return f"{', '.join(addresses[:-1])} {last} {addresses[-1]}"
    return ", ".join(addresses)


def _join(parts: tuple[str, str]) -> str:
    return " ".join(filter(None, parts))
