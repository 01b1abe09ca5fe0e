"""Shared by `addressee import` and `signatory import`: read the file, and report what happened to its rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from campaign.cli.context import Context
from campaign.core.languages.in_english import count_of
from campaign.core.tables import TableReading
from campaign.core.tables.changes import TableChange
from campaign.core.tables.rows import MOST_BYTES
from campaign.errors import FolderError, Problem, ProblemsFound, cause_of
from campaign.services.people.importing import TableImportPlan

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
        }
    )
    for remark in remarks[:_MOST_REMARKS]:
        context.out.remark(remark)
    if len(remarks) > _MOST_REMARKS:
        context.out.remark(f"... and {len(remarks) - _MOST_REMARKS} more remarks (--json lists all)")
    context.out.say(f"{path}: {_counts(change)}")
    if reading.refused:
        raise _refused(reading, path)


def _counts(change: TableChange) -> str:
    counts = f"{len(change.added)} added, {len(change.changed)} changed, {len(change.unchanged)} unchanged"
    return counts + (", in a new order" if change.reordered else "")


def _refused(reading: TableReading[Any], path: str) -> ProblemsFound:
    rows = count_of(len({problem.line for problem in reading.refused}), "row")
    if not reading.records:
        message = f"{path}: no row could be imported; nothing was changed"
    else:
        message = f"{path}: {rows} refused, {count_of(len(reading.records), 'row')} imported"
    return ProblemsFound(message, fix="fix the rows listed above and import again", problems=reading.refused)
