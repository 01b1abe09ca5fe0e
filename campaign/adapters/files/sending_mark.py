"""The mark of what was sent, kept outside of the campaign folder, so that a copy of the folder does not take it back.

It is one number in a file of the user's state folder: `$XDG_STATE_HOME/undersigned`, or `~/.local/state/undersigned`
(XDG Base Directory Specification).
"""

import os
from pathlib import Path

from campaign.adapters.files.lock import lock_file
from campaign.errors import FolderError, cause_of

_WIDTH = 20


def state_folder() -> Path:
    """The user's folder for what the program must remember about this machine."""
    base = os.environ.get("XDG_STATE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "state") / "undersigned"


def read_mark(place: str) -> int | None:
    """The number of a mark; None when there is no such mark. Raises FolderError when it cannot be read."""
    path = _path(place)
    try:
        return int(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _error(path, error) from error


def write_mark(place: str, number: int, *, to_disk: bool = False) -> None:
    """Raise a mark to a number, in place: it always takes the same room, so a full disk cannot lose it. It never falls:
    of two mailers, the one that counted first may write last. Raises FolderError."""
    path = _path(place)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            lock_file(descriptor)
            if number >= _number_in(descriptor):
                os.lseek(descriptor, 0, os.SEEK_SET)
                os.write(descriptor, f"{number:0{_WIDTH}d}\n".encode())
            if to_disk:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _error(path, error) from error


def _number_in(descriptor: int) -> int:
    text = os.read(descriptor, _WIDTH + 1).strip()
    return int(text) if text.isdigit() else -1


def _path(place: str) -> Path:
    return state_folder() / "marks" / place


def _error(path: Path, error: Exception) -> FolderError:
    cause = cause_of(error) if isinstance(error, OSError) else "it contains no number"
    what = f"{path}: the record of what was sent cannot be saved ({cause})"
    return FolderError(what, fix="set XDG_STATE_HOME to a folder that you can write to, and that survives a restart")
