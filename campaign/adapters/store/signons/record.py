"""The record of sign-ons. Each entry is chained to the one before, and no entry is ever changed."""

import json
from collections.abc import Iterator
from typing import Any

from campaign.adapters.store.columns import insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.times import from_text, to_text
from campaign.core.signons.record import (
    START_DIGEST,
    Actor,
    RecordEntry,
    RecordEvent,
    RecordLine,
    entry_digest,
    facts_text,
)

_LINE = "number, at, letter, signon, deed, actor, facts, private, digest"
_LAST = "SELECT number, digest FROM record ORDER BY number DESC LIMIT 1"
_ADD = insert("record", _LINE.split(", "))
_AFTER = f"SELECT {_LINE} FROM record WHERE number > :number ORDER BY number LIMIT 1000"
_OF = f"SELECT {_LINE} FROM record WHERE signon = :signon ORDER BY number"
_LAST_OF = f"SELECT {_LINE} FROM record WHERE signon = :signon AND deed = :deed ORDER BY number DESC LIMIT 1"


def add(db: Database, line: RecordLine) -> None:
    """Add a line to the record."""
    db.wait_turn("record")
    count, before = last(db)
    number, before = count + 1, before or START_DIGEST
    db.execute(
        _ADD,
        {
            "number": number,
            "at": to_text(line.at),
            "letter": line.letter,
            "signon": line.signon,
            "deed": line.event.value,
            "actor": line.actor.value,
            "facts": facts_text(line.facts),
            "private": line.private,
            "digest": entry_digest(before, number, line),
        },
    )


def last(db: Database) -> tuple[int, bytes]:
    """Return the number and the digest of the newest entry; 0 and b"" if there is none."""
    row = db.execute(_LAST).fetchone()
    return (row[0], bytes(row[1])) if row else (0, b"")


def after(db: Database, number: int) -> tuple[RecordEntry, ...]:
    """Return up to a thousand entries after a number, in order."""
    return tuple(_entry(row) for row in db.execute(_AFTER, {"number": number}).fetchall())


def of(db: Database, signon: int) -> tuple[RecordEntry, ...]:
    """Return a sign-on's entries, in order."""
    return tuple(_entry(row) for row in db.execute(_OF, {"signon": signon}).fetchall())


def last_of(db: Database, signon: int, event: RecordEvent) -> RecordEntry | None:
    """Return the newest entry of an event for a sign-on, None if there is none."""
    row = db.execute(_LAST_OF, {"signon": signon, "deed": event.value}).fetchone()
    return _entry(row) if row else None


def every(db: Database) -> Iterator[RecordEntry]:
    """Yield the whole record in order, reading a thousand entries at a time."""
    entries = after(db, 0)
    while entries:
        yield from entries
        entries = after(db, entries[-1].number)


def _entry(row: tuple[Any, ...]) -> RecordEntry:
    number, at, letter, signon, event, actor, facts, private, digest = row
    line = RecordLine(
        from_text(at), letter, signon, RecordEvent(event), Actor(actor), json.loads(facts), bytes(private)
    )
    return RecordEntry(number, line, bytes(digest))
