"""Mails that are owed to signers, kept in the transaction that owes them, until each is a delivery of the ledger."""

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
    """A mail that is owed to the signer of a sign-on. `kind` names its template; `facts` go into it."""

    id: int
    signon: int
    letter: str
    kind: NoticeKind
    facts: Mapping[str, str]
    owed_at: dt.datetime


_NOTICE = Columns(Notice, facts=Codec(facts_text, json.loads))
_ADD = f"{insert('notice', _NOTICE.without('id'))} ON CONFLICT (signon, kind) DO NOTHING"
_PENDING = f"SELECT {_NOTICE.select()} FROM notice ORDER BY id LIMIT :most"
_PENDING_AFTER = f"""
    SELECT {_NOTICE.select()} FROM notice WHERE letter = :letter AND id > :after ORDER BY id LIMIT :most"""
# An id may come again once its row is gone, so the whole row is meant.
_REMOVE = """
    DELETE FROM notice WHERE id = :id AND signon = :signon AND kind = :kind AND owed_at = :owed_at RETURNING id"""
_CANCEL = "DELETE FROM notice WHERE signon = :signon AND kind = :kind"


def add(
    db: Database, letter: str, signon: int, kind: NoticeKind, at: dt.datetime, facts: Mapping[str, str] = {}
) -> None:
    """Owe a mail. One of the same kind that is still owed to the same signer is enough."""
    db.execute(_ADD, _NOTICE.values(Notice(0, signon, letter, kind, facts, at)))


def pending(db: Database, limit: int = 100) -> tuple[Notice, ...]:
    """The oldest mails that are owed."""
    return tuple(_NOTICE.read(row) for row in db.execute(_PENDING, {"most": limit}).fetchall())


def pending_after(db: Database, letter: str, after: int, limit: int = 100) -> tuple[Notice, ...]:
    """The oldest mails that are owed to a letter's signers, behind a number."""
    values = {"letter": letter, "after": after, "most": limit}
    return tuple(_NOTICE.read(row) for row in db.execute(_PENDING_AFTER, values).fetchall())


def remove(db: Database, notice: Notice) -> bool:
    """Forget a mail that was made; False when it was made already."""
    return db.execute(_REMOVE, _NOTICE.values(notice)).fetchone() is not None


def cancel(db: Database, signon: int, kind: NoticeKind) -> None:
    """Owe a mail no more."""
    db.execute(_CANCEL, {"signon": signon, "kind": kind})
