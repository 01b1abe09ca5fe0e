"""Finds the delimiter of a table: the one that splits the header, and the rows into as many cells."""

import csv
import io
from itertools import islice

from campaign.core.tables.header_line import find_header
from campaign.core.tables.table_record import RawRow, Record

DELIMITERS = (",", ";", "\t", "|")
_MOST_ROWS = 20
_MOST_TEXT = 100_000  # less than the length at which csv refuses a cell


def sniff_delimiter(text: str, known: frozenset[str] = frozenset()) -> str:
    """Return the delimiter of a text that is not blank; for a single column, any that is in none of its cells. `known`
    are the known headers, of `known_wordings`."""
    start = text.lstrip("\r\n")[:_MOST_TEXT]
    return max(DELIMITERS, key=lambda delimiter: _fit(start, delimiter, known))


def _fit(text: str, delimiter: str, known: frozenset[str]) -> tuple[int, bool, float, int]:
    """Rate a delimiter: how many known headers there are with it, whether it splits the header, the share of rows as
    wide as it, the number of columns."""
    rows = _first_rows(text, delimiter)
    line = find_header(rows, known)
    header, widths = len(line.header.value), [len(row.value) for row in rows[line.rows_start :]]
    even = sum(width == header for width in widths) / len(widths) if widths else 1.0
    return line.known, header > 1, even, header


def _first_rows(text: str, delimiter: str) -> list[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [Record(0, tuple(cells)) for cells in islice((cells for cells in reader if cells), _MOST_ROWS)]
