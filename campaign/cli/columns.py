"""Print rows as aligned columns of plain text, for people, grep and screen readers."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice


def align(rows: Sequence[Sequence[object]]) -> list[str]:
    """One line per row. Columns are as wide as their widest cell, with two spaces between them."""
    cells = [[_printable(str(cell)) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(_width(row[column]) for row in cells) for column in range(len(cells[0]))]
    return ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def align_in_blocks(rows: Iterable[Sequence[object]], lines: int = 1_000) -> Iterator[str]:
    """Like `align`, for rows of any number: aligns `lines` rows at a time, to limit memory."""
    rows = iter(rows)
    while block := list(islice(rows, lines)):
        yield from align(block)


def _printable(text: str) -> str:
    """Replace characters that could move a terminal's cursor or change the text direction."""
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
