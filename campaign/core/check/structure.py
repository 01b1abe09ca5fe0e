"""The structure of a letter: the kinds of its blocks, in order, with their positions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from campaign.core.check.prose import Prose, SourceParagraph
from campaign.core.languages.in_english import count_of
from campaign.core.letters.tree import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Document,
    Heading,
    NumberedList,
    TableBlock,
)

_DEFINITION = re.compile(r" {0,3}\[\^[^\[\]\n]*\]:[ \t]*")
_HEADING = re.compile(r"(#{1,6})[ \t]*\S")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:(?P<bullet>[*+-])|\d+\.)[ \t]")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}$")
_COLUMNS = frozenset(" |:-")
_TARGET = re.compile(r"\[[^\[\]^][^\[\]]*\]:[ \t]*\S")
_MOST_RUNS = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A block or a list item in the source."""

    kind: str
    offset: int


@dataclass(frozen=True, slots=True)
class Span:
    """Where two sequences differ: from `start` in both, to the end given for each."""

    start: int
    original_end: int
    translation_end: int


@dataclass(frozen=True, slots=True)
class StructureDifference:
    """A block that differs between two trees, described in words."""

    where: str
    original: str
    translation: str


def units(text: Prose) -> dict[str, list[Unit]]:
    """Return the units of the body (key "") and of each footnote (key: its label), without indented code."""
    by_note: dict[str, list[Unit]] = {"": []}
    for paragraph in text.paragraphs:
        by_note.setdefault(paragraph.note, []).extend(_units(text, paragraph))
    return by_note


def span(original: Sequence[str], translation: Sequence[str]) -> Span | None:
    """Find where two sequences of kinds differ; None if they are equal.

    The span begins with the whole run of the kinds that are too many or too few, because it is not known which of five
    paragraphs is missing.
    """
    if original == translation:
        return None
    start = _common_start(original, translation)
    end = _common_start(original[start:][::-1], translation[start:][::-1])
    kinds = {*original[start : len(original) - end], *translation[start : len(translation) - end]}
    while start and original[start - 1] in kinds:
        start -= 1
    while end and original[-end] in kinds:
        end -= 1
    return Span(start, len(original) - end, len(translation) - end)


def describe_run(run: Sequence[Unit]) -> str:
    """Describe a run of units: "2 paragraphs, 1 heading"."""
    runs = [(kind, len(list(group))) for kind, group in groupby(unit.kind for unit in run)]
    words = [count_of(number, kind) for kind, number in runs[:_MOST_RUNS]]
    return ", ".join(words) + (", …" if len(runs) > _MOST_RUNS else "") or "nothing"


def first_difference(original: Document, translation: Document) -> StructureDifference | None:
    """Find the first block that differs between two trees; None if they have the same structure."""
    parts = [("the body", original.blocks, translation.blocks)]
    theirs = {note.label: note.blocks for note in translation.notes}
    parts += [(f"footnote [^{note.label}]", note.blocks, theirs.get(note.label, ())) for note in original.notes]
    for where, original_blocks, translated_blocks in parts:
        here, there = _signature(original_blocks), _signature(translated_blocks)
        if here != there:
            at = _common_start(here, there)
            return StructureDifference(f"block {at + 1} of {where}", _kind_at(here, at), _kind_at(there, at))
    return None


def _kind_at(signature: tuple[str, ...], at: int) -> str:
    return signature[at] if at < len(signature) else "missing"


def _signature(blocks: Blocks) -> tuple[str, ...]:
    return tuple(_kind(block) for block in blocks)


def _kind(block: Block) -> str:
    match block:
        case Heading(level, _):
            return f"a heading {level}"
        case BulletList(items) | NumberedList(_, items):
            inside = ", ".join(" and ".join(_signature(item)) for item in items)
            return f"{'bullets' if isinstance(block, BulletList) else 'a numbered list'} of {len(items)} ({inside})"
        case BlockQuote(inner):
            return f"a quotation of {' and '.join(_signature(inner))}"
        case TableBlock(head, body):
            return f"a table of {len(head)} columns and {len(body)} rows"
        case _:
            return f"a {type(block).__name__.lower()}"


def _common_start(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the equal elements at the start."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _units(text: Prose, paragraph: SourceParagraph) -> Iterator[Unit]:
    lines = list(_lines(text, paragraph))
    kind = _paragraph_kind(lines)
    if kind:
        yield Unit(kind, paragraph.start)
        return
    listed = _ITEM.match(lines[0][1]) is not None
    open_ = ""
    for offset, line in lines:
        kind = _line_kind(line, listed=listed)
        if kind in _APART or kind != open_:
            if kind:
                yield Unit(kind, offset)
            open_ = kind


_APART = {"list item", "numbered item", "amendment mark", *(f"level-{level} heading" for level in range(1, 7))}


def _paragraph_kind(lines: list[tuple[int, str]]) -> str:
    """Return the kind of a paragraph that its first lines decide; "" where each line has a kind of its own."""
    first, second = lines[0][1].strip(), lines[1][1].strip() if len(lines) > 1 else ""
    if _UNDERLINE.match(second) and not _ITEM.match(first):
        return f"level-{1 if second[0] == '=' else 2} heading"
    if "|" in first and "-" in second and _COLUMNS.issuperset(second):
        return f"{len(lines) - 2}-by-{first.strip('|').count('|') + 1} table"
    if first.startswith(">"):
        return "quotation"
    return "rule" if _RULE.match(first) else ""


def _line_kind(line: str, *, listed: bool) -> str:
    bare = line.strip()
    if heading := _HEADING.match(bare):
        return f"level-{len(heading.group(1))} heading"
    if bare.startswith("///"):
        return "amendment mark"
    if listed and (item := _ITEM.match(line)):
        return "list item" if item["bullet"] else "numbered item"
    if _TARGET.match(bare):
        return ""
    return "" if listed else "paragraph"


def _lines(text: Prose, paragraph: SourceParagraph) -> Iterator[tuple[int, str]]:
    """Yield the paragraph's lines with their offsets, without the label of a footnote that it defines."""
    offset = paragraph.start
    for line in text.text[paragraph.start : paragraph.end].split("\n"):
        defined = _DEFINITION.match(line)
        yield offset, line[defined.end() :] if defined else line
        offset += len(line) + 1
