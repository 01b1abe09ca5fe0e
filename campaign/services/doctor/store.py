"""Checks of the database: the version of SQLite, whether the file opens, and the newest time in it."""

import datetime as dt

from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store
from campaign.adapters.store.newest_time import newest_at
from campaign.adapters.store.sqlite import SAFE_SQLITE
from campaign.errors import CampaignError
from campaign.services.doctor.result import CheckResult, ok, problem, skipped, warning
from campaign.services.sending.sending_mark import SendingMark


def check_sqlite(version: tuple[int, ...]) -> CheckResult:
    """Check that this SQLite does not have the WAL-reset bug."""
    text = f"SQLite {_dotted(version)}"
    if version < SAFE_SQLITE:
        fix = f"{_dotted(SAFE_SQLITE)} fixes a bug that can lose data when several programs write at the same time"
        return warning("sqlite", f"{text} is old", fix)
    return ok("sqlite", text)


def check_database(folder: Folder, database_url: str = "") -> tuple[dt.datetime | None, CheckResult]:
    """Check that the database opens: the one at `database_url`, or the campaign's file if that is "".

    Returns the newest time in it as well (aware UTC, None if it has none).
    """
    if not database_url and not folder.database.exists():
        return None, skipped("database", "there is none yet; the first import creates it")
    try:
        with Store.open(database_url or folder.database) as store:
            name = store.engine.name if database_url else folder.display_path(folder.database)
            doubt = SendingMark(store).doubt()
            result = problem("database", doubt.message, doubt.fix) if doubt else ok("database", f"{name} opens")
            return store.read(newest_at), result
    except CampaignError as error:
        return None, problem("database", error.message, error.fix)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
