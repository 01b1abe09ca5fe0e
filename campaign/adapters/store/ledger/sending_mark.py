"""The mark of what was sent, as the database knows it, and what happens to a database that was restored from a copy.

The mark is a number that grows with each body, and the same number is kept where a copy of the database does not take
it back. A database whose number is smaller is older than what was sent.

PostgreSQL is shared by machines, so no single machine can keep the number. There the place is the identity of the
server and of the table, which another server, another database, another timeline, or a table that was made again does
not have. What it cannot notice is a restored copy of the whole data folder.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.times import to_text
from campaign.core.delivery.states import DeliveryState

_GET = "SELECT place, number FROM sending_mark"
_FORGET = "DELETE FROM sending_mark"
_SET = "INSERT INTO sending_mark (place, number) VALUES (:place, :number)"
_ADVANCE = "UPDATE sending_mark SET number = number + :number"
_HAS_SENT = "SELECT 1 FROM delivery_event WHERE stage = 'body' LIMIT 1"
_OPEN = """
    SELECT d.letter, d.wave, count(*) FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE v.state IN ('planned', 'queued', 'deferred') GROUP BY d.id, d.letter, d.wave ORDER BY d.id"""
_MAY_HAVE_GONE = """
    UPDATE delivery SET state = 'uncertain', claim = NULL, next_at = NULL, reply_code = NULL, reply_text = :text,
        changed_at = :at
    WHERE state IN ('planned', 'queued', 'deferred') RETURNING id"""
_RELEASE = """
    UPDATE dispatch SET released_at = :at
    WHERE released_at IS NULL
    AND EXISTS (SELECT 1 FROM delivery WHERE delivery.dispatch = dispatch.id AND state = 'planned')"""
_PUT_BACK = "the database was restored from a copy; the email may have been sent after the copy was made"


@dataclass(frozen=True, slots=True)
class StoredMark:
    """The mark in the database."""

    place: str
    """Where the same number is kept outside; for PostgreSQL, the identity of the server and of the table."""
    number: int
    """How many bodies were begun."""


@dataclass(frozen=True, slots=True)
class OpenWave:
    """A mailing with deliveries that wait, or are planned."""

    letter: str
    wave: str
    number: int
    """How many of its deliveries wait or are planned."""


def stored(db: Database) -> StoredMark | None:
    """Return the mark; None for a database that has sent before there were marks."""
    row = db.execute(_GET).fetchone()
    return StoredMark(*row) if row else None


def put(db: Database, mark: StoredMark) -> None:
    """Store a mark in place of an earlier one."""
    db.execute(_FORGET)
    db.execute(_SET, {"place": mark.place, "number": mark.number})


def ensure(db: Database) -> None:
    """Give a database that has never sent its mark, so that a copy from before the first email has it, too."""
    if stored(db) is None and not has_sent(db):
        put(db, StoredMark(db.identity() or uuid4().hex, 0))


def advance(db: Database, number: int) -> None:
    """Raise the mark, because as many bodies are about to go. On PostgreSQL all workers would wait for this row."""
    if not db.shared:
        db.execute(_ADVANCE, {"number": number})


def identity(db: Database) -> str:
    """Return the identity of a shared database; "" for a file, which has none."""
    return db.identity()


def has_sent(db: Database) -> bool:
    """Return whether a mail server ever got a body from this database."""
    return db.execute(_HAS_SENT).fetchone() is not None


def open_waves(db: Database) -> tuple[OpenWave, ...]:
    """Return the mailings with deliveries that wait or are planned."""
    return tuple(OpenWave(*row) for row in db.execute(_OPEN).fetchall())


def doubt_all(db: Database, at: dt.datetime) -> int:
    """Make everything that waits or is planned uncertain: it may have gone. Returns how many."""
    values = {"text": _PUT_BACK, "at": to_text(at)}
    db.execute(_RELEASE, {"at": to_text(at)})
    rows = db.execute(_MAY_HAVE_GONE, values).fetchall()
    for row in rows:
        deliveries.note(db, row[0], DeliveryState.UNCERTAIN, _PUT_BACK, at)
    return len(rows)
