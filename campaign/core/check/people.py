"""Checks how the letter names its addressees: the spelling of the name, Mr or Ms, and a greeting of one of them."""

import re
from collections.abc import Iterator

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import MAN, WOMAN, known_gender
from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.letters import Letter
from campaign.core.letters.letter import JOINT
from campaign.errors import Problem

_FORMS = {
    MAN: r"Mr|Herrn?|[Mm]onsieur|MM?\.|[Ss]enhor|[Ss]eñor|Sr|[Ss]ignor|Sig|[Pp]an(?:a|u|em|ie)?|[Hh]eer|Hr"
    r"|κ[υύ]ριος?|господин",
    WOMAN: r"Ms|Mrs|Miss|Frau|[Mm]adame|Mme|[Ss]enhora|[Ss]eñora|Sra|[Ss]ignora|Sig\.ra|[Pp]ani(?:ą)?|[Mm]evrouw|Fru"
    r"|κυρία|госпожа",
    "": r"MEP|MdEP|Dr|Prof|Rapporteur|Berichterstatter(?:in)?|Member",
}
# A name of up to four words after Mr, Frau, MEP.
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'-]{1,40}"
_PARTICLE = r"(?:van|von|de|der|den|di|da|del|la|le|dos)"
_NAMED = re.compile(
    rf"(?<![\w.])(?:(?P<man>{_FORMS[MAN]})|(?P<woman>{_FORMS[WOMAN]})|(?:{_FORMS['']}))\.?[ \n\u00a0\u202f]"
    rf"(?:(?:Dr|Prof)\.?[ \n])?"
    rf"(?P<name>(?:{_PARTICLE}[ \n]){{0,3}}{_WORD}(?:[ \n](?:{_PARTICLE}[ \n]){{0,3}}{_WORD}){{0,3}})"
)
_DEAR = re.compile(
    r"(?<=[,;:.!?–—] )(?:dear|Dear|sehr geehrte[rs]?|liebe[rs]?|cher|chère|estimad[oa]|gentile|beste|geachte)[ \n]"
    r"(?:Mr|Ms|Mrs|Dr|Herr|Frau|Monsieur|Madame|señor|señora|Signor|Signora|heer|mevrouw)\b\.?[ \n]?\w{0,40}"
)
_FEWEST_LETTERS = 5


def honorifics(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report an addressee who is Mr in the letter and Ms in the list, or the other way round."""
    by_family = _by_family_name(facts)
    for _, match in text.find(_NAMED):
        people = [person for name in _endings(match["name"]) for person in by_family.get(_fold(name), ())]
        genders = {known_gender(person) for person in people}
        wrong = MAN if match["woman"] else WOMAN if match["man"] else ""
        if genders == {wrong} and wrong:
            person = people[0]
            what = f"{shorten(match.group())}, but {person.name} is {person.honorific_override or person.honorific}"
            fix = f"correct it here or in {facts.addressees_path}"
            yield text.problem(match.start(), f"{what} in the list of addressees", fix)


def names(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of a name that is almost, but not quite, that of an addressee."""
    by_family = _by_family_name(facts)
    for _, match in text.find(_NAMED):
        endings = [_fold(name) for name in _endings(match["name"])]
        if any(name in by_family for name in endings):
            continue
        near = next((family for family in by_family for name in endings if _is_slip(name, family)), None)
        if near:
            person = by_family[near][0]
            what = f"“{shorten(match.group())}” is almost {person.name}, an addressee"
            yield text.problem(match.start(), what, "correct the spelling, unless it is somebody else")


def greeting_inside(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report that a letter to several people addresses one of them in the middle of a sentence."""
    if letter.salutation != JOINT or len(facts.addressees) < 2:
        return
    for _, match in text.find(_DEAR):
        what = f"“{shorten(match.group())}” speaks to one person, but the letter goes to {len(facts.addressees)}"
        yield text.problem(match.start(), what, "remove it, or set salutation: single and use {{ addressee.name }}")


def _by_family_name(facts: LetterFacts) -> dict[str, list[Addressee]]:
    by_family: dict[str, list[Addressee]] = {}
    for person in facts.addressees:
        by_family.setdefault(_fold(person.family_name), []).append(person)
    by_family.pop("", None)
    return by_family


def _endings(name: str) -> list[str]:
    """Return a name, and what is left of it without its first words: a family name may have more than one word."""
    words = name.split()
    return [" ".join(words[at:]) for at in range(len(words))]


def _is_slip(name: str, family: str) -> bool:
    """Whether one letter more, fewer or other, or two letters swapped, make one name of the other."""
    if min(len(name), len(family)) < _FEWEST_LETTERS or abs(len(name) - len(family)) > 1:
        return False
    at = next((at for at, (one, other) in enumerate(zip(name, family, strict=False)) if one != other), None)
    if at is None:
        return not name.endswith("s")  # "Benifeis" is a genitive
    rest, right = name[at:], family[at:]
    swapped = rest[:2] == right[1::-1] and rest[2:] == right[2:]
    return swapped or rest[1:] == right[1:] or rest[1:] == right or rest == right[1:]


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").removesuffix("'s").split())
