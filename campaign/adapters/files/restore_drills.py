"""When a restore was last tried: a line in the campaign folder for each drill."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from campaign.errors import FolderError, cause_of

_FILE = "private/restore-drills.txt"


@dataclass(frozen=True, slots=True)
class Drill:
    """A restore that was tried."""

    at: dt.datetime
    """When (aware UTC)."""
    file: str
    """The name of the backup file."""
    made_at: str
    """When the backup was made, ISO 8601."""


def note(root: Path, drill: Drill) -> None:
    """Add a drill. Raises FolderError."""
    path = root / _FILE
    try:
        path.parent.mkdir(exist_ok=True, mode=0o700)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{drill.at:%Y-%m-%dT%H:%M:%SZ}\t{drill.made_at}\t{drill.file}\n")
    except OSError as error:
        raise FolderError(f"{path}: cannot be written ({cause_of(error)})", fix="check its permissions") from error


def newest(root: Path) -> Drill | None:
    """The newest drill; None if there was none. Lines that are no drill are skipped."""
    try:
        lines = (root / _FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    drills = [drill for line in lines if (drill := _read(line))]
    return max(drills, key=lambda drill: drill.at, default=None)


def _read(line: str) -> Drill | None:
    at, _, rest = line.partition("\t")
    made_at, _, file = rest.partition("\t")
    try:
        return Drill(dt.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC), file, made_at)
    except ValueError:
        return None
