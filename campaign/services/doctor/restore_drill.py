"""Checks that a backup was restored for a trial within the last month."""

import datetime as dt
from collections.abc import Iterator

from campaign.adapters.files import restore_drills
from campaign.adapters.files.folder import Folder
from campaign.services.doctor.result import CheckResult, ok, warning

_EVERY = dt.timedelta(days=31)
_FIX = "campaign backup FILE, then campaign backup --check FILE"


def check_drill(folder: Folder, now: dt.datetime) -> Iterator[CheckResult]:
    """Whether a backup was restored for a trial within a month; nothing while there is no database."""
    drill = restore_drills.newest(folder.root)
    if drill is None:
        if folder.database.exists():
            yield warning("backup", "no trial restore of a backup has been done yet", _FIX)
    elif now - drill.at > _EVERY:
        yield warning("backup", f"the last trial restore was on {drill.at:%d %B %Y}, more than a month ago", _FIX)
    else:
        yield ok("backup", f"{drill.file} was restored for a trial on {drill.at:%d %B %Y}")
