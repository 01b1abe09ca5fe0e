"""Reads plain text: paragraphs at blank lines, lists of two items or more, and markup where it is clearly meant.

Nothing else is markup: a line that begins with `1986. ` or `# ` keeps its words.
"""

import re
from dataclasses import dataclass

from campaign.core.intake import compare_words
from campaign.core.intake.pieces import TEXT, DraftSource, Piece
from campaign.core.intake.runs import tidy
from campaign.core.intake.text import emphasis, marks
from campaign.core.letters.tree import BulletList, NumberedList, Paragraph, Rule

_BULLET = re.compile(r"(?P<mark>[-*•·▪‣–])[ \t]+(?P<words>\S.*)")
_NUMBER = re.compile(r"(?P<number>\d{1,2})(?P<mark>[.)])[ \t]+(?P<words>\S.*)")
_LONGEST_LINE = 100
_SHORTEST_FULL = 50
_ENDS = (".", ":", ";", "!", "?", "”", '"', ")")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|(?:\* ){2,}\*|={3,})")


@dataclass(slots=True)
class _Run:
    """Lines of one kind. `mark` is "" for a paragraph; `start` is the first number of a numbered list, else 0.

    `items` are the lines of each item; a paragraph is one item.
    """

    mark: str
    start: int
    items: list[list[str]]

    def accepts(self, line: "_Run") -> bool:
        following = self.start + len(self.items) if self.start else 0
        return bool(self.mark) and line.mark == self.mark and line.start == following


def read(text: str) -> DraftSource:
    """Read the paragraphs, lists and rules of a text."""
    paragraphs = _paragraphs(marks.raise_digits(text).strip("\n"))
    runs: list[_Run] = []
    for paragraph in paragraphs:
        paragraph_runs = _runs([line.strip() for line in paragraph.split("\n") if line.strip()])
        for run in paragraph_runs:
            if runs and run is paragraph_runs[0] and runs[-1].accepts(run):
                runs[-1].items.extend(run.items)
            else:
                runs.append(run)
    pieces = [piece for run in runs for piece in _pieces(run)]
    return DraftSource(TEXT, tuple(pieces), words=compare_words.of_text(text))


def _paragraphs(text: str) -> list[str]:
    """Split a text at its blank lines. Word processors also save a paragraph a line: without blank lines, or with
    lines that no program wraps."""
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", text)
    if len(paragraphs) == 1 and not _is_wrapped(text.split("\n")):
        return text.split("\n")
    return [part for paragraph in paragraphs for part in _parts(paragraph)]


def _parts(paragraph: str) -> list[str]:
    """Split a paragraph into its lines if some are longer than any program wraps them and all of these are whole."""
    lines = paragraph.split("\n")
    long = [line.rstrip() for line in lines if len(line) > _LONGEST_LINE]
    return lines if long and all(line.endswith(_ENDS) for line in long) else [paragraph]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines are as long as a program wraps them, and end in a sentence."""
    full = [line for line in lines if _SHORTEST_FULL <= len(line) <= _LONGEST_LINE and line[-1:] not in ".:;!?"]
    return 2 * len(full) > len(lines)


def _runs(lines: list[str]) -> list[_Run]:
    """Group the lines of a paragraph into runs. A line without a mark continues the item above it."""
    runs: list[_Run] = []
    for line in lines:
        run = _parse_line(line)
        if runs and runs[-1].accepts(run):
            runs[-1].items.extend(run.items)
        elif runs and not run.mark:
            runs[-1].items[-1].append(line)
        else:
            runs.append(run)
    return _undo_lone_marks(runs)


def _undo_lone_marks(runs: list[_Run]) -> list[_Run]:
    """Put a lone marked line in the middle of a paragraph back into the paragraph."""
    result = runs[:1]
    for run in runs[1:]:
        if len(run.items) == 1 and len(result[-1].items) == 1:
            result[-1].items[-1].extend(_source_lines(run))
        else:
            result.append(run)
    return result


def _parse_line(line: str) -> _Run:
    if match := _BULLET.fullmatch(line):
        return _Run(match["mark"], 0, [[match["words"]]])
    if (match := _NUMBER.fullmatch(line)) and int(match["number"]):
        return _Run(match["mark"], int(match["number"]), [[match["words"]]])
    return _Run("", 0, [[line]])


def _source_lines(run: _Run) -> list[str]:
    """Return the source lines of a run with one item."""
    mark = f"{run.start or ''}{run.mark} " if run.mark else ""
    first, *rest = run.items[0]
    return [mark + first, *rest]


def _pieces(run: _Run) -> list[Piece]:
    if len(run.items) == 1:
        lines = _source_lines(run)
        if len(lines) == 1 and _RULE.fullmatch(lines[0]):
            return [Piece(Rule())]
        inlines = tidy(emphasis.parse("\n".join(lines)))
        return [Piece(Paragraph(inlines))] if inlines else []
    items = tuple((Paragraph(tidy(emphasis.parse("\n".join(item)))),) for item in run.items)
    return [Piece(NumberedList(run.start, items) if run.start else BulletList(items))]
