"""New files beside what is there already: all or none, and never over an existing one that is not kept."""

import os
import secrets
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

from campaign.errors import FolderError, Refused

Link = Callable[[Path, Path], object]


def write(texts: Mapping[Path, str], link: Link = os.link, blank: Path | None = None) -> None:
    """Write each text as UTF-8 to its path. Folders that are missing are made.

    Raises Refused when one of the files is there, FolderError when one cannot be written; then nothing is changed.
    `link` gives a finished file its name and fails when the name is taken. `blank` is the one file that may be there,
    because it holds nothing yet: it is replaced at once, after all others.
    """
    there = [path for path in texts if path != blank and os.path.lexists(path)]
    if there:
        raise Refused(f"{', '.join(map(str, there))}: there already; nothing was written")
    done: list[Path] = []
    folders: list[Path] = []
    try:
        for path in sorted(texts, key=lambda path: path == blank):
            folders += _made(path.parent)
            _write_one(path, texts[path], os.replace if path == blank else link)
            done.append(path)
    except FileExistsError as error:
        _undo(done, folders)
        raise Refused(f"{error.filename2 or error.filename}: there already; nothing was written") from error
    except OSError as error:
        _undo(done, folders)
        raise FolderError(
            f"{path}: cannot be written ({error.strerror or error}); nothing was written",
            hint="look at the rights and the space of the folder",
        ) from error


def supersede(path: Path, text: str) -> Path:
    """Write text in place of a file, whole or not at all. Gives the path under which the old one stays beside it.

    Raises FolderError when it cannot be written; then nothing is changed.
    """
    names = (path.with_name(f"{path.stem}.before-{number}{path.suffix}") for number in count(1))
    kept = next(each for each in names if not os.path.lexists(each))
    try:
        os.link(path, kept)
        _write_one(path, text, os.replace)
    except OSError as error:
        cause = error.strerror or error
        raise FolderError(f"{path}: cannot be written ({cause})", hint="look at rights and space") from error
    return kept


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, whole or not at all.

    Raises Refused when something of its name is there, FolderError when it cannot be written.
    """
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError as error:
        raise Refused(f"{path}: there already; nothing was written", hint="name a new file") from error
    except OSError as error:
        cause = error.strerror or error
        raise FolderError(f"{path}: cannot be written ({cause})", hint="look at rights and space") from error
    finally:
        draft.unlink(missing_ok=True)


def _made(folder: Path) -> list[Path]:
    """Make a folder and those above it; gives those that are new, the outermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _write_one(path: Path, text: str, link: Link) -> None:
    """Under another name first: a name never stands for half a file, whatever happens."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _undo(done: list[Path], folders: list[Path]) -> None:
    for path in done:
        path.unlink()
    for folder in reversed(folders):
        folder.rmdir()
