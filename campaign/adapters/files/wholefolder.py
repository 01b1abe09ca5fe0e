"""A folder of files that is replaced as a whole: readers find the old files or the new ones, never a mixture."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from campaign.errors import FolderError, Refused


def replace(folder: Path, files: Mapping[str, bytes], sums: str) -> None:
    """Make `folder` hold exactly `files`, given by their paths below it.

    `sums` is the path of the one that lists the others, as `sha256sum` does; by it the next call knows its own work.
    The new folder is written beside the old one, which it then takes the place of. Raises Refused when the folder holds
    anything that no earlier call wrote, FolderError when it cannot be written; then all is as it was.
    """
    folder = folder.resolve()
    strange = _strange(folder, sums)
    if strange:
        raise Refused(
            f"{folder}: holds {strange}, which is not of an earlier site; nothing was written",
            hint="name another folder, one that is new or empty",
        )
    mark = secrets.token_hex(4)
    new, old = (folder.with_name(f".{folder.name}-{mark}.{what}") for what in ("new", "old"))
    try:
        _write(new, files)
        _swap(folder, new, old)
    except OSError as error:
        raise FolderError(
            f"{folder}: cannot be written ({error.strerror or error}); nothing was changed",
            hint="look at the rights and the space of the folder it lies in",
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _strange(folder: Path, sums: str) -> str:
    """What in the folder is no file of an earlier call, unchanged; "" when there is none."""
    if not os.path.lexists(folder):
        return ""
    if not folder.is_dir():
        return "no folder but a file"
    known = _known(folder / sums)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (not path.is_dir() and name != sums and known.get(name) != _digest(path)):
            return f"{name}, changed by hand" if name in known else name
    return "" if known or not (folder / sums).exists() else sums


def _known(sums: Path) -> dict[str, str]:
    try:
        lines = sums.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    parts = (line.partition("  ") for line in lines)
    return {path: digest for digest, _, path in parts}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _swap(folder: Path, new: Path, old: Path) -> None:
    """Put the new folder in the place of the old one; if that fails, the old one goes back."""
    if not folder.exists():
        new.rename(folder)
        return
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
