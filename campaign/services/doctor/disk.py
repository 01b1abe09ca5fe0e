"""Checks of the disk: who may read secrets and personal data, whether there is space, when a file was last written."""

import datetime as dt
import shlex
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from campaign.adapters.files.folder import Folder
from campaign.services.doctor.result import CheckResult, ok, problem, warning

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LISTS = ("*.private.csv", "letters/*/*.private.csv", "signatories/*.private.csv")
_PRIVATE = (".env", "campaign.db*", "private/*.pem", *_LISTS)
_MEGABYTE = 1024 * 1024
_TOO_LITTLE = 50 * _MEGABYTE
_LITTLE = 500 * _MEGABYTE


def check_rights(folder: Folder) -> list[CheckResult]:
    """Check that only their owner can read secrets and personal data. The fix is a command."""
    results = [
        problem(
            "rights",
            f"{folder.display_path(path)} can be read or changed by other users of this machine",
            f"chmod 600 {shlex.quote(str(path))}",
        )
        for path in _private_files(folder)
        if path.stat().st_mode & _OTHERS
    ]
    return results or [ok("rights", "only you can read secrets and personal data")]


def check_disk_space(free: int) -> CheckResult:
    """Check that the disk has space for the database and the outbox."""
    megabytes = f"{free // _MEGABYTE:,} MB free"
    if free < _TOO_LITTLE:
        return problem("disk", megabytes, "free some space: a full disk stops sending")
    if free < _LITTLE:
        return warning("disk", megabytes, "free some space before you send to many")
    return ok("disk", megabytes)


def free_bytes(folder: Folder) -> int:
    return shutil.disk_usage(folder.root).free


def newest_file(folder: Folder) -> tuple[dt.datetime, str]:
    """The time of the newest file of the campaign, aware UTC, and the file's path."""
    path = max(_dated_files(folder), key=lambda file: file.stat().st_mtime)
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC), folder.display_path(path)


def _private_files(folder: Folder) -> Iterator[Path]:
    for pattern in _PRIVATE:
        yield from (path for path in sorted(folder.root.glob(pattern)) if path.is_file())


def _dated_files(folder: Folder) -> Iterator[Path]:
    yield folder.settings
    for pattern in (".env", "campaign.db", "letters/*/*"):
        yield from (path for path in folder.root.glob(pattern) if path.is_file())
