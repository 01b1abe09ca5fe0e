"""Names of people as directories write them: with titles, upper-case family names, and particles.

"Dr. Brando BENIFEI"    Dr, Brando, Benifei
"Peter van DALEN"       Peter, van Dalen
"Lagodinsky, Sergey"    Sergey, Lagodinsky
"Jan de Wit"            Jan, de Wit        (no upper case: the last word, with its particles)
"""

import re
from dataclasses import dataclass

from campaign.core.addressees.salutation import HONORIFICS, known_honorific

# fmt: off
_PARTICLES = {
    "van", "de", "den", "der", "di", "da", "del", "della", "des", "do", "dos", "du", "la", "le", "ten", "ter", "te",
    "und", "vom", "von", "y", "zu", "zum", "zur", "'t",
}
# fmt: on
_ALWAYS_SMALL = {"von", "vom", "zu", "zum", "zur", "und", "'t"}
_SMALL_INSIDE = _PARTICLES | {"e", "i"}
_SINGLE = {"Y", "I", "E"}  # "GARCÍA Y MARFIL": upper-case particles of one letter
_SUFFIXES = {"jr", "sr", "ii", "iii", "phd", "md", "mep", "mp", "mdep", "mdb"}


@dataclass(frozen=True, slots=True)
class SplitName:
    """A full name in its parts. `is_certain` is False if the family name is only a guess among several words."""

    given_name: str
    family_name: str
    is_certain: bool = True


def split_titles(name: str) -> tuple[tuple[str, ...], str]:
    """Split off the honorifics before a name: "Mr Dr. Jan Wit" gives ("Mr", "Dr") and "Jan Wit"."""
    titles: list[str] = []
    words = name.split()
    while len(words) > 1 and len(words[0]) > 1 and known_honorific(words[0]) in HONORIFICS:
        titles.append(known_honorific(words.pop(0)))
    return tuple(titles), " ".join(words)


def split_name(name: str) -> SplitName:
    """Split a full name into given and family name, without changing its case."""
    before, comma, after = (part.strip() for part in name.partition(","))
    if comma and before and after and after.replace(".", "").casefold() not in _SUFFIXES:
        return SplitName(after, before)
    words = before.split()
    start = _shouted_start(words)
    if start is not None:
        return SplitName(" ".join(words[:start]), " ".join(words[start:]))
    start = _with_particles(words, len(words) - 1)
    return SplitName(" ".join(words[:start]), " ".join(words[start:]), is_certain=start <= 1)


def normal_case(name: str) -> str:
    """Return an upper-case name in normal case: "DI RUPO" gives "Di Rupo", "VON CRAMON-TAUBADEL" "von
    Cramon-Taubadel"."""
    words = name.split()
    return " ".join(
        _normal_case_word(word, first=at == 0) if _is_shouted(word) or (at and word in _SINGLE) else word
        for at, word in enumerate(words)
    )


def _shouted_start(words: list[str]) -> int | None:
    """The index of the first of the upper-case words at the end; None if no word or every word is upper-case."""
    start = len(words)
    while start and (_is_shouted(words[start - 1]) or (start < len(words) and words[start - 1] in _SINGLE)):
        start -= 1
    if start in (0, len(words)):
        return None
    return _with_particles(words, start)


def _with_particles(words: list[str], start: int) -> int:
    """Include the particles before a family name, but leave one word for the given name."""
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return start


def _is_shouted(word: str) -> bool:
    """Whether a word is in upper case, apart from Mc. An initial ("G.") does not count."""
    letters = re.sub(r"^Mc(?=[^\W\d_])", "", word)
    return (letters.isupper() and "." not in word and sum(sign.isalpha() for sign in letters) > 1) or word == "'T"


def _normal_case_word(word: str, *, first: bool) -> str:
    small = word.lower()
    if small in _ALWAYS_SMALL or (small in _SMALL_INSIDE and not first):
        return small
    parts = re.split(r"([-'’])", small)
    return "".join(_capitalise(part) for part in parts)


def _capitalise(part: str) -> str:
    if part.startswith("mc") and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    return part[:1].upper() + part[1:]
