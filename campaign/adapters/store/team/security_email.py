"""Up to which act the coordinators were told of security events."""

from campaign.adapters.store.database import Database

_LAST = "SELECT last_act FROM security_email WHERE id = 1"
_NEWEST = "SELECT max(id) FROM team_act"
_PUT = """
    INSERT INTO security_email (id, last_act) VALUES (1, :act)
    ON CONFLICT (id) DO UPDATE SET last_act = excluded.last_act"""


def last_act(db: Database) -> int | None:
    """Return the id of the last act that was told; None if nothing was told yet."""
    row = db.execute(_LAST).fetchone()
    return int(row[0]) if row else None


def newest_act(db: Database) -> int:
    """Return the id of the newest act; 0 for none."""
    return int(db.execute(_NEWEST).fetchone()[0] or 0)


def note(db: Database, act: int) -> None:
    """Note that everything up to an act was told."""
    db.execute(_PUT, {"act": act})
