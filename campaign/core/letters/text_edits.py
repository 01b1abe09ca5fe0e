"""What changed between two texts, as edits by words: what was replaced where, with what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.core.letters.alignment import align

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
TEXT_PARTS = re.compile(r"\w+|\s+|[^\w\s]")
"""A word, a run of blanks, or a sign."""
# Two edits with so few words in between are one: half a rewritten sentence is a sentence that nobody wrote.
_MOST_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class TextEdit:
    """`base[start:end]` became `text`."""

    start: int
    end: int
    text: str


def text_edits(base: str, other: str) -> list[TextEdit]:
    """The edits that turn one text into another, in order, none touching the next: first by lines, then by words within
    the changed ones."""
    old_lines, new_lines = _LINES.findall(base), _LINES.findall(other)
    at = 0
    edits: list[TextEdit] = []
    for stretch in align(old_lines, new_lines):
        old = "".join(old_lines[stretch.old_start : stretch.old_end])
        if not stretch.same:
            new = "".join(new_lines[stretch.new_start : stretch.new_end])
            edits += _word_edits(old, new, at)
        at += len(old)
    return list(_join_near(base, edits))


def apply_edits(base: str, edits: list[TextEdit], start: int = 0) -> str:
    """The text with edits in order. `base` begins at `start` of the text whose places the edits name."""
    at, parts = 0, []
    for edit in edits:
        parts += [base[at : edit.start - start], edit.text]
        at = edit.end - start
    return "".join((*parts, base[at:]))


def _word_edits(old: str, new: str, at: int) -> Iterator[TextEdit]:
    old_words, new_words = TEXT_PARTS.findall(old), TEXT_PARTS.findall(new)
    for stretch in align(old_words, new_words):
        words = "".join(old_words[stretch.old_start : stretch.old_end])
        if not stretch.same:
            yield TextEdit(at, at + len(words), "".join(new_words[stretch.new_start : stretch.new_end]))
        at += len(words)


def _join_near(base: str, edits: list[TextEdit]) -> Iterator[TextEdit]:
    """Make two edits one if hardly anything is between them."""
    if not edits:
        return
    before = edits[0]
    for edit in edits[1:]:
        between = base[before.end : edit.start]
        if "\n" not in between and len(between.split()) <= _MOST_BETWEEN:
            before = TextEdit(before.start, edit.end, before.text + between + edit.text)
        else:
            yield before
            before = edit
    yield before
