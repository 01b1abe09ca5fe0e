"""What importing addressees and organisations shares: reading the file, and telling what happened to its rows."""

from pathlib import Path
from typing import Any

from campaign.cli.context import Context
from campaign.core.languages.in_english import count_of
from campaign.core.tables import Reading
from campaign.core.tables.changes import TableChange
from campaign.core.tables.table import MOST_BYTES
from campaign.errors import FolderError, Problem, ProblemsFound, cause_of
from campaign.services.people.importing import TableImportPlan

_MOST_REMARKS = 20


def read_table(file: Path, mend: str) -> bytes:
    """A table's bytes, not many more than we take. Raises FolderError naming file and cause."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise FolderError(f"{file}: cannot be read ({cause_of(error)})", hint=mend) from error


def tell_import(context: Context, plan: TableImportPlan[Any], noun: str) -> None:
    """Say what was imported. Raises ProblemsFound, naming each refused row, when there are any."""
    reading, change, shown = plan.reading, plan.change, plan.path
    absent = "among the good rows of" if reading.refused else "in"
    left = [
        Problem(
            shown,
            None,
            f"{key} is in the store but not {absent} the file",
            f"it stays until `campaign {noun} remove {key}`",
        )
        for key in change.missing
    ]
    remarks = [str(each) for each in (*reading.remarks, *left)]
    context.out.data(
        {
            "file": shown,
            "encoding": reading.encoding,
            "added": change.added,
            "changed": change.changed,
            "unchanged": change.unchanged,
            "missing": change.missing,
            "refused": [{"line": each.line, "what": each.what, "mend": each.mend} for each in reading.refused],
            "remarks": remarks,
        }
    )
    for remark in remarks[:_MOST_REMARKS]:
        context.out.remark(remark)
    if len(remarks) > _MOST_REMARKS:
        context.out.remark(f"... and {len(remarks) - _MOST_REMARKS} more remarks (--json shows all)")
    context.out.say(f"{shown}: {_counts(change)}")
    if reading.refused:
        raise _refused(reading, shown)


def _counts(change: TableChange) -> str:
    counts = f"{len(change.added)} added, {len(change.changed)} changed, {len(change.unchanged)} unchanged"
    return counts + (", in a new order" if change.reordered else "")


def _refused(reading: Reading[Any], shown: str) -> ProblemsFound:
    rows = count_of(len({each.line for each in reading.refused}), "row")
    if not reading.records:
        message = f"{shown}: no row could be taken; nothing was changed"
    else:
        message = f"{shown}: {rows} refused, {count_of(len(reading.records), 'good row')} kept"
    return ProblemsFound(message, hint="mend what is named above and import again", problems=reading.refused)
