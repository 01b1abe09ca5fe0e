"""Sessions. One is deleted when it ends."""

import datetime as dt

from campaign.adapters.store.columns import Columns
from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.team.session import IDLE_LIFE, LONGEST_LIFE, MOST_SESSIONS, TeamSession

_SESSION = Columns(TeamSession)
_SELECT = f"SELECT {_SESSION.select()} FROM team_session"
_ADD = f"""
    INSERT INTO team_session (account, secret, created_at, seen_at, device)
    VALUES (:account, :secret, :at, :at, :device) RETURNING {_SESSION.select()}"""
_NOTE_USE = "UPDATE team_session SET seen_at = :at WHERE id = :id"
_END = "DELETE FROM team_session WHERE id = :id AND account = :account"
_END_ALL = "DELETE FROM team_session WHERE account = :account"
_DELETE_LAPSED = "DELETE FROM team_session WHERE seen_at < :idle OR created_at < :oldest"
_END_SURPLUS = """
    DELETE FROM team_session WHERE account = :account AND id NOT IN (
        SELECT id FROM team_session WHERE account = :account ORDER BY seen_at DESC, id DESC LIMIT :most)"""


def add(db: Database, account: int, secret: bytes, device: str, at: dt.datetime) -> TeamSession:
    """Start a session. Lapsed ones, and the oldest of too many, are deleted."""
    db.execute(_DELETE_LAPSED, {"idle": to_text(at - IDLE_LIFE), "oldest": to_text(at - LONGEST_LIFE)})
    values = {"account": account, "secret": secret, "at": to_text(at), "device": device}
    session = _SESSION.read(db.execute(_ADD, values).fetchone())
    db.execute(_END_SURPLUS, {"account": account, "most": MOST_SESSIONS})
    return session


def by_secret(db: Database, secret: bytes) -> TeamSession | None:
    """Return the session with this cookie digest."""
    row = db.execute(f"{_SELECT} WHERE secret = :secret", {"secret": secret}).fetchone()
    return _SESSION.read(row) if row else None


def every(db: Database) -> tuple[TeamSession, ...]:
    """Return all sessions, the last used first."""
    return tuple(_SESSION.read(row) for row in db.execute(f"{_SELECT} ORDER BY seen_at DESC, id DESC").fetchall())


def note_use(db: Database, session: int, at: dt.datetime) -> None:
    """Note when a session was used last."""
    db.execute(_NOTE_USE, {"id": session, "at": to_text(at)})


def end(db: Database, account: int, session: int) -> bool:
    """End a session of an account. False if there is no such session."""
    return db.execute(_END, {"id": session, "account": account}).rowcount == 1


def end_all(db: Database, account: int) -> int:
    """End all sessions of an account. Returns how many were ended."""
    return db.execute(_END_ALL, {"account": account}).rowcount
