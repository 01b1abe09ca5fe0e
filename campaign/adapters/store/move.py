"""Move a campaign to another database: every row of every table, in one transaction, counted afterwards."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaign.adapters.store.connection import Store
from campaign.adapters.store.database import Database
from campaign.adapters.store.sqlite import copy_file
from campaign.errors import Refused, StoreError

# Each after the tables that it refers to.
TABLES = (
    "addressee",
    "organisation",
    "version",
    "version_text",
    "version_annex",
    "version_stamp",
    "dispatch",
    "delivery",
    "wire",
    "message",
    "delivery_event",
    "sent_copy",
    "reply",
    "position",
    "call_note",
    "mailbox",
    "signon",
    "signer",
    "proposed_change",
    "signon_count",
    "record",
    "change",
    "notice",
    "submission",
    "stopped",
    "blocked",
    "limit_use",
    "confirmation_mail",
    "secret",
    "listed_name",
    "record_read",
    "account",
    "sign_in",
    "team_session",
    "team_act",
    "security_email",
    "directory_source",
    "directory_person",
    "directory_id",
    "directory_entry",
    "directory_seat",
    "directory_body",
    "roll_call",
    "asked_vote",
    "people_list",
    "stance",
    "agenda_day",
    "draft_text",
    "draft_thread",
    "draft_comment",
    "draft_suggestion",
    "signing_position",
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
    """Copy all rows of `source`, as they are at one moment, into the empty `target`, then count them there.

    Returns each table's rows. `progress` is called with the table and the number of rows after each batch. What
    others write into `source` meanwhile is not copied. Raises Refused if the target is not empty (it stays as it is),
    and StoreError if rows are missing afterwards.
    """
    with _snapshot(source) as db:
        counts = {table: _count(db, table) for table in TABLES}
        target.write(_fill, db, progress)
    arrived = {table: target.read(_count, table) for table in TABLES}
    wrong = [table for table in TABLES if counts[table] != arrived[table]]
    if wrong:
        raise StoreError(
            f"{target.engine.name}: rows are missing in {', '.join(wrong)}", fix="empty that database, then move again"
        )
    return tuple(MovedTable(table, counts[table]) for table in TABLES)


def copy_to_file(source: Store, path: Path) -> None:
    """Copy the database, as it is at one moment, into a new SQLite file, while other programs write to it.

    Raises StoreError if it cannot be copied.
    """
    if isinstance(source.location, Path):
        copy_file(source.location, path)
    else:
        with Store.open(path) as target:
            move(source, target)


@contextmanager
def _snapshot(source: Store) -> Iterator[Database]:
    """A connection of its own that sees the database as it is now."""
    try:
        connection = source.engine.connect(read_only=True)
        try:
            connection.begin_snapshot()
            yield connection.db
        finally:
            connection.close()
    except source.engine.errors as error:
        raise source.engine.store_error(error) from error


def _fill(db: Database, source: Database, progress: Callable[[str, int], object]) -> None:
    filled = [table for table in TABLES if _count(db, table)]
    if filled:
        raise Refused(f"the database is not empty: it has rows in {filled[0]}", fix="name an empty database")
    for table in TABLES:
        for names, rows in _batches(source, table):
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
