"""The terms by which a name is indexed, and those that are looked up to find names like it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from campaign.core.signatories.domains import readable_domain
from campaign.core.signatories.name_parts import NameParts, name_parts, without_small_words
from campaign.core.signatories.names import MOST_LETTERS
from campaign.core.signatories.skeleton import skeleton
from campaign.core.signatories.spelling import pieces, possible_pieces


class MatchKind(StrEnum):
    """How a name is like another, the surest kind first."""

    NAME = "name"  # apart from accents, case and punctuation
    FORM = "form"  # apart from legal forms, articles and small words
    LOOKS = "looks"  # letters that look alike
    PART = "part"  # one is a part of the other: before a dash, in brackets
    ACRONYM = "acronym"  # one is the other's initials
    SPELLING = "spelling"  # apart from a few letters
    DOMAIN = "domain"  # its domain is the other's
    HOST = "host"  # its domain looks like the other's


_SIDES = re.compile(r"[()\[\]|–—:]|(?<=\s)[-/](?=\s)")
_INITIALS = range(3, 11)  # letters: two are the initials of too many


@dataclass(frozen=True, slots=True)
class NameFeatures:
    """The features of a name. `bare` is the name without legal forms and small words, in which typing errors are
    found."""

    name: str
    looks: str
    bare: str
    sides: tuple[str, ...]
    short_names: tuple[str, ...]
    initials: tuple[str, ...]
    domains: tuple[str, ...]

    def index_terms(self) -> frozenset[str]:
        """The terms under which the name is indexed."""
        return frozenset(
            chain(
                _terms("name", (self.name,)),
                _terms("looks", (self.looks,)),
                _terms("form", (self.bare,)),
                _terms("side", self.sides),
                _terms("short", self.short_names),
                _terms("initials", self.initials),
                _terms("host", map(_domain_skeleton, self.domains)),
                _terms("domain", self.domains),
                (f"piece {piece}" for piece in pieces(self.bare.replace(" ", ""))),
            )
        )

    def query_terms(self) -> Iterator[tuple[MatchKind, str]]:
        """The terms of names that it is like, apart from typing errors."""
        yield MatchKind.NAME, f"name {self.name}"
        yield MatchKind.LOOKS, f"looks {self.looks}"
        yield MatchKind.FORM, f"form {self.bare}"
        yield MatchKind.PART, f"side {self.bare}"
        yield from ((MatchKind.PART, term) for term in _terms("form", self.sides))
        yield from ((MatchKind.ACRONYM, term) for term in _terms("initials", self.short_names))
        yield from ((MatchKind.ACRONYM, term) for term in _terms("short", self.initials))
        yield from ((MatchKind.HOST, term) for term in _terms("host", map(_domain_skeleton, self.domains)))
        yield from ((MatchKind.DOMAIN, term) for term in _terms("domain", self.domains))

    def typo_terms(self) -> Iterator[str]:
        """Terms of which every name with few other letters has at least one."""
        return (f"piece {piece}" for piece in possible_pieces(self.bare.replace(" ", "")))


def name_features(name: str, domains: Iterable[str] = ()) -> NameFeatures:
    """The features of a name; letters after the first 200 are ignored. `domains` are registrable ones, "" for none."""
    name = name[:MOST_LETTERS]
    whole, *sides = (name_parts(text) for text in (name, *_sides(name)))
    return NameFeatures(
        name=" ".join(whole.words),
        looks=skeleton(whole.core),
        bare=whole.bare,
        sides=tuple(side.bare for side in sides),
        short_names=tuple(filter(None, map(_short_name, (whole, *sides)))),
        initials=tuple(sorted({letters for side in (whole, *sides) for letters in _initials(side)})),
        domains=tuple(domains),
    )


def _terms(feature: str, texts: Iterable[str]) -> Iterator[str]:
    return (f"{feature} {text}" for text in texts if text)


def _domain_skeleton(domain: str) -> str:
    return skeleton(readable_domain(domain))


def _sides(name: str) -> tuple[str, ...]:
    sides = tuple(side for side in _SIDES.split(name) if side.strip())
    return sides if len(sides) > 1 else ()


def _short_name(side: NameParts) -> str:
    """A side that is one word, or single letters as in "E.F.F."; "" for others."""
    words = side.core_words
    short = "".join(words) if len(words) == 1 or all(len(word) == 1 for word in words) else ""
    return short if len(short) in _INITIALS else ""


def _initials(side: NameParts) -> Iterator[str]:
    """The initials that a name may have: with or without small words and legal form, and with the second letter of the
    last word, as in "EDRi"."""
    for words in (side.words, side.core_words, without_small_words(side.words), without_small_words(side.core_words)):
        letters = "".join(word[0] for word in words)
        if len(words) > 1 and len(letters) in _INITIALS:
            yield letters
            yield letters + words[-1][1:2]
