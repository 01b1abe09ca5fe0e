"""Turns the rows of a table into records by field, and separates good rows from refused ones."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeAlias, TypeVar

from campaign.core.tables.address_column import table_columns
from campaign.core.tables.header import TableField, known_headers, missing_column
from campaign.core.tables.rows import read
from campaign.core.tables.table_record import RawRow, Record
from campaign.core.tables.text import fault, quote_value, slug, tidy
from campaign.errors import Problem

T = TypeVar("T")

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_PHONE = re.compile(r"\+\d[\d ()./-]{3,30}")
_LONG_FIELDS = {"url": 1000, "sentence": 1000}


# The tidied cells of a row by field; "" for a field without a column.
Cells: TypeAlias = Mapping[str, str]
# What identifies a row: a kind in words, such as "name", and its value. An empty value does not count.
Identifiers: TypeAlias = Callable[[T], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class RowNotes:
    """The problems and remarks of one row. A row with a problem is refused."""

    path: str
    line: int
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def refuse(self, what: str, fix: str = "") -> None:
        self.problems.append(Problem(self.path, self.line, what, fix))

    def remark(self, what: str, fix: str = "") -> None:
        self.remarks.append(Problem(self.path, self.line, what, fix))


@dataclass(frozen=True, slots=True)
class TableReading(Generic[T]):
    """The result of reading a file: its good rows, and problems and remarks."""

    records: tuple[Record[T], ...]
    """The good rows, in the file's order."""
    refused: tuple[Problem, ...]
    """Why each of the other rows is refused; or why the whole file is, and then there are no records."""
    remarks: tuple[Problem, ...]
    """What was guessed, and what is unusual in good rows."""
    encoding: str
    """"" if the file was not read."""

    @property
    def values(self) -> tuple[T, ...]:
        """The values of the good rows."""
        return tuple(record.value for record in self.records)


def read_cells(
    data: bytes, path: str, fields: Sequence[TableField], needed: Sequence[str], needed_words: str
) -> TableReading[Cells]:
    """Read the rows of a file as tidied cells by field.

    If none of the `needed` fields has a column, there are no records, and the problem names them by `needed_words`.
    """
    table = read(data, path, known_headers(fields))
    if not table.header.value:
        return TableReading((), table.problems, table.remarks, table.encoding)
    columns = table_columns(table, fields)
    problems = list(columns.problems)
    if not any(name in columns.index for name in needed):
        problems.append(missing_column(table.header, needed_words, path))
    remarks = (*table.remarks, *columns.remarks)
    if problems:
        return TableReading((), tuple(problems), remarks, table.encoding)
    problems.extend(table.problems)
    empty = dict.fromkeys((field.name for field in fields), "")
    valid = tuple(_valid_rows(table.rows, columns.index, empty, path, problems))
    return TableReading(valid, tuple(problems), remarks, table.encoding)


def read_rows(
    rows: TableReading[Cells], path: str, make: Callable[[Cells, RowNotes], T], identifiers: Identifiers[T]
) -> TableReading[T]:
    """Make a value from each row. A row is refused if `make` notes a problem, or if it shares an identifier ("email
    address", "name", ...) with an earlier row."""
    good: list[Record[T]] = []
    refused, remarks = list(rows.refused), list(rows.remarks)
    for row in rows.records:
        notes = RowNotes(path, row.line)
        value = make(row.value, notes)
        refused.extend(notes.problems)
        if not notes.problems:
            good.append(Record(row.line, value))
            remarks.extend(notes.remarks)
    records, doubles = _without_duplicates(good, identifiers, path)
    return TableReading(records, tuple(sorted((*refused, *doubles), key=line_number)), tuple(remarks), rows.encoding)


def _valid_rows(
    rows: Iterable[RawRow], index: Mapping[str, int], empty: Cells, path: str, problems: list[Problem]
) -> Iterable[Record[Cells]]:
    for row in rows:
        values = {name: tidy(row.value[at]) for name, at in index.items()}
        faults = {name: why for name, value in values.items() if (why := _fault(name, value))}
        if faults:
            problems.extend(_cell_problem(name, values[name], why, path, row.line) for name, why in faults.items())
        else:
            yield Record(row.line, {**empty, **values})


def _fault(field: str, value: str) -> str:
    """Return what is wrong with a cell; "" if nothing is. A telephone number may begin like a formula."""
    return "" if field == "phone" and _PHONE.fullmatch(value) else fault(value, *_most(field))


def _most(field: str) -> tuple[int, ...]:
    return (_LONG_FIELDS[field],) if field in _LONG_FIELDS else ()


def _cell_problem(field: str, value: str, why: str, path: str, line: int) -> Problem:
    label = field.replace("_", " ")
    return Problem(path, line, f"the {label} {quote_value(value)} has {why}", "correct the cell and import again")


def row_key(cells: Cells) -> str:
    """Return the id in the file, in characters that are safe in commands and file names; "" if there is none."""
    file_key = cells["key"]
    return file_key if _PLAIN_KEY.match(file_key) else slug(file_key)


def without_stored(
    reading: TableReading[T],
    stored: Iterable[T],
    key: Callable[[T], str],
    identifiers: Identifiers[T],
    path: str,
    remove: str,
) -> TableReading[T]:
    """Refuse rows that the database has under another key: an import would add them a second time.

    `stored` is what the database has. A stored value whose key is in the file does not count. `remove` is the command
    that removes the stored one.
    """
    keys_in_file = {key(value) for value in reading.values}
    owners = {
        mark: key(old) for old in stored if key(old) not in keys_in_file for mark in _without_empty(identifiers(old))
    }
    good: list[Record[T]] = []
    doubles: list[Problem] = []
    for record in reading.records:
        same = next((mark for mark in _without_empty(identifiers(record.value)) if mark in owners), None)
        if same is None:
            good.append(record)
            continue
        what = f"the database has the same {same[0]} under another id, {owners[same]}"
        doubles.append(Problem(path, record.line, what, f"`{remove} {owners[same]}`, then import again"))
    return replace(reading, records=tuple(good), refused=tuple(sorted((*reading.refused, *doubles), key=line_number)))


def _without_duplicates(
    records: Iterable[Record[T]], identifiers: Identifiers[T], path: str
) -> tuple[tuple[Record[T], ...], list[Problem]]:
    first: dict[tuple[str, str], int] = {}
    good: list[Record[T]] = []
    doubles: list[Problem] = []
    for record in records:
        own = _without_empty(identifiers(record.value))
        same = next((mark for mark in own if mark in first), None)
        if same:
            what = f"the same {same[0]} as line {first[same]}"
            doubles.append(Problem(path, record.line, what, "keep one of the two"))
            continue
        first.update(dict.fromkeys(own, record.line))
        good.append(record)
    return tuple(good), doubles


def line_number(problem: Problem) -> int:
    """Return the line of a problem, to sort by; 0 for one about the whole file."""
    return problem.line or 0


def _without_empty(identifiers: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(kind, value) for kind, value in identifiers.items() if value]
