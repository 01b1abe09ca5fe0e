"""What a name leaves in an index of names, and what is looked up there to find those that are like it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from campaign.core.signatories.domains import readable
from campaign.core.signatories.legal import Parted, parted, weighty
from campaign.core.signatories.names import MOST_LETTERS
from campaign.core.signatories.skeleton import skeleton
from campaign.core.signatories.spelling import pieces, possible


class Alike(StrEnum):
    """How a name is like another, the surest first."""

    NAME = "name"  # but for accents, case and punctuation
    FORM = "form"  # but for legal forms, articles and small words
    LOOKS = "looks"  # letters that look alike
    PART = "part"  # one is a side of the other: before a dash, in brackets
    ACRONYM = "acronym"  # one is the other's initials
    SPELLING = "spelling"  # but for few letters
    DOMAIN = "domain"  # its domain is the other's
    HOST = "host"  # its domain looks like the other's


_SIDES = re.compile(r"[()\[\]|–—:]|(?<=\s)[-/](?=\s)")
_INITIALS = range(3, 11)  # letters: two are the initials of too many


@dataclass(frozen=True, slots=True)
class Marks:
    """A name taken apart. `spelled` is what slips of the keys are looked for in."""

    name: str
    looks: str
    spelled: str
    sides: tuple[str, ...]
    shorts: tuple[str, ...]
    initials: tuple[str, ...]
    domains: tuple[str, ...]

    def left(self) -> frozenset[str]:
        """The marks by which the name is found."""
        return frozenset(
            chain(
                _each("name", (self.name,)),
                _each("looks", (self.looks,)),
                _each("form", (self.spelled,)),
                _each("side", self.sides),
                _each("short", self.shorts),
                _each("initials", self.initials),
                _each("host", map(_looks_of, self.domains)),
                _each("domain", self.domains),
                (f"piece {piece}" for piece in pieces(self.spelled.replace(" ", ""))),
            )
        )

    def asked(self) -> Iterator[tuple[Alike, str]]:
        """The marks of those that it is like, but for slips of the keys."""
        yield Alike.NAME, f"name {self.name}"
        yield Alike.LOOKS, f"looks {self.looks}"
        yield Alike.FORM, f"form {self.spelled}"
        yield Alike.PART, f"side {self.spelled}"
        yield from ((Alike.PART, mark) for mark in _each("form", self.sides))
        yield from ((Alike.ACRONYM, mark) for mark in _each("initials", self.shorts))
        yield from ((Alike.ACRONYM, mark) for mark in _each("short", self.initials))
        yield from ((Alike.HOST, mark) for mark in _each("host", map(_looks_of, self.domains)))
        yield from ((Alike.DOMAIN, mark) for mark in _each("domain", self.domains))

    def slips(self) -> Iterator[str]:
        """Marks of which each name with few other letters has one at least."""
        return (f"piece {piece}" for piece in possible(self.spelled.replace(" ", "")))


def marks(name: str, domains: Iterable[str] = ()) -> Marks:
    """Take a name apart; beyond 200 letters it is not read. `domains` are registrable ones, "" for none."""
    name = name[:MOST_LETTERS]
    whole, *sides = (parted(text) for text in (name, *_sides(name)))
    return Marks(
        name=" ".join(whole.words),
        looks=skeleton(whole.core),
        spelled=whole.bare,
        sides=tuple(side.bare for side in sides),
        shorts=tuple(filter(None, map(_short, (whole, *sides)))),
        initials=tuple(sorted({each for side in (whole, *sides) for each in _initials(side)})),
        domains=tuple(domains),
    )


def _each(place: str, texts: Iterable[str]) -> Iterator[str]:
    return (f"{place} {text}" for text in texts if text)


def _looks_of(domain: str) -> str:
    return skeleton(readable(domain))


def _sides(name: str) -> tuple[str, ...]:
    sides = tuple(side for side in _SIDES.split(name) if side.strip())
    return sides if len(sides) > 1 else ()


def _short(side: Parted) -> str:
    """A side of one word, or of single letters, as in "E.F.F."; "" for more."""
    words = side.core_words
    short = "".join(words) if len(words) == 1 or all(len(word) == 1 for word in words) else ""
    return short if len(short) in _INITIALS else ""


def _initials(side: Parted) -> Iterator[str]:
    """The initials that people make of a name: with the small words or without, with the legal form or without, and
    with a second letter of the last word, as in "EDRi"."""
    for words in (side.words, side.core_words, weighty(side.words), weighty(side.core_words)):
        letters = "".join(word[0] for word in words)
        if len(words) > 1 and len(letters) in _INITIALS:
            yield letters
            yield letters + words[-1][1:2]
