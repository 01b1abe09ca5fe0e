"""Pending notices to signers: saved with the change that causes them, until each becomes a delivery."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.adapters.store.columns import Codec, Columns, insert
from campaign.adapters.store.database import Database
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import facts_text


@dataclass(frozen=True, slots=True)
class Notice:
    """A pending email to the signer of a sign-on."""

    id: int
    signon: int  # 0 for a submission
    letter: str
    kind: NoticeKind  # decides the text
    facts: Mapping[str, str]  # what the text depends on, such as the coordinator's reason
    owed_at: dt.datetime  # when the change happened
    submission: int = 0  # the form that it asks to confirm; 0 for a sign-on


_NOTICE = Columns(Notice, facts=Codec(facts_text, json.loads))
_ADD = f"{insert('notice', _NOTICE.without('id'))} ON CONFLICT (signon, submission, kind) DO NOTHING"
_PENDING = f"SELECT {_NOTICE.select()} FROM notice ORDER BY id LIMIT :most"
_PENDING_AFTER = f"""
    SELECT {_NOTICE.select()} FROM notice WHERE letter = :letter AND id > :after AND NOT EXISTS (
        SELECT 1 FROM submission AS s WHERE s.id = notice.submission AND s.by_stranger = 1
    ) ORDER BY id LIMIT :most"""
_OF_SIGNON = f"SELECT {_NOTICE.select()} FROM notice WHERE signon = :signon ORDER BY id"
# The forms of those whose network sent few come first, so that a flood waits behind everybody else.
_PENDING_CONFIRMATIONS = f"""
    SELECT {_NOTICE.select("n")} FROM notice AS n JOIN submission AS s ON s.id = n.submission
    WHERE n.letter = :letter AND s.by_stranger = 1 ORDER BY s.rank, n.id LIMIT :most"""
# SQLite may use an id again after its row was deleted, so the whole row is compared.
_REMOVE = """
    DELETE FROM notice
    WHERE id = :id AND signon = :signon AND submission = :submission AND kind = :kind AND owed_at = :owed_at
    RETURNING id"""
_CANCEL = "DELETE FROM notice WHERE signon = :signon AND kind = :kind"


def add(
    db: Database,
    letter: str,
    signon: int,
    kind: NoticeKind,
    at: dt.datetime,
    facts: Mapping[str, str] = {},
    *,
    submission: int = 0,
) -> None:
    """Add a pending notice, unless one of the same kind to the same signer is pending."""
    db.execute(_ADD, _NOTICE.values(Notice(0, signon, letter, kind, facts, at, submission)))


def pending(db: Database, limit: int = 100) -> tuple[Notice, ...]:
    """Return the oldest pending notices."""
    return tuple(_NOTICE.read(row) for row in db.execute(_PENDING, {"most": limit}).fetchall())


def pending_after(db: Database, letter: str, after: int, limit: int = 100) -> tuple[Notice, ...]:
    """Return the oldest pending notices of a letter with an id after `after`, but for forms of strangers."""
    values = {"letter": letter, "after": after, "most": limit}
    return tuple(_NOTICE.read(row) for row in db.execute(_PENDING_AFTER, values).fetchall())


def of_signon(db: Database, signon: int) -> tuple[Notice, ...]:
    """Return the pending notices about a sign-on."""
    return tuple(_NOTICE.read(row) for row in db.execute(_OF_SIGNON, {"signon": signon}).fetchall())


def pending_confirmations(db: Database, letter: str, limit: int) -> tuple[Notice, ...]:
    """Return the pending notices to strangers who sent a form, in the order in which they are sent."""
    values = {"letter": letter, "most": limit}
    return tuple(_NOTICE.read(row) for row in db.execute(_PENDING_CONFIRMATIONS, values).fetchall())


def remove(db: Database, notice: Notice) -> bool:
    """Remove a notice whose email was written. False if it was removed already."""
    return db.execute(_REMOVE, _NOTICE.values(notice)).fetchone() is not None


def cancel(db: Database, signon: int, kind: NoticeKind) -> None:
    """Cancel a pending notice."""
    db.execute(_CANCEL, {"signon": signon, "kind": kind})
