"""A letter's source as the rules read it: places and lines kept, code blanked, cut into paragraphs.

The tree (`campaign.core.letters.tree`) says what a letter means but not where; rules that name a line look here.
Offsets count characters of `Prose.text`, which is the whole file with line ends as line feeds.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.core.letters import Letter, front
from campaign.errors import Problem

_DEFINITION = re.compile(r" {0,3}\[\^([^\[\]\n]*)\]:")
_LIST_ITEM = re.compile(r" {0,3}(?:[*+-]|\d+\.) ")
_TICKS = re.compile(r"(?<!\\)`+")
_ESCAPED = re.compile(r"\\[\[\]`!]")
_COMMENT = re.compile(r"^#.*$", re.MULTILINE)
_VISIBLE = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """Lines of the body without a blank one between. `note` is the label of the note they belong to, or ""."""

    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotePlace:
    """A place that belongs to the note `label`."""

    label: str
    offset: int


@dataclass(frozen=True, slots=True)
class Prose:
    """`body` is where the body begins, `keys` the line of each front matter key. `definitions` are the places where
    notes are defined, `gaps` those where a note goes on after two or more blank lines."""

    path: str
    text: str
    body: int
    starts: tuple[int, ...]
    keys: Mapping[str, int]
    paragraphs: tuple[SourceParagraph, ...]
    definitions: tuple[NotePlace, ...]
    gaps: tuple[NotePlace, ...]

    def line(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_right(self.starts, offset)

    def problem(self, offset: int, what: str, fix: str) -> Problem:
        return Problem(self.path, self.line(offset), what, fix)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[SourceParagraph, re.Match[str]]]:
        """Each match within one paragraph of the body."""
        for paragraph in self.paragraphs:
            for match in pattern.finditer(self.text, paragraph.start, paragraph.end):
                yield paragraph, match


def prose(letter: Letter) -> Prose:
    """The source of a letter, ready for the rules. Takes time in proportion to its length."""
    matter = front.split(letter.file)
    text = letter.source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    body = len(text) - len(matter.body)
    lines = _Lines(text, body)
    spans = [*lines.code, *(span for paragraph in lines.paragraphs for span in _code_spans(text, paragraph))]
    readable = _COMMENT.sub(blank, text[:body]) + _ESCAPED.sub("  ", _blank_spans(text, sorted(spans))[body:])
    keys = {key: field.line for key, field in matter.fields.items()}
    return Prose(
        letter.path,
        readable,
        body,
        _line_starts(text),
        keys,
        tuple(lines.paragraphs),
        tuple(lines.definitions),
        tuple(lines.gaps),
    )


def shorten(text: str, length: int = 60) -> str:
    """Words on one line, cut where they are long."""
    text = " ".join(text[: 4 * length].split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


class _Lines:
    """The body's lines, read once from the first to the last."""

    def __init__(self, text: str, body: int) -> None:
        self.paragraphs: list[SourceParagraph] = []
        self.definitions: list[NotePlace] = []
        self.gaps: list[NotePlace] = []
        self.code: list[tuple[int, int]] = []
        self.note = ""
        self.listed = False
        self.blanks = 1  # lines without words since the last line with some
        offset = body
        for line in text[body:].split("\n"):
            self.read(line, offset)
            offset += len(line) + 1

    def read(self, line: str, offset: int) -> None:
        if not line.strip():
            self.blanks += 1
            return
        if defined := _DEFINITION.match(line):
            self.define(defined.group(1), offset + line.index("["))
        elif self.blanks and _is_indented(line):
            if not self.note and not self.listed:
                self.code.append((offset, offset + len(line)))
                return  # the lines of a block of code leave `blanks` as it is, so that the next is one too
            if self.note and self.blanks > 1:
                self.gaps.append(NotePlace(self.note, offset))
        elif self.blanks:
            self.note = ""
            self.listed = _LIST_ITEM.match(line) is not None
        self.add(offset, offset + len(line), apart=bool(self.blanks or defined))
        self.blanks = 0

    def define(self, label: str, offset: int) -> None:
        self.note = label
        self.listed = False
        self.definitions.append(NotePlace(label, offset))

    def add(self, start: int, end: int, *, apart: bool) -> None:
        if not apart:
            start = self.paragraphs.pop().start
        self.paragraphs.append(SourceParagraph(start, end, self.note))


def _is_indented(line: str) -> bool:
    return line.startswith(("    ", "\t", " \t", "  \t", "   \t"))


def _code_spans(text: str, paragraph: SourceParagraph) -> Iterator[tuple[int, int]]:
    """From each run of backticks to the next of the same length."""
    runs = [match.span() for match in _TICKS.finditer(text, paragraph.start, paragraph.end)]
    of_length: dict[int, list[int]] = {}
    for start, end in runs:
        of_length.setdefault(end - start, []).append(start)
    done = paragraph.start
    for start, end in runs:
        alike = of_length[end - start]
        at = bisect_left(alike, end)
        if start >= done and at < len(alike):
            done = alike[at] + end - start
            yield start, done


def _blank_spans(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += text[at:start], _VISIBLE.sub(" ", text[start:end])
        at = end
    return "".join([*parts, text[at:]])


def blank(match: re.Match[str]) -> str:
    """Spaces, as many as the signs that were found."""
    return " " * len(match.group())


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))
