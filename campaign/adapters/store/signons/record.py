"""The record of sign-ons. Each entry is chained to the one before, and no entry is ever changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from campaign.adapters.store.columns import insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import rows
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
from campaign.core.signons.seal import seal

_LINE = "number, at, letter, signon, deed, actor, facts, private, seal, digest"
_LAST = "SELECT number, digest FROM record ORDER BY number DESC LIMIT 1"
_DIGEST = "SELECT digest FROM record WHERE number = :number"
_ADD = insert("record", _LINE.split(", "))
_AFTER = f"SELECT {_LINE} FROM record WHERE number > :number ORDER BY number LIMIT 1000"
_OF = f"SELECT {_LINE} FROM record WHERE signon = :signon ORDER BY number"
_NEWEST_OF = f"SELECT {_LINE} FROM record WHERE signon = :signon ORDER BY number DESC LIMIT 1"
_LAST_OF = f"SELECT {_LINE} FROM record WHERE signon = :signon AND deed = :deed ORDER BY number DESC LIMIT 1"


def add(db: Database, line: RecordLine) -> None:
    """Add a line to the record, after everything that it is about was written: the line gets the sign-on's seal."""
    db.wait_turn("record")
    line = replace(line, seal=_seal(db, line.signon))
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
            "seal": line.seal or None,
            "digest": entry_digest(before, number, line),
        },
    )


def _seal(db: Database, number: int | None) -> bytes:
    signon = rows.one(db, number) if number is not None else None
    return seal(signon, rows.signer(db, signon.id)) if signon else b""


def digest_of(db: Database, number: int) -> bytes:
    """Return the digest of an entry; b"" if there is none."""
    row = db.execute(_DIGEST, {"number": number}).fetchone()
    return bytes(row[0]) if row else b""


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


def newest_of(db: Database, signon: int) -> RecordEntry | None:
    """Return a sign-on's newest entry, None if there is none."""
    row = db.execute(_NEWEST_OF, {"signon": signon}).fetchone()
    return _entry(row) if row else None


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
    number, at, letter, signon, event, actor, facts, private, sealed, digest = row
    line = RecordLine(
        from_text(at),
        letter,
        signon,
        RecordEvent(event),
        Actor(actor),
        json.loads(facts),
        bytes(private),
        bytes(sealed or b""),
    )
    return RecordEntry(number, line, bytes(digest))
