"""Which delimiter a table uses: the one that splits its header, and the rows below it into as many cells."""

import csv
import io
from itertools import islice

DELIMITERS = (",", ";", "\t", "|")
_ROWS_LOOKED_AT = 20
_TEXT_LOOKED_AT = 100_000


def sniffed(text: str) -> str:
    """The delimiter; a comma for a table of one column."""
    start = text[:_TEXT_LOOKED_AT]
    return max(DELIMITERS, key=lambda delimiter: _fit(start, delimiter))


def _fit(text: str, delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter fits: whether it splits the header at all, the share of even rows, the columns."""
    widths = _widths(text, delimiter)
    if not widths:
        return False, 0.0, 0
    header, *rows = widths
    even = sum(width == header for width in rows) / len(rows) if rows else 1.0
    return header > 1, even, header


def _widths(text: str, delimiter: str) -> list[int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [len(cells) for cells in islice(reader, _ROWS_LOOKED_AT) if cells]
    except csv.Error:
        return []
