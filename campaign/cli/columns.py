"""Rows as aligned columns of plain text: read by people, by grep and by screen readers alike."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice


def align(rows: Sequence[Sequence[object]]) -> list[str]:
    """Each row as a line, its columns as wide as their widest cell, two spaces between them."""
    cells = [[_printable(str(cell)) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(_width(row[column]) for row in cells) for column in range(len(cells[0]))]
    return ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def align_in_blocks(rows: Iterable[Sequence[object]], lines: int = 1_000) -> Iterator[str]:
    """The same for a list of any length: so many rows are aligned with each other, and kept in memory, at a time."""
    rows = iter(rows)
    while block := list(islice(rows, lines)):
        yield from align(block)


def _printable(text: str) -> str:
    """Without what could move a terminal's cursor or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if unicodedata.category(character) in {"Cc", "Cf"} else character for character in text)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
