"""What an import of addressees would do with each row, for the person who decides on it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from campaign.core.addressees import Addressee
from campaign.errors import Problem
from campaign.services.campaign import Campaign
from campaign.services.people.greetings import AddresseeGreeting, greetings
from campaign.services.people.importing import TableImportPlan


class Fate(StrEnum):
    """What an import would do with a row."""

    ADDED = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowFate:
    """What an import would do with a row."""

    line: int | None
    """The line in the file; None for a problem of the whole file."""
    fate: Fate
    person: Addressee | None
    """The addressee; None for a refused row."""
    greeting: AddresseeGreeting | None
    """How the letter would greet this person; None for a refused row."""
    changes: tuple[tuple[str, str, str], ...] = ()
    """Of a changed row: the field, its old and its new text."""
    problems: tuple[Problem, ...] = ()
    """Why the row is refused."""
    remarks: tuple[Problem, ...] = ()
    """What was guessed, and what is unusual."""


def row_fates(campaign: Campaign, plan: TableImportPlan[Addressee]) -> tuple[RowFate, ...]:
    """What the import would do with each row, in the file's order."""
    stored = {person.key: person for person in plan.stored}
    greeted = dict(zip(plan.reading.values, greetings(campaign, plan.letter, plan.reading.values), strict=True))
    fates = [
        RowFate(
            record.line,
            _fate(stored.get(record.value.key), record.value),
            record.value,
            greeted[record.value],
            _changes(stored.get(record.value.key), record.value),
            remarks=_of_line(plan.reading.remarks, record.line),
        )
        for record in plan.reading.records
    ]
    for line in dict.fromkeys(problem.line for problem in plan.reading.refused):
        fates.append(RowFate(line, Fate.REFUSED, None, None, problems=_of_line(plan.reading.refused, line)))
    return tuple(sorted(fates, key=lambda fate: fate.line or 0))


def plan_digest(plan: TableImportPlan[Addressee]) -> str:
    """A short digest of what a plan was made from and would do; another one means that something has changed."""
    return hashlib.sha256(repr((plan.letter, plan.reading.values, plan.stored)).encode()).hexdigest()[:16]


def _fate(old: Addressee | None, new: Addressee) -> Fate:
    if old is None:
        return Fate.ADDED
    return Fate.UNCHANGED if old == new else Fate.CHANGED


def _changes(old: Addressee | None, new: Addressee) -> tuple[tuple[str, str, str], ...]:
    if old is None:
        return ()
    pairs = ((field.name, getattr(old, field.name), getattr(new, field.name)) for field in fields(Addressee))
    return tuple((name, before, after) for name, before, after in pairs if before != after)


def _of_line(problems: Iterable[Problem], line: int | None) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.line == line)
