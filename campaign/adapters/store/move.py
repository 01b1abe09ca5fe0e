"""A whole campaign moved from one database to another: every row of every table, in one transaction, and counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from campaign.adapters.store.connection import Store
from campaign.adapters.store.database import Database
from campaign.errors import Refused, StoreError

# Each behind those that it refers to.
TABLES = (
    "addressee",
    "organisation",
    "version",
    "version_text",
    "version_annex",
    "dispatch",
    "delivery",
    "wire",
    "message",
    "delivery_event",
    "reply",
    "position",
    "mailbox",
    "signon",
    "signer",
    "signon_count",
    "record",
    "change",
    "notice",
    "stopped",
    "secret",
    "listed_name",
    "record_read",
)
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class MovedTable:
    """How many rows of a table were moved."""

    table: str
    rows: int


def move(
    source: Store, target: Store, progress: Callable[[str, int], object] = lambda *_: None
) -> tuple[MovedTable, ...]:
    """Copy all rows of `source` into the empty `target`, and count them there. `told` hears of each table and batch.

    Whoever calls it sees to it that nobody writes into `source` meanwhile. Raises Refused for a target that is not
    empty, StoreError when something does not arrive; the target is then as empty as it was.
    """
    counts = {table: source.read(_count, table) for table in TABLES}
    target.write(_fill, source, progress)
    arrived = {table: target.read(_count, table) for table in TABLES}
    wrong = [table for table in TABLES if counts[table] != arrived[table]]
    if wrong:
        raise StoreError(f"{target.engine.name}: not all rows arrived in {', '.join(wrong)}", fix="move it again")
    return tuple(MovedTable(table, counts[table]) for table in TABLES)


def _fill(db: Database, source: Store, progress: Callable[[str, int], object]) -> None:
    filled = [table for table in TABLES if _count(db, table)]
    if filled:
        raise Refused(f"not moved: the target is not empty ({filled[0]})", fix="name a database of its own")
    for table in TABLES:
        for names, rows in source.read(_batches, table):
            sql = f"INSERT INTO {table} ({names}) VALUES ({_parameters(len(rows[0]))})"
            for row in rows:
                db.execute(sql, {f"c{index}": value for index, value in enumerate(row)})
            progress(table, len(rows))
        db.restart_numbering(table)


def _batches(db: Database, table: str) -> Iterator[tuple[str, Sequence[Any]]]:
    names = ", ".join(f'"{name}"' for name in db.columns(table))
    cursor = db.execute(f"SELECT {names} FROM {table}")
    while rows := cursor.fetchmany(_BATCH):
        yield names, rows


def _count(db: Database, table: str) -> int:
    number: int = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return number


def _parameters(number: int) -> str:
    return ", ".join(f":c{index}" for index in range(number))
