"""Limits of mail servers: until when a server has refused everything because we sent as much as it allows."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.times import from_text, to_text

_SET = """
    INSERT INTO server_limit (server, until_at, why) VALUES (:server, :until_at, :why)
    ON CONFLICT (server) DO UPDATE SET until_at = excluded.until_at, why = excluded.why"""
_GET = "SELECT until_at, why FROM server_limit WHERE server = :server"
_FORGET = "DELETE FROM server_limit WHERE server = :server"


@dataclass(frozen=True, slots=True)
class ServerLimit:
    """A limit of a mail server that was reached."""

    until_at: dt.datetime
    """When it is tried again (aware UTC)."""
    why: str
    """Whose limit it is, for people, with the server's words."""


def note(db: Database, server: str, limit: ServerLimit) -> None:
    """Store the limit of a server, in place of an earlier one."""
    db.execute(_SET, {"server": server, "until_at": to_text(limit.until_at), "why": limit.why})


def current(db: Database, server: str, now: dt.datetime) -> ServerLimit | None:
    """Return the limit of a server; None when it has none, or may be tried again."""
    row = db.execute(_GET, {"server": server}).fetchone()
    limit = ServerLimit(from_text(row[0]), row[1]) if row else None
    return limit if limit and now < limit.until_at else None


def forget(db: Database, server: str) -> None:
    """Forget the limit of a server, because a person wants to try again, or it accepts emails again."""
    db.execute(_FORGET, {"server": server})
