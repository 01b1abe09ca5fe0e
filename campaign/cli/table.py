"""Rows as aligned columns of plain text: read by people, by grep and by screen readers alike."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice


def aligned(rows: Sequence[Sequence[object]]) -> list[str]:
    """Each row as a line, its columns as wide as their widest cell, two spaces between them."""
    cells = [[_shown(str(cell)) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(_width(row[at]) for row in cells) for at in range(len(cells[0]))]
    return ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def aligned_in_blocks(rows: Iterable[Sequence[object]], lines: int = 1_000) -> Iterator[str]:
    """The same for a list of any length: so many rows are aligned with each other, and kept in memory, at a time."""
    rows = iter(rows)
    while block := list(islice(rows, lines)):
        yield from aligned(block)


def _shown(text: str) -> str:
    """Without what could move a terminal's cursor or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if unicodedata.category(each) in {"Cc", "Cf"} else each for each in text)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF") for each in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
