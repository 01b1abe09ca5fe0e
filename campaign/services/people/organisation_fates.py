"""What an import of organisations would do with each row, for the person who decides on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.core.signatories import Organisation, SignOnState
from campaign.errors import Problem
from campaign.services.people.importing import TableImportPlan
from campaign.services.people.row_fates import Fate


@dataclass(frozen=True, slots=True)
class OrganisationFate:
    """What an import would do with a row."""

    line: int
    """Its line in the table; 0 for what is about the whole table."""
    name: str
    """The name in it; "" for a row that is refused."""
    fate: Fate
    notes: tuple[str, ...]
    """Why it is refused, or what else to know."""


def organisation_fates(plan: TableImportPlan[Organisation]) -> tuple[OrganisationFate, ...]:
    """The fate of each row, in the table's order. What is about the whole table comes first."""
    reading, change = plan.reading, plan.change
    fates = dict.fromkeys(change.added, Fate.ADDED) | dict.fromkeys(change.changed, Fate.CHANGED)
    good = [
        OrganisationFate(
            record.line,
            record.value.name,
            fates.get(record.value.key, Fate.UNCHANGED),
            (*_state_note(record.value, fates), *_notes(reading.remarks, record.line)),
        )
        for record in reading.records
    ]
    lines = sorted({problem.line or 0 for problem in reading.refused})
    refused = [OrganisationFate(line, "", Fate.REFUSED, _notes(reading.refused, line)) for line in lines]
    return tuple(sorted((*good, *refused), key=lambda row: row.line))


def _state_note(organisation: Organisation, fates: Mapping[str, Fate]) -> tuple[str, ...]:
    """That the table lists an organisation that is new: it then stands under the letter, and nobody asks it."""
    is_new = fates.get(organisation.key) is Fate.ADDED
    return ("listed under the letter at once",) if is_new and organisation.state is SignOnState.LISTED else ()


def _notes(problems: Sequence[Problem], line: int) -> tuple[str, ...]:
    return tuple(
        problem.message + (f"; {problem.fix}" if problem.fix else "")
        for problem in problems
        if (problem.line or 0) == line
    )
