"""From a table's rows to records by field, and the shape in which good and refused rows are handed on."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from campaign.core.tables.header import Field, columns, missing
from campaign.core.tables.table import Row, read
from campaign.core.tables.text import fault, shown, slug, tidy
from campaign.errors import Problem

T = TypeVar("T")

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_PHONE = re.compile(r"\+\d[\d ()./-]{3,30}")
_LONG_FIELDS = {"url": 1000}


@dataclass(frozen=True, slots=True)
class Record:
    """A row's values by field, tidied; a field without a column is ""."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")


@dataclass(frozen=True, slots=True)
class Records:
    """What a file holds: records that can be looked at further, problems (rows left out), remarks."""

    records: tuple[Record, ...]
    encoding: str
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A good row: the line it starts in and what it became."""

    line: int
    value: T


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A file read: the good rows in their order, each refused row as a problem, and remarks. Encoding "" if unread."""

    kept: tuple[Kept[T], ...]
    refused: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    encoding: str

    @property
    def values(self) -> tuple[T, ...]:
        return tuple(each.value for each in self.kept)


def records(data: bytes, path: str, fields: Sequence[Field], needed: Sequence[str], needed_words: str) -> Records:
    """Read a file's records. At least one of the `needed` fields must have a column, else there are no records."""
    table = read(data, path)
    if not table.header.cells:
        return Records((), table.encoding, table.problems, table.remarks)
    mapped = columns(table.header, fields, path)
    problems = list(mapped.problems)
    if not any(name in mapped.index for name in needed):
        problems.append(missing(table.header, needed_words, path))
    remarks = (*table.remarks, *mapped.remarks)
    if problems:
        return Records((), table.encoding, tuple(problems), remarks)
    problems.extend(table.problems)
    found = tuple(_sound(table.rows, mapped.index, path, problems))
    return Records(found, table.encoding, tuple(problems), remarks)


def _sound(rows: Iterable[Row], index: Mapping[str, int], path: str, problems: list[Problem]) -> Iterable[Record]:
    for row in rows:
        values = {name: tidy(row.cells[at]) for name, at in index.items()}
        faults = {name: why for name, value in values.items() if (why := _fault(name, value))}
        if faults:
            problems.extend(_faulty(name, values[name], why, path, row.line) for name, why in faults.items())
        else:
            yield Record(row.line, values)


def _fault(field: str, value: str) -> str:
    """What is wrong with a cell. A telephone number may begin as a formula does."""
    return "" if field == "phone" and _PHONE.fullmatch(value) else fault(value, *_most(field))


def _most(field: str) -> tuple[int, ...]:
    return (_LONG_FIELDS[field],) if field in _LONG_FIELDS else ()


def _faulty(field: str, value: str, why: str, path: str, line: int) -> Problem:
    label = field.replace("_", " ")
    return Problem(path, line, f"the {label} {shown(value)} has {why}", "mend the cell and import again")


@dataclass(frozen=True, slots=True)
class Notes:
    """What is found while a row is looked at. A row with a problem is refused."""

    path: str
    line: int
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def refuse(self, what: str, mend: str = "") -> None:
        self.problems.append(Problem(self.path, self.line, what, mend))

    def remark(self, what: str, mend: str = "") -> None:
        self.remarks.append(Problem(self.path, self.line, what, mend))


def own_key(record: Record) -> str:
    """The id that the file gives, in signs that hold in commands and file names; "" where there is none."""
    given = record["key"]
    return given if _PLAIN_KEY.match(given) else slug(given)


# What rows are compared by: the kind in words, and the value; an empty value does not count.
Marks = Callable[[Kept[T]], Mapping[str, str]]


def without_doubles(kept: Iterable[Kept[T]], marks: Marks[T], path: str) -> tuple[tuple[Kept[T], ...], list[Problem]]:
    """Leave out rows that share a mark ("mail address", "name", ...) with a row above."""
    first: dict[tuple[str, str], int] = {}
    good: list[Kept[T]] = []
    doubles: list[Problem] = []
    for each in kept:
        own = _own(marks(each))
        same = next((mark for mark in own if mark in first), None)
        if same:
            doubles.append(Problem(path, each.line, f"the same {same[0]} as line {first[same]}", "keep one of the two"))
            continue
        first.update(dict.fromkeys(own, each.line))
        good.append(each)
    return tuple(good), doubles


def without_stored(
    reading: Reading[T], stored: Iterable[T], key: Callable[[T], str], marks: Marks[T], path: str, remove: str
) -> Reading[T]:
    """Leave out rows that the store holds under another key: imported, they would be there twice.

    `stored` is what the store holds; who is in the file by key is no double. `remove` is the command that mends it.
    """
    here = {key(each) for each in reading.values}
    held = {mark: key(old) for old in stored if key(old) not in here for mark in _own(marks(Kept(0, old)))}
    good: list[Kept[T]] = []
    doubles: list[Problem] = []
    for each in reading.kept:
        same = next((mark for mark in _own(marks(each)) if mark in held), None)
        if same is None:
            good.append(each)
            continue
        what = f"the same {same[0]} as {held[same]} in the store, under another id"
        doubles.append(Problem(path, each.line, what, f"`{remove} {held[same]}`, then import again"))
    return replace(reading, kept=tuple(good), refused=tuple(sorted((*reading.refused, *doubles), key=place)))


def place(problem: Problem) -> int:
    """Problems are shown in the file's order."""
    return problem.line or 0


def _own(marks: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(kind, value) for kind, value in marks.items() if value]
