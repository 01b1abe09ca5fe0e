"""Mails that are owed to signers, kept in the transaction that owes them, until each is a delivery of the ledger."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.times import from_text, to_text
from campaign.core.signons.record import facts_text

_OWE = """
    INSERT INTO notice (signon, letter, kind, facts, owed_at) VALUES (:signon, :letter, :kind, :facts, :at)
    ON CONFLICT (signon, kind) DO NOTHING"""
_OWED = "SELECT id, signon, letter, kind, facts, owed_at FROM notice ORDER BY id LIMIT :most"
_OWED_AFTER = """
    SELECT id, signon, letter, kind, facts, owed_at FROM notice WHERE letter = :letter AND id > :after
    ORDER BY id LIMIT :most"""
# An id may come again once its row is gone, so the whole row is meant.
_DONE = """
    DELETE FROM notice WHERE id = :notice AND signon = :signon AND kind = :kind AND owed_at = :at RETURNING id"""


_FORGET = "DELETE FROM notice WHERE signon = :signon AND kind = :kind"


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail that is owed to the signer of a sign-on. `kind` names its template; `facts` go into it."""

    id: int
    signon: int
    letter: str
    kind: str
    facts: Mapping[str, str]
    owed_at: dt.datetime


def owe(db: Database, letter: str, signon: int, kind: str, at: dt.datetime, facts: Mapping[str, str] = {}) -> None:
    """Owe a mail. One of the same kind that is still owed to the same signer is enough."""
    values = {"signon": signon, "letter": letter, "kind": kind, "facts": facts_text(facts), "at": to_text(at)}
    db.execute(_OWE, values)


def owed(db: Database, most: int = 100) -> tuple[Notice, ...]:
    """The oldest mails that are owed."""
    return tuple(_notice(row) for row in db.execute(_OWED, {"most": most}).fetchall())


def owed_after(db: Database, letter: str, after: int, most: int = 100) -> tuple[Notice, ...]:
    """The oldest mails that are owed to a letter's signers, behind a number."""
    values = {"letter": letter, "after": after, "most": most}
    return tuple(_notice(row) for row in db.execute(_OWED_AFTER, values).fetchall())


def done(db: Database, notice: Notice) -> bool:
    """Forget a mail that was made; False when it was made already."""
    values = {"notice": notice.id, "signon": notice.signon, "kind": notice.kind, "at": to_text(notice.owed_at)}
    return db.execute(_DONE, values).fetchone() is not None


def forget(db: Database, signon: int, kind: str) -> None:
    """Owe a mail no more."""
    db.execute(_FORGET, {"signon": signon, "kind": kind})


def _notice(row: tuple[Any, ...]) -> Notice:
    number, signon, letter, kind, facts, owed_at = row
    return Notice(number, signon, letter, kind, json.loads(facts), from_text(owed_at))
