"""Which characters the fonts have, and what is printed for one that no font has: its name, as in "[party popper]"."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

# They have no shape of their own: joiners, marks of direction, variation selectors, tags.
_SHAPELESS = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True)
class Coverage:
    """The characters that fonts have, as ranges of code points in order, first and last included."""

    ranges: tuple[tuple[int, int], ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [first for first, _ in self.ranges]

    def has(self, character: str) -> bool:
        """Whether some font has this character, or it needs no shape."""
        if character.isascii() or unicodedata.category(character) in _SHAPELESS:
            return True
        code = ord(character)
        at = bisect_right(self._starts, code) - 1
        return (at >= 0 and code <= self.ranges[at][1]) or any(code in selectors for selectors in _SELECTORS)

    def missing(self, text: str) -> str:
        """Return the characters of a text that no font has, each once, in order."""
        if text.isascii():
            return ""
        return "".join(character for character in dict.fromkeys(text) if not self.has(character))

    def with_characters(self, codes: Iterable[int]) -> "Coverage":
        """Add the characters of another font."""
        return Coverage((*self.ranges, *((code, code) for code in codes))).in_order()

    def in_order(self) -> "Coverage":
        """Sort the ranges and join those that touch."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted(self.ranges):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return Coverage(tuple(joined))


def read_coverage(table: str) -> Coverage:
    """Read a table of ranges: two hexadecimal numbers on each line."""
    return Coverage(tuple((int(first, 16), int(last, 16)) for first, last in map(str.split, table.splitlines())))


def character_name(character: str) -> str:
    """The Unicode name of a character in small letters ("party popper"), or its number ("U+E000")."""
    return unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"


def name_missing(text: str, coverage: Coverage) -> str:
    """Write each character that no font has as its name in square brackets."""
    missing = coverage.missing(text)
    return text.translate({ord(character): name_in_brackets(character) for character in missing}) if missing else text


def name_in_brackets(text: str) -> str:
    """Write the characters of a text beyond ASCII as names in brackets: "[party popper]"."""
    return "".join(
        character if character.isascii() or _is_shapeless(character) else f"[{character_name(character)}]"
        for character in text
    )


def _is_shapeless(character: str) -> bool:
    return unicodedata.category(character) in _SHAPELESS
