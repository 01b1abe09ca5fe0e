"""Finds the delimiter of a table: the one that splits the header, and the rows into as many cells."""

import csv
import io
from itertools import islice

DELIMITERS = (",", ";", "\t", "|")
_MOST_ROWS = 20
_MOST_TEXT = 100_000  # less than the length at which csv refuses a cell


def sniff_delimiter(text: str) -> str:
    """Return the delimiter of a text that is not blank; for a single column, any that is in none of its cells."""
    start = text.lstrip("\r\n")[:_MOST_TEXT]
    return max(DELIMITERS, key=lambda delimiter: _fit(start, delimiter))


def _fit(text: str, delimiter: str) -> tuple[bool, float, int]:
    """Rate a delimiter: whether it splits the header, the share of rows as wide as it, the number of columns."""
    header, *rows = _widths(text, delimiter)
    even = sum(width == header for width in rows) / len(rows) if rows else 1.0
    return header > 1, even, header


def _widths(text: str, delimiter: str) -> list[int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return list(islice((len(cells) for cells in reader if cells), _MOST_ROWS))
