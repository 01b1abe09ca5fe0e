"""Move a campaign to another database: every row of every table, in one transaction, counted afterwards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from campaign.adapters.store.connection import Store
from campaign.adapters.store.database import Database
from campaign.errors import Refused, StoreError

# Each after the tables that it refers to.
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
    """A table that was moved, and its number of rows."""

    table: str
    rows: int


def move(
    source: Store, target: Store, progress: Callable[[str, int], object] = lambda *_: None
) -> tuple[MovedTable, ...]:
    """Copy all rows of `source` into the empty `target`, then count them there. Returns each table's rows.

    `progress` is called with the table and the number of rows after each batch. The caller makes sure that nobody
    writes into `source` meanwhile. Raises Refused if the target is not empty (it stays as it is), and StoreError if
    rows are missing afterwards.
    """
    counts = {table: source.read(_count, table) for table in TABLES}
    target.write(_fill, source, progress)
    arrived = {table: target.read(_count, table) for table in TABLES}
    wrong = [table for table in TABLES if counts[table] != arrived[table]]
    if wrong:
        raise StoreError(
            f"{target.engine.name}: rows are missing in {', '.join(wrong)}", fix="empty that database, then move again"
        )
    return tuple(MovedTable(table, counts[table]) for table in TABLES)


def _fill(db: Database, source: Store, progress: Callable[[str, int], object]) -> None:
    filled = [table for table in TABLES if _count(db, table)]
    if filled:
        raise Refused(f"the database is not empty: it has rows in {filled[0]}", fix="name an empty database")
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
