"""Finds the line of a table that names its columns: below titles, and sometimes in two lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.core.tables.table_record import RawRow, Record
from campaign.core.tables.wording import is_known

MOST_ROWS_ABOVE = 15


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """Where a table's header is."""

    header: RawRow
    """The names of the columns; those of a header in two lines are joined."""
    above: tuple[RawRow, ...]
    """The rows above it, such as a title."""
    rows_start: int
    """The index of the first row below it."""
    known: int = 0
    """How many of its columns have a known name."""


def find_header(rows: Sequence[RawRow], known: frozenset[str]) -> HeaderLine:
    """Find the header among the first rows: the one with the most known names of columns, else the first row. `known`
    are the forms of known headers, of `known_wordings`; `rows` has at least one row."""
    first = HeaderLine(rows[0], (), 1, _count(rows[0].value, known))
    return max((first, *_others(rows, known)), key=lambda line: line.known)


def _others(rows: Sequence[RawRow], known: frozenset[str]) -> Iterator[HeaderLine]:
    """The headers that may be meant, other than the first row; rows by themselves come first."""
    nearest = range(1, min(len(rows), MOST_ROWS_ABOVE + 1))
    for at in nearest:
        number = _count(rows[at].value, known)
        if number > 1 or (number == 1 and all(_cells(row) == 1 for row in rows[: at + 1])):
            yield HeaderLine(rows[at], tuple(rows[:at]), at + 1, number)
    for at in nearest:
        if not (_has_address(rows[at - 1]) or _has_address(rows[at])):
            joined = _join(rows[at - 1].value, rows[at].value, known)
            yield HeaderLine(Record(rows[at].line, joined), tuple(rows[: at - 1]), at + 1, _count(joined, known))


def _count(cells: Sequence[str], known: frozenset[str]) -> int:
    if any("@" in cell for cell in cells):
        return 0
    return sum(is_known(cell, known) for cell in cells)


def _join(upper: Sequence[str], lower: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    """Two lines of a header as one. A cell of the upper line may stand for several columns: "Name" above "First" and
    "Last"."""
    joined: list[str] = []
    over = ""
    for at in range(max(len(upper), len(lower))):
        above, below = (line[at].strip() if at < len(line) else "" for line in (upper, lower))
        over = above or over
        both = f"{over} {below}"
        joined.append(below if is_known(below, known) else both if below and is_known(both, known) else below or above)
    return tuple(joined)


def _cells(row: RawRow) -> int:
    return sum(bool(cell.strip()) for cell in row.value)


def _has_address(row: RawRow) -> bool:
    return any("@" in cell for cell in row.value)
