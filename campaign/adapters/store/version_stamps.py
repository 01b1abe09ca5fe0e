"""Time stamps of versions."""

from dataclasses import dataclass

from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database


@dataclass(frozen=True, slots=True)
class VersionStamp:
    """The time stamp of a version. `request` and `response` are as the server got and gave them."""

    version: int
    content: str  # what was stamped, see `core.letters.stamped`
    request: bytes
    response: bytes
    server: str


_STAMP = Columns(VersionStamp)
_ADD = f"{insert('version_stamp', _STAMP.names)} ON CONFLICT (version) DO NOTHING"
_EVERY = f"SELECT {_STAMP.select()} FROM version_stamp ORDER BY version"


def add(db: Database, stamp: VersionStamp) -> None:
    """Store a time stamp, unless the version has one."""
    db.execute(_ADD, _STAMP.values(stamp))


def every(db: Database) -> tuple[VersionStamp, ...]:
    """Return all time stamps."""
    return tuple(_STAMP.read(row) for row in db.execute(_EVERY).fetchall())
