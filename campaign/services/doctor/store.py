"""The database: which SQLite, whether the file opens, and the newest time in it."""

import datetime as dt

from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store
from campaign.adapters.store.newest import newest_at
from campaign.adapters.store.sqlite import SAFE_SQLITE
from campaign.errors import StoreError
from campaign.services.doctor.finding import Finding, ok, problem, skipped, warning


def sqlite(version: tuple[int, ...]) -> Finding:
    """Whether this SQLite is free of the WAL-reset bug."""
    text = f"SQLite {_dotted(version)}"
    if version < SAFE_SQLITE:
        mend = f"{_dotted(SAFE_SQLITE)} mends a fault that can lose data when several programs write at once"
        return warning("sqlite", f"{text} is old", mend)
    return ok("sqlite", text)


def look(folder: Folder, address: str = "") -> tuple[dt.datetime | None, Finding]:
    """The newest time on record (UTC, None where there is none) and whether the database opens: the one at `address`,
    else the folder's file."""
    if not address and not folder.database.exists():
        return None, skipped("database", "there is none yet; the first import makes it")
    try:
        with Store.open(address or folder.database) as store:
            name = store.engine.name if address else folder.shown(folder.database)
            return store.read(newest_at), ok("database", f"{name} opens")
    except StoreError as error:
        return None, problem("database", error.message, error.hint)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
