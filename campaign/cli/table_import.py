"""Shared by `addressee import` and `signatory import`: read the file, and report what happened to its rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from campaign.cli.columns import align
from campaign.cli.context import Context
from campaign.core.languages.in_english import count_of
from campaign.core.tables import TableReading
from campaign.core.tables.changes import TableChange
from campaign.core.tables.rows import MOST_BYTES
from campaign.errors import FolderError, Problem, ProblemsFound, cause_of
from campaign.services.people.importing import TableImportPlan
from campaign.services.people.row_fates import RowFate, row_fates

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would happen to each row, and write nothing.")
_MOST_REMARKS = 20


def read_table(file: Path, fix: str) -> bytes:
    """Read a table's bytes, up to one more than the limit. Raises FolderError with `fix` if the file cannot be read; if
    a spreadsheet with its name lies beside it, the fix names that."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        sheets = [sheet for suffix in (".xlsx", ".ods") if (sheet := file.with_suffix(suffix)).is_file()]
        if sheets:
            fix = f"save {sheets[0].name}, which is beside it, as {file.name} (CSV UTF-8)"
        raise FolderError(f"{file}: cannot be read ({cause_of(error)})", fix=fix) from error


def report_import(
    context: Context, plan: TableImportPlan[Any], noun: str, greetings: Sequence[dict[str, object]] = ()
) -> None:
    """Report an import. `greetings` are added to the JSON data. Raises ProblemsFound with every refused row, if
    there are any."""
    reading, change, path = plan.reading, plan.change, plan.path
    absent = "among the good rows of" if reading.refused else "in"
    leftovers = [
        Problem(
            path,
            None,
            f"{key} is in the database but not {absent} the file",
            f"to remove it: campaign {noun} remove {key}",
        )
        for key in change.missing
    ]
    remarks = [str(remark) for remark in (*reading.remarks, *leftovers)]
    context.out.data(
        {
            "file": path,
            "encoding": reading.encoding,
            "added": change.added,
            "changed": change.changed,
            "unchanged": change.unchanged,
            "missing": change.missing,
            "refused": [
                {"line": problem.line, "message": problem.message, "fix": problem.fix} for problem in reading.refused
            ],
            "remarks": remarks,
            **({"greetings": greetings} if greetings else {}),
            **({"salutation": plan.salutation} if plan.salutation else {}),
        }
    )
    say_remarks(context, remarks)
    context.out.say(f"{path}: {_counts(change)}")
    if reading.refused:
        raise _refused(reading, path)


def say_remarks(context: Context, remarks: Sequence[str]) -> None:
    """Print the first remarks, and how many more there are."""
    for remark in remarks[:_MOST_REMARKS]:
        context.out.remark(remark)
    if len(remarks) > _MOST_REMARKS:
        context.out.remark(f"... and {len(remarks) - _MOST_REMARKS} more remarks (--json lists all)")


def report_fates(context: Context, plan: TableImportPlan[Any]) -> None:
    """Print what an import would do with each row; it changes nothing. Raises ProblemsFound as above."""
    fates, reading = row_fates(plan), plan.reading
    say_remarks(context, [str(remark) for remark in reading.remarks])
    rows = [(f"line {fate.line or 1}", fate.fate, fate.value.name if fate.value else "", _why(fate)) for fate in fates]
    for line in align(rows):
        context.out.say(f"  {line}".rstrip())
    context.out.say(f"{plan.path}: {_counts(plan.change)}; nothing was written")
    context.out.data(
        {
            "file": plan.path,
            "dry_run": True,
            "rows": [
                {"line": fate.line, "fate": fate.fate, "name": fate.value.name if fate.value else "", "why": _why(fate)}
                for fate in fates
            ],
            "missing": plan.change.missing,
            "remarks": [str(remark) for remark in reading.remarks],
        }
    )
    if reading.refused:
        raise _refused(reading, plan.path, is_dry=True)


def _why(fate: RowFate[Any]) -> str:
    """What changes in a row, or why it is refused."""
    changes = [
        f"{field.replace('_', ' ')}: {old or 'nothing'} to {new or 'nothing'}" for field, old, new in fate.changes
    ]
    return "; ".join([*changes, *(problem.message for problem in fate.problems)])


def _counts(change: TableChange) -> str:
    counts = f"{len(change.added)} added, {len(change.changed)} changed, {len(change.unchanged)} unchanged"
    return counts + (", in a new order" if change.reordered else "")


def _refused(reading: TableReading[Any], path: str, *, is_dry: bool = False) -> ProblemsFound:
    rows = count_of(len({problem.line for problem in reading.refused}), "row")
    if not reading.records:
        message = f"{path}: no row could be imported; nothing was changed"
    elif is_dry:
        message = f"{path}: {rows} refused, {count_of(len(reading.records), 'row')} good"
    else:
        message = f"{path}: {rows} refused, {count_of(len(reading.records), 'row')} imported"
    return ProblemsFound(message, fix="fix the rows listed above and import again", problems=reading.refused)
