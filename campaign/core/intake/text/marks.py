"""Note marks in plain text: raised digits, `[1]` and `(1)`. At the start of a paragraph a mark begins the note's text;
elsewhere it calls the note."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.intake.runs import map_leaves, tidy
from campaign.core.letters.tree import Block, Inline, Inlines, NoteMark, Paragraph, Text, inlines_of, walk

RAISED = "raised"
SQUARE = "square"
ROUND = "round"

_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_ONE = rf"(?P<raised>[{_DIGITS}]{{1,3}})|\[(?P<square>\d{{1,3}})\]|\((?P<round>\d{{1,3}})\)"
_MARK = re.compile(_ONE)
_HEAD = re.compile(rf"(?:{_ONE})[.:]?\s*")
_TAGGED = re.compile(r"<sup>\s*(\d{1,3})\s*</sup>", re.IGNORECASE)
_RAISING = str.maketrans("0123456789", _DIGITS)
_PLAIN = str.maketrans(_DIGITS, "0123456789")


@dataclass(frozen=True, slots=True)
class PlainNoteMark:
    """The style of a mark (RAISED, SQUARE or ROUND) and its number as text, without leading zeros."""

    style: str
    label: str


@dataclass(frozen=True, slots=True)
class NoteHead:
    """The start of a note: its mark, the mark's text, and the paragraph without it."""

    mark: PlainNoteMark
    text: str
    rest: Inlines


def head(block: Block) -> NoteHead | None:
    """Return the mark that a paragraph begins with, also in bold; None if there is none."""
    return head_of(block.children) if isinstance(block, Paragraph) else None


def head_of(inlines: Inlines) -> NoteHead | None:
    first = next(walk(inlines), None)
    while first is not None and not isinstance(first, Text) and hasattr(first, "children"):
        first = next(walk(first.children), None)
    match = _HEAD.match(first.text.lstrip()) if isinstance(first, Text) else None
    if not match or not isinstance(first, Text):
        return None
    rest = first.text.lstrip()[match.end() :]
    done: list[bool] = []

    def without(leaf: Inline) -> tuple[Inline, ...]:
        if done or not isinstance(leaf, Text):
            return (leaf,)
        done.append(True)
        return (Text(rest),)

    return NoteHead(_mark(match), match.group(0).strip(), tidy(map_leaves(inlines, without)))


def find_calls(blocks: Iterable[Block]) -> set[PlainNoteMark]:
    """Return every mark that is not at the start of its paragraph."""
    marks: set[PlainNoteMark] = set()
    for block in blocks:
        opening = head(block)
        for run in inlines_of(block) if opening is None else (opening.rest,):
            texts = (inline.text for inline in walk(run) if isinstance(inline, Text))
            marks.update(_mark(match) for text in texts for match in _MARK.finditer(text))
    return marks


class MarkBinder:
    """Turns the marks in a text into calls of notes. `omitted_words` collects the marks as written."""

    def __init__(self, numbers: Mapping[PlainNoteMark, int]) -> None:
        self.numbers = numbers
        self.omitted_words: list[str] = []

    def bind(self, inlines: Inlines) -> Inlines:
        return tidy(map_leaves(inlines, self.leaf))

    def leaf(self, leaf: Inline) -> list[Inline]:
        if not isinstance(leaf, Text):
            return [leaf]
        parts: list[Inline] = []
        at = 0
        for match in _MARK.finditer(leaf.text):
            numbers = self.of(_mark(match))
            if numbers:
                parts += [Text(leaf.text[at : match.start()]), *map(NoteMark, numbers)]
                self.omitted_words.append(match.group(0))
                at = match.end()
        return [*parts, Text(leaf.text[at:])]

    def of(self, mark: PlainNoteMark) -> list[int]:
        """Return the notes that a mark calls: one, or, for adjacent raised digits, one for each digit."""
        if mark in self.numbers:
            return [self.numbers[mark]]
        digit_marks = [PlainNoteMark(mark.style, digit) for digit in mark.label]
        together = mark.style == RAISED and all(one in self.numbers for one in digit_marks)
        return [self.numbers[one] for one in digit_marks] if together else []


def raise_digits(text: str) -> str:
    """Replace `<sup>1</sup>` by a raised digit."""
    return _TAGGED.sub(lambda match: match.group(1).translate(_RAISING), text)


def _mark(match: re.Match[str]) -> PlainNoteMark:
    style = next(style for style in (RAISED, SQUARE, ROUND) if match[style])
    return PlainNoteMark(style, str(int(match[style].translate(_PLAIN))))
