"""What an import of organisations would do with each row, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.core.signatories import Organisation, SignOnState
from campaign.services.people.importing import TableImportPlan
from campaign.services.people.row_fates import Fate, RowFate, row_fates


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
    return tuple(
        OrganisationFate(row.line or 0, row.value.name if row.value else "", row.fate, tuple(_notes(row)))
        for row in row_fates(plan)
    )


def _notes(row: RowFate[Organisation]) -> Iterator[str]:
    if row.fate is Fate.ADDED and row.value and row.value.state is SignOnState.LISTED:
        yield "listed under the letter at once"  # and nobody asks it
    for problem in (*row.problems, *row.remarks):
        yield problem.message + (f"; {problem.fix}" if problem.fix else "")
