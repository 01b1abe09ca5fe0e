"""The record of what the team did. Entries are added, never changed, and read page by page, newest first."""

from typing import Any

from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database
from campaign.core.team.act_entry import ActEntry, NewActEntry

_ENTRY = Columns(ActEntry)
_NEW = Columns(NewActEntry)
_SELECT = f"SELECT {_ENTRY.select()} FROM team_act"
_ADD = f"{insert('team_act', _NEW.names)} RETURNING {_ENTRY.select()}"
LAST = 2**62  # greater than every id
COMMANDS = 0
"""In place of an account: what was done on the command line."""


def add(db: Database, new: NewActEntry) -> ActEntry:
    """Add an act."""
    return _ENTRY.read(db.execute(_ADD, _NEW.values(new)).fetchone())


def one(db: Database, entry: int) -> ActEntry | None:
    """Return an act by its id."""
    row = db.execute(f"{_SELECT} WHERE id = :id", {"id": entry}).fetchone()
    return _ENTRY.read(row) if row else None


def newest(db: Database, act: str, subject: str) -> ActEntry | None:
    """Return the last act of a name on a subject."""
    sql = f"{_SELECT} WHERE act = :act AND subject = :subject ORDER BY id DESC LIMIT 1"
    row = db.execute(sql, {"act": act, "subject": subject}).fetchone()
    return _ENTRY.read(row) if row else None


def after(db: Database, edge: int, *, limit: int) -> tuple[ActEntry, ...]:
    """Return up to `limit` acts after the act `edge`, oldest first."""
    sql = f"{_SELECT} WHERE id > :edge ORDER BY id LIMIT :most"
    return tuple(_ENTRY.read(row) for row in db.execute(sql, {"edge": edge, "most": limit}).fetchall())


def before(
    db: Database, edge: int = LAST, *, account: int | None = None, act: str = "", limit: int = 50
) -> tuple[ActEntry, ...]:
    """Return up to `limit` acts before the act `edge`, newest first; only of an account, and only of a name, if they
    are given."""
    values: dict[str, Any] = {"edge": edge, "most": limit}
    conditions = ["id < :edge"]
    if account == COMMANDS:
        conditions.append("account IS NULL")
    elif account is not None:
        conditions.append("account = :account")
        values["account"] = account
    if act:
        conditions.append("act = :act")
        values["act"] = act
    sql = f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT :most"
    return tuple(_ENTRY.read(row) for row in db.execute(sql, values).fetchall())
