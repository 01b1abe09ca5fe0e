"""Forms that nobody has confirmed yet, in a table of their own: they change no sign-on and make no link invalid."""

import datetime as dt
import json
import secrets
from dataclasses import asdict
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.digests import address_digest, mailbox_digest
from campaign.adapters.store.times import from_number, to_number, to_text
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.submission import KEEP_FOR, Submission

_ADD = """
    INSERT INTO submission (letter, kind, mail_key, answers, seed, created_at, by_stranger, rank, mailbox)
    VALUES (:letter, :kind, :mail_key, :answers, :seed, :created_at, :by_stranger, :rank, :mailbox) RETURNING id"""
_COLUMNS = "id, letter, answers, seed, created_at, signon, by_stranger"
_ONE = f"SELECT {_COLUMNS} FROM submission WHERE id = :submission"
_OPEN = f"SELECT {_COLUMNS} FROM submission WHERE letter = :letter AND signon IS NULL ORDER BY id"
_PAGE = f"""
    SELECT {_COLUMNS} FROM submission WHERE letter = :letter AND kind = :kind AND signon IS NULL AND id < :edge
    ORDER BY id DESC LIMIT :most"""
_OF_ADDRESS = f"SELECT {_COLUMNS} FROM submission WHERE mail_key = :mail_key AND signon IS NULL ORDER BY id"
_LETTERS = "SELECT DISTINCT letter FROM submission"
_APPLY = "UPDATE submission SET answers = '', signon = :signon WHERE id = :submission AND signon IS NULL"
_COUNT = """
    SELECT count(*) FROM submission WHERE letter = :letter AND kind = :kind AND signon IS NULL"""
_REJECT = "UPDATE submission SET answers = '', signon = 0 WHERE id = :submission"
_OF_MAILBOX = """
    SELECT id FROM submission WHERE signon IS NULL AND by_stranger = 1
        AND mailbox = (SELECT mailbox FROM submission WHERE id = :submission)"""
_IS_LINK_BLOCKED = """
    SELECT 1 FROM blocked WHERE mailbox = (SELECT mailbox FROM submission WHERE id = :submission)"""
_BLOCK = """
    INSERT INTO blocked (mailbox, at) SELECT mailbox, :at FROM submission WHERE id = :submission AND mailbox IS NOT NULL
    ON CONFLICT (mailbox) DO NOTHING"""
_UNBLOCK = "DELETE FROM blocked WHERE mailbox = (SELECT mailbox FROM submission WHERE id = :submission)"
_IS_BLOCKED = "SELECT 1 FROM blocked WHERE mailbox = :mailbox"
_FORGET_BLOCKS = "DELETE FROM blocked"
_EXPIRED = "SELECT id FROM submission WHERE created_at < :before LIMIT 1000"
_FORGET_NOTICE = "DELETE FROM notice WHERE submission = :submission"
_DELETE = "DELETE FROM submission WHERE id = :submission"
_ALL_IDS = "SELECT id FROM submission"
_SEED_BITS = 62  # fits the signed integers of both databases


def add(db: Database, new: NewSignOn, at: dt.datetime, *, by_stranger: bool = True, rank: int = 0) -> int:
    """Add the answers of a form, and return the submission's id.

    `by_stranger` is False for what the coordinator entered. Of the strangers' forms, those with the lowest `rank` get
    their email first.
    """
    values = {
        "letter": new.letter,
        "kind": new.kind.value,
        "mail_key": address_digest(db, new.letter, new.address_key, may_create=True),
        "answers": json.dumps(asdict(new), ensure_ascii=False),
        "seed": secrets.randbits(_SEED_BITS),
        "created_at": to_number(at),
        "by_stranger": int(by_stranger),
        "rank": rank,
        "mailbox": mailbox_digest(db, new.address_key),
    }
    number: int = db.execute(_ADD, values).fetchone()[0]
    return number


def one(db: Database, submission: int) -> Submission | None:
    """Return a submission, waiting or applied; None if there is none, or it was deleted."""
    row = db.execute(_ONE, {"submission": submission}).fetchone()
    return _submission(row) if row else None


def waiting(db: Database, letter: str) -> tuple[Submission, ...]:
    """Return a letter's submissions that wait for a confirmation, oldest first."""
    return tuple(map(_submission, db.execute(_OPEN, {"letter": letter}).fetchall()))


def before(db: Database, letter: str, kind: SignOnKind, edge: int, limit: int = 50) -> tuple[Submission, ...]:
    """Return up to `limit` submissions that wait for a confirmation, newest first, older than `edge`."""
    values = {"letter": letter, "kind": kind.value, "edge": edge, "most": limit}
    return tuple(map(_submission, db.execute(_PAGE, values).fetchall()))


def of_address(db: Database, address_key: str) -> tuple[Submission, ...]:
    """Return the submissions to all letters that wait for a confirmation by an address."""
    letters = sorted(row[0] for row in db.execute(_LETTERS).fetchall())
    keys = ({"mail_key": address_digest(db, letter, address_key)} for letter in letters)
    return tuple(_submission(row) for key in keys for row in db.execute(_OF_ADDRESS, key).fetchall())


def count_waiting(db: Database, letter: str, kind: SignOnKind) -> int:
    """Count a letter's submissions that wait for a confirmation."""
    number: int = db.execute(_COUNT, {"letter": letter, "kind": kind.value}).fetchone()[0]
    return number


def mark_applied(db: Database, submission: int, signon: int) -> None:
    """Note the sign-on that the answers went to, and delete them here. The link shows the sign-on from now on."""
    db.execute(_APPLY, {"submission": submission, "signon": signon})


def reject(db: Database, submission: int, at: dt.datetime) -> bool:
    """Note that a form was not sent by the owner of its mailbox: delete the answers and notices of all strangers' forms
    that wait for the mailbox, and block it. The link stays, to end that. False if the form was confirmed."""
    known = one(db, submission)
    if known is None or not (known.signon is None or known.is_rejected):
        return False
    db.execute(_BLOCK, {"submission": submission, "at": to_text(at)})
    for row in [(submission,), *db.execute(_OF_MAILBOX, {"submission": submission}).fetchall()]:
        db.execute(_REJECT, {"submission": row[0]})
        db.execute(_FORGET_NOTICE, {"submission": row[0]})
    return True


def is_link_blocked(db: Database, submission: int) -> bool:
    """Return whether the mailbox of a form is blocked."""
    return db.execute(_IS_LINK_BLOCKED, {"submission": submission}).fetchone() is not None


def unblock(db: Database, submission: int) -> None:
    """Let forms cause emails to the mailbox of a form again."""
    db.execute(_UNBLOCK, {"submission": submission})


def is_blocked(db: Database, address_key: str) -> bool:
    """Return whether the owner of an address's mailbox said that a form was not theirs."""
    return db.execute(_IS_BLOCKED, {"mailbox": mailbox_digest(db, address_key)}).fetchone() is not None


def forget_blocks(db: Database) -> None:
    """Delete all blocks, when the campaign's personal data is purged."""
    db.execute(_FORGET_BLOCKS)


def delete(db: Database, submission: int) -> None:
    """Delete a submission and its pending notice. Its link becomes invalid."""
    db.execute(_FORGET_NOTICE, {"submission": submission})
    db.execute(_DELETE, {"submission": submission})


def delete_expired(db: Database, at: dt.datetime) -> int:
    """Delete submissions that nobody confirmed within KEEP_FOR. Returns how many, up to a thousand."""
    rows = db.execute(_EXPIRED, {"before": to_number(at - KEEP_FOR)}).fetchall()
    for row in rows:
        delete(db, row[0])
    return len(rows)


def delete_all(db: Database) -> None:
    """Delete every submission, when the campaign's personal data is purged."""
    for row in db.execute(_ALL_IDS).fetchall():
        delete(db, row[0])


def _submission(row: Any) -> Submission:
    number, letter, answers, seed, created_at, signon, by_stranger = row
    return Submission(number, letter, _answers(answers), seed, from_number(created_at), signon, bool(by_stranger))


def _answers(text: str) -> NewSignOn | None:
    if not text:
        return None
    fields = json.loads(text)
    kind, state, source = SignOnKind(fields["kind"]), SignOnState(fields["state"]), SignOnSource(fields["source"])
    return NewSignOn(**fields | {"kind": kind, "state": state, "source": source})
