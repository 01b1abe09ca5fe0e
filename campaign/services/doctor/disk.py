"""Files: who may read secrets and people's data, whether there is room, and when something was last written."""

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
    """Secrets and people's data are for their owner's eyes. Where others may look, the command that ends it."""
    results = [
        problem(
            "rights",
            f"{folder.display_path(path)} can be read or changed by others on this machine",
            f"chmod 600 {shlex.quote(str(path))}",
        )
        for path in _private_files(folder)
        if path.stat().st_mode & _OTHERS
    ]
    return results or [ok("rights", "secrets and data are for your eyes only")]


def check_disk_space(free: int) -> CheckResult:
    """Whether the disk has room for the database and the outbox."""
    megabytes = f"{free // _MEGABYTE:,} MB free"
    if free < _TOO_LITTLE:
        return problem("disk", megabytes, "make room: a full disk stops the sending")
    if free < _LITTLE:
        return warning("disk", megabytes, "make room before sending to many")
    return ok("disk", megabytes)


def free_bytes(folder: Folder) -> int:
    return shutil.disk_usage(folder.root).free


def newest_file(folder: Folder) -> tuple[dt.datetime, str]:
    """When a file of the campaign was last written, in UTC, and which."""
    path = max(_dated_files(folder), key=lambda file: file.stat().st_mtime)
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC), folder.display_path(path)


def _private_files(folder: Folder) -> Iterator[Path]:
    for pattern in _PRIVATE:
        yield from (path for path in sorted(folder.root.glob(pattern)) if path.is_file())


def _dated_files(folder: Folder) -> Iterator[Path]:
    yield folder.settings
    for pattern in (".env", "campaign.db", "letters/*/*"):
        yield from (path for path in folder.root.glob(pattern) if path.is_file())
