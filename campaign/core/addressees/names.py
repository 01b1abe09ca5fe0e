"""Names of people as directories write them: with titles, upper-case family names, and particles.

"Dr. Brando BENIFEI"    Dr, Brando, Benifei
"Peter van DALEN"       Peter, van Dalen
"Lagodinsky, Sergey"    Sergey, Lagodinsky
"DUPONT Jean"           Jean, Dupont       (upper case first: a list that begins with the family name)
"Jan de Wit"            Jan, de Wit        (no upper case: the last word, with its particles)
"""

import re
from dataclasses import dataclass

from campaign.core.addressees.first_names import FIRST_NAMES
from campaign.core.addressees.salutation import HONORIFICS, known_honorific
from campaign.core.tables.text import fold_words

# fmt: off
_PARTICLES = {
    "van", "de", "den", "der", "di", "da", "del", "della", "des", "do", "dos", "du", "la", "le", "ten", "ter", "te",
    "und", "vom", "von", "y", "zu", "zum", "zur", "'t",
}
# fmt: on
_ALWAYS_SMALL = {"von", "vom", "zu", "zum", "zur", "und", "'t"}
_SMALL_INSIDE = _PARTICLES | {"e", "i"}
_SINGLE = {"Y", "I", "E"}  # "GARCÍA Y MARFIL": upper-case particles of one letter
_IN_T = ("in", "'t")  # "Sophia in 't Veld": `in` belongs to the family name before `'t` alone
# What stands before or after a name and is no part of it: offices, and degrees that no greeting repeats.
_OFFICES = {
    "mep",
    "mp",
    "mdep",
    "mdb",
    "mdl",
    "hon",
    "honourable",
    "honorable",
    "rt",
    "the",
    "member",
    "commissioner",
    "senator",
    "abg",
    "abgeordnete",
    "abgeordneter",
    "deputy",
    "député",
    "députée",
    "eurodéputé",
    "eurodéputée",
    "europarlementariër",
}
_DEGREES = {
    "h.c",
    "hc",
    "jur",
    "iur",
    "med",
    "phil",
    "rer",
    "nat",
    "pol",
    "oec",
    "habil",
    "ing",
    "mag",
    "mgr",
    "dipl",
    "dipl-ing",
    "phd",
    "ph.d",
    "md",
    "mba",
    "llm",
    "ll.m",
    "msc",
    "m.sc",
    "bsc",
    "b.sc",
    "ma",
    "m.a",
    "ba",
    "b.a",
    "csc",
    "drsc",
    "bc",
    "obe",
    "mbe",
    "cbe",
    "qc",
    "kc",
}
_DOCTORS = {"judr", "mudr", "phdr", "rndr", "paeddr", "thdr", "mvdr", "drs", "dr-ing"}
# Titles of nobility and rank have greetings of their own ("Dear Sir John,"), which no rule can make.
OWN_GREETING = {"sir", "dame", "lord", "lady", "baroness", "baron", "prince", "princess", "count", "countess"}
_IN_BRACKETS = re.compile(r"(?<!\s)\s*+[(\[]([^()\[\]]*+)[)\]]\s*+$")
_SUFFIXES = {"jr", "sr", "ii", "iii", "phd", "md", "mep", "mp", "mdep", "mdb"}


@dataclass(frozen=True, slots=True)
class SplitName:
    """A full name in its parts. `is_certain` is False if the family name is only a guess among several words."""

    given_name: str
    family_name: str
    is_certain: bool = True


def split_titles(name: str) -> tuple[tuple[str, ...], str]:
    """Split off the honorifics before a name, with offices and degrees: "Mr Dr. h.c. Jan Wit MEP" gives ("Mr", "Dr")
    and "Jan Wit"."""
    titles: list[str] = []
    words = name.split()
    while len(words) > 1 and len(words[0]) > 1:
        word = _bare(words[0])
        if word in _DOCTORS or known_honorific(words[0]) in HONORIFICS:
            titles.append("Dr" if word in _DOCTORS else known_honorific(words[0]))
        elif not (word in _OFFICES or (word in _DEGREES and (titles or words[0].endswith(".")))):
            break
        words.pop(0)
    while len(words) > 1 and _is_suffix(words[-1]):
        words.pop()
    if words:
        words[-1] = words[-1].rstrip(",") or words[-1]
    return tuple(dict.fromkeys(titles)), " ".join(words)


def split_brackets(name: str) -> tuple[str, str]:
    """Split off what stands in brackets after a name: "Axel Voss (EPP)" gives "Axel Voss" and "EPP"."""
    match = _IN_BRACKETS.search(name)
    return (name[: match.start()], match.group(1).strip()) if match and match.start() else (name, "")


def is_family_first(name: str) -> bool:
    """Whether a name without a comma looks as if the family name came first: "Voss Axel"."""
    if "," in name or _shouted_end(name.split()):
        return False
    words = [fold_words(word) for word in name.split()]
    return len(words) == 2 and words[1] in FIRST_NAMES and words[0] not in FIRST_NAMES


def _bare(word: str) -> str:
    return word.strip(".,").lower()


def _is_suffix(word: str) -> bool:
    """Whether a word after a name is an office or a degree, and not a family name such as "Ma" or "Count"."""
    bare = _bare(word)
    return bare in {"mep", "mp", "mdep", "mdb", "mdl"} or (
        bare in _DEGREES and (word.strip(".,").isupper() or "." in word or bare == "phd")
    )


def split_name(name: str) -> SplitName:
    """Split a full name into given and family name, without changing its case."""
    before, comma, after = (part.strip() for part in name.partition(","))
    if comma and before and after and after.replace(".", "").casefold() not in _SUFFIXES:
        return SplitName(after, before)
    words = before.split()
    end = _shouted_end(words)
    if end:
        return SplitName(" ".join(words[end:]), " ".join(words[:end]))
    start = _shouted_start(words)
    if start is not None:
        return SplitName(" ".join(words[:start]), " ".join(words[start:]))
    start = _with_particles(words, len(words) - 1)
    return SplitName(" ".join(words[:start]), " ".join(words[start:]), is_certain=start <= 1)


def normal_case(name: str) -> str:
    """Return an upper-case name in normal case: "DI RUPO" gives "Di Rupo", "VON CRAMON-TAUBADEL" "von
    Cramon-Taubadel"."""
    words = name.split()
    is_small = name == name.lower()
    return " ".join(
        _normal_case_word(word, first=at == 0)
        if is_small or _is_shouted(word) or (at and word in _SINGLE) or _is_shouted_in_t(words, at)
        else word
        for at, word in enumerate(words)
    )


def _is_shouted_in_t(words: list[str], at: int) -> bool:
    return words[at] == "IN" and words[at + 1 : at + 2] == ["'T"]


def _shouted_end(words: list[str]) -> int:
    """The index after the upper-case words at the beginning, if other words follow: the family name comes first. 0 if
    it does not."""
    end = 0
    while end < len(words) and (_is_shouted(words[end]) or (end and words[end] in _SINGLE)):
        end += 1
    if end == len(words) or any(_is_shouted(word) for word in words[end:]):
        return 0
    is_initials = end == 1 and len(words[0]) < 3 and not re.search(r"[AEIOUY]", words[0])  # "JF Kennedy"
    return 0 if is_initials else end


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
    while start > 1 and _is_particle(words, start - 1):
        start -= 1
    return start


def _is_particle(words: list[str], at: int) -> bool:
    small = words[at].lower()
    return small in _PARTICLES or (small, words[at + 1].lower()) == _IN_T


def _is_shouted(word: str) -> bool:
    """Whether a word is in upper case, apart from Mc. An initial ("G.") does not count."""
    letters = re.sub(r"^Mc(?=[^\W\d_])", "", word)
    return (letters.isupper() and "." not in word and sum(sign.isalpha() for sign in letters) > 1) or word == "'T"


def _normal_case_word(word: str, *, first: bool) -> str:
    small = word.lower()
    if small in _ALWAYS_SMALL or (small == "in" and not first) or (small in _SMALL_INSIDE and not first):
        return small
    parts = re.split(r"([-'’])", small)
    return "".join(_capitalise(part) for part in parts)


def _capitalise(part: str) -> str:
    if part.startswith("mc") and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    return part[:1].upper() + part[1:]
