"""What an import would do with each row of a table, for the person who decides on it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Generic

from campaign.errors import Problem
from campaign.services.page_mark import mark_of
from campaign.services.people.importing import P, TableImportPlan


class Fate(StrEnum):
    """What an import would do with a row."""

    ADDED = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowFate(Generic[P]):
    """What an import would do with a row."""

    line: int | None
    """The line in the file; None for a problem of the whole file."""
    fate: Fate
    value: P | None
    """The addressee or the organisation; None for a refused row."""
    changes: tuple[tuple[str, str, str], ...] = ()
    """Of a changed row: the field, its old and its new text."""
    problems: tuple[Problem, ...] = ()
    """Why the row is refused."""
    remarks: tuple[Problem, ...] = ()
    """What was guessed, and what is unusual."""


def row_fates(plan: TableImportPlan[P]) -> tuple[RowFate[P], ...]:
    """What the import would do with each row, in the file's order. What is about the whole file comes first."""
    stored = {item.key: item for item in plan.stored}
    fates = [
        RowFate(
            record.line,
            _fate(stored.get(record.value.key), record.value),
            record.value,
            _changes(stored.get(record.value.key), record.value),
            remarks=_of_line(plan.reading.remarks, record.line),
        )
        for record in plan.reading.records
    ]
    for line in dict.fromkeys(problem.line for problem in plan.reading.refused):
        fates.append(RowFate(line, Fate.REFUSED, None, problems=_of_line(plan.reading.refused, line)))
    return tuple(sorted(fates, key=lambda fate: fate.line or 0))


def plan_digest(plan: TableImportPlan[P]) -> str:
    """A short digest of what a plan was made from and would do; another one means that something has changed."""
    return mark_of(plan.letter, plan.reading.values, plan.stored)


def _fate(old: P | None, new: P) -> Fate:
    if old is None:
        return Fate.ADDED
    return Fate.UNCHANGED if old == new else Fate.CHANGED


def _changes(old: P | None, new: P) -> tuple[tuple[str, str, str], ...]:
    if old is None:
        return ()
    pairs = ((field.name, getattr(old, field.name), getattr(new, field.name)) for field in fields(new))
    return tuple((name, before, after) for name, before, after in pairs if before != after)


def _of_line(problems: Iterable[Problem], line: int | None) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.line == line)
