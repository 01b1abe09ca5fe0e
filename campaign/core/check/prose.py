"""A letter's source for the rules that report a line: split into paragraphs, with code blanked out.

The tree (`campaign.core.letters.tree`) has no lines. Offsets count characters of `Prose.text`, which is the whole file
with line feeds as line ends.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.core.letters import Letter, front_matter
from campaign.errors import Problem

_DEFINITION = re.compile(r" {0,3}\[\^([^\[\]\n]*)\]:")
_LIST_ITEM = re.compile(r" {0,3}(?:[*+-]|\d+\.) ")
_TICKS = re.compile(r"(?<!\\)`+")
_ESCAPED = re.compile(r"\\[\[\]`!]")
_COMMENT = re.compile(r"^#.*$", re.MULTILINE)
_VISIBLE = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """Lines of the body without a blank line in between. `note` is the label of their footnote, or ""."""

    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotePlace:
    """A place where footnote `label` is used or defined."""

    label: str
    offset: int


@dataclass(frozen=True, slots=True)
class Prose:
    """The source of a letter, ready for the rules."""

    path: str
    text: str
    """The whole file, with comments and code blanked out."""
    body: int
    """Offset at which the body begins."""
    starts: tuple[int, ...]
    """Offset of each line."""
    keys: Mapping[str, int]
    """Line of each front matter key, from 1."""
    paragraphs: tuple[SourceParagraph, ...]
    """The paragraphs of the body and its footnotes, in the order of the file."""
    definitions: tuple[NotePlace, ...]
    """Where footnotes are defined."""
    gaps: tuple[NotePlace, ...]
    """Where a footnote continues after two or more blank lines."""

    def line(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_right(self.starts, offset)

    def problem(self, offset: int, what: str, fix: str) -> Problem:
        return Problem(self.path, self.line(offset), what, fix)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[SourceParagraph, re.Match[str]]]:
        """Yield each match within a paragraph of the body, with the paragraph."""
        for paragraph in self.paragraphs:
            for match in pattern.finditer(self.text, paragraph.start, paragraph.end):
                yield paragraph, match


def prose(letter: Letter) -> Prose:
    """Prepare the source of a letter for the rules, in time proportional to its length."""
    matter = front_matter.split(letter.file)
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
    """Put a text on one line of at most `length` characters."""
    text = " ".join(text[: 4 * length].split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


class _Lines:
    """Reads the lines of the body, once, from first to last."""

    def __init__(self, text: str, body: int) -> None:
        self.paragraphs: list[SourceParagraph] = []
        self.definitions: list[NotePlace] = []
        self.gaps: list[NotePlace] = []
        self.code: list[tuple[int, int]] = []
        self.note = ""
        self.listed = False
        self.blanks = 1  # blank lines since the last line with words
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
        elif self.blanks and (_is_indented(line) or (self.note and line.startswith("  "))):
            if not self.note and not self.listed:
                self.code.append((offset, offset + len(line)))
                return  # `blanks` stays as it is, so that the next line of the code block is one, too
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
    """Yield the spans from each run of backticks to the next one of the same length."""
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
    """Return as many spaces as the match has characters."""
    return " " * len(match.group())


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))
