"""Marks of notes in plain words: raised digits, `[1]` and `(1)`. At the start of a paragraph a mark opens the note's
text, elsewhere it calls the note."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.intake.runs import each_leaf, tidy
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
class Mark:
    """How a mark is written (raised, square, round) and its number as text, without leading zeros."""

    style: str
    label: str


@dataclass(frozen=True, slots=True)
class Head:
    """A paragraph that opens a note: its mark, the mark as written, and the paragraph without it."""

    mark: Mark
    written: str
    rest: Inlines


def head(block: Block) -> Head | None:
    """The mark that a paragraph begins with, also when it stands in bold."""
    return head_of(block.children) if isinstance(block, Paragraph) else None


def head_of(inlines: Inlines) -> Head | None:
    first = next(walk(inlines), None)
    while first is not None and not isinstance(first, Text) and hasattr(first, "children"):
        first = next(walk(first.children), None)
    found = _HEAD.match(first.text.lstrip()) if isinstance(first, Text) else None
    if not found or not isinstance(first, Text):
        return None
    rest = first.text.lstrip()[found.end() :]
    done: list[bool] = []

    def without(leaf: Inline) -> tuple[Inline, ...]:
        if done or not isinstance(leaf, Text):
            return (leaf,)
        done.append(True)
        return (Text(rest),)

    return Head(_mark(found), found.group(0).strip(), tidy(each_leaf(inlines, without)))


def called(blocks: Iterable[Block]) -> set[Mark]:
    """Every mark that stands elsewhere than at the start of its paragraph."""
    marks: set[Mark] = set()
    for block in blocks:
        opening = head(block)
        for run in inlines_of(block) if opening is None else (opening.rest,):
            texts = (inline.text for inline in walk(run) if isinstance(inline, Text))
            marks.update(_mark(found) for text in texts for found in _MARK.finditer(text))
    return marks


class Binder:
    """Turns calls in the text into marks of notes; `taken` collects the marks as they were written."""

    def __init__(self, numbers: Mapping[Mark, int]) -> None:
        self.numbers = numbers
        self.taken: list[str] = []

    def bind(self, inlines: Inlines) -> Inlines:
        return tidy(each_leaf(inlines, self.leaf))

    def leaf(self, leaf: Inline) -> list[Inline]:
        if not isinstance(leaf, Text):
            return [leaf]
        parts: list[Inline] = []
        at = 0
        for found in _MARK.finditer(leaf.text):
            numbers = self.of(_mark(found))
            if numbers:
                parts += [Text(leaf.text[at : found.start()]), *map(NoteMark, numbers)]
                self.taken.append(found.group(0))
                at = found.end()
        return [*parts, Text(leaf.text[at:])]

    def of(self, mark: Mark) -> list[int]:
        """The notes that a mark calls: one, or, for raised digits side by side, one each."""
        if mark in self.numbers:
            return [self.numbers[mark]]
        each = [Mark(mark.style, digit) for digit in mark.label]
        together = mark.style == RAISED and all(one in self.numbers for one in each)
        return [self.numbers[one] for one in each] if together else []


def raised(text: str) -> str:
    """The text with digits for `<sup>1</sup>`, raised ones."""
    return _TAGGED.sub(lambda found: found.group(1).translate(_RAISING), text)


def _mark(found: re.Match[str]) -> Mark:
    style = next(style for style in (RAISED, SQUARE, ROUND) if found[style])
    return Mark(style, str(int(found[style].translate(_PLAIN))))
