"""Compares the figures of a translation with those of its original: amounts, articles, procedures, numbers of acts.

Languages write small numbers as words and thousands with other signs, so only a figure that has become another one, or
a large one that is missing, is reported.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from campaign.core.check.parity import TextPair
from campaign.core.check.prose import Prose, blank
from campaign.errors import Problem

_NOT_PROSE = re.compile(
    r"\{\{[^{}\n]*\}\}|\[\^[^\[\]\n]*\]:?|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|<?https?://[^\s<>]*>?"
    r"|^[ \t]*\d{1,9}[.)][ \t]"  # the number of an item
    r"|^ {0,3}\[[^\[\]^\n]+\]:[ \t]*\S+[^\n]*$|\{>>(?:(?!<<\}|\{>>)[\s\S])*<<\}",
    re.MULTILINE,
)
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.h]\d\d)?\s?(?:[ap]\.?m\b\.?|o['’]clock|Uhr\b|heures?\b|h\d{0,2}\b)|\b\d{1,2}:\d\d\b"
)
_FIGURE = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?![\d])|\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+")
_NOT_DIGIT = re.compile(r"\D")
# Smaller numbers may be words in one of the languages, or Roman numerals.
_FIRST_LARGE = 32


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure as it is written, its value in one form for all languages, and its place."""

    words: str
    value: str
    offset: int

    @property
    def is_large(self) -> bool:
        return "." in self.value or int(self.value[:9]) >= _FIRST_LARGE


def figures(pair: TextPair) -> Iterator[Problem]:
    """Report figures that differ between the two texts, in the body and in each footnote."""
    original, translation = _by_note(pair.original_prose), _by_note(pair.translated_prose)
    for note, there in original.items():
        if note in translation:
            yield from _differences(pair, there, translation[note])


def _differences(pair: TextPair, original: list[_Figure], translation: list[_Figure]) -> Iterator[Problem]:
    lost, added = _surplus(original, translation), _surplus(translation, original)
    fix = "check which of the two is right"
    for before, after in zip_longest(lost, added):
        if before and after:
            what = f"{after.words} is here, where {pair.place(before.offset)} has {before.words}"
            yield pair.problem(pair.translated_prose.line(after.offset), what, fix)
        elif before and before.is_large:
            what = f"{before.words} is missing, {pair.place(before.offset)} has it"
            yield pair.problem(pair.opposite(before.offset), what, fix)
        elif after and after.is_large:
            what = f"{after.words} is not in {pair.name}"
            yield pair.problem(pair.translated_prose.line(after.offset), what, fix)


def _surplus(texts: list[_Figure], others: list[_Figure]) -> list[_Figure]:
    """Return the figures beyond the number that the others have of the same value."""
    remaining = Counter(figure.value for figure in others)
    surplus = []
    for figure in texts:
        if remaining[figure.value]:
            remaining[figure.value] -= 1
        else:
            surplus.append(figure)
    return surplus


def _by_note(text: Prose) -> dict[str, list[_Figure]]:
    """Return the figures of the body, "", and of each footnote."""
    notes: dict[str, list[_Figure]] = {}
    for paragraph in text.paragraphs:
        source = _TIME.sub(blank, _NOT_PROSE.sub(blank, text.text[paragraph.start : paragraph.end]))
        notes.setdefault(paragraph.note, []).extend(
            _Figure(match.group(), _value(match.group()), paragraph.start + match.start())
            for match in _FIGURE.finditer(source)
        )
    return notes


def _value(words: str) -> str:
    """Return a figure in one form: no signs between thousands, a point before decimals, no zeros in front."""
    plain = _NOT_DIGIT.sub("", words) if _THOUSANDS.fullmatch(words) else words.replace(",", ".")
    return plain.lstrip("0") or "0"
