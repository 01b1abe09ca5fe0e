"""Writes files and folders completely or not at all. No reader ever sees half a file."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from campaign.errors import FolderError, Refused, cause_of

Rename = Callable[[Path, Path], object]
"""Gives a finished draft its final name. `os.link` fails if the name exists, `os.replace` does not."""

PRIVATE_ENDING = ".private.csv"
_SPACE_HINT = "check the permissions and the free space"


def replace_file(path: Path, data: bytes, folder_mode: int = 0o777, *, durable: bool = False) -> Path:
    """Write `data` to a file, replacing an older one. A missing folder is made with `folder_mode`.

    `durable` waits until the data is on the disk. Returns the path. Raises FolderError naming the file and the cause.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=folder_mode)
        with _draft(path, data, durable=durable) as draft:
            os.replace(draft, path)  # noqa: PTH105 -- atomic on every system
    except OSError as error:
        raise _write_error(path, error, _SPACE_HINT) from error
    return path


def replace_with_backup(path: Path, text: str) -> Path:
    """Replace a file with a new text, and keep the old file beside it. Returns the path of the old file.

    Raises FolderError if it cannot be written; then nothing is changed.
    """
    backup = _free_name(path)
    try:
        os.link(path, backup)
        with _draft(path, text.encode()) as draft:
            os.replace(draft, path)  # noqa: PTH105 -- as above
    except OSError as error:
        raise _write_error(path, error, _SPACE_HINT) from error
    return backup


def keep_beside(path: Path, data: bytes) -> Path:
    """Keep an earlier content of a file beside it. Returns the new file. Raises FolderError if it cannot be written."""
    return replace_file(_free_name(path), data)


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}.before-{number}{path.suffix}") for number in count(1))
    return next(name for name in names if not os.path.lexists(name))


def create_private_file(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read.

    Raises Refused if the name exists, FolderError if it cannot be written.
    """
    try:
        with _draft(path, data, mode=0o600) as draft:
            os.link(draft, path)
    except FileExistsError as error:
        raise Refused(f"{path}: already exists; nothing was written", fix="choose another file name") from error
    except OSError as error:
        raise _write_error(path, error, _SPACE_HINT) from error


def replace_private_file(path: Path, data: bytes) -> Path:
    """Write a file that only its owner can read, replacing an older one. A missing folder is made for its owner alone.

    Returns the path once the data is on the disk. Raises FolderError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _draft(path, data, mode=0o600) as draft:
            os.replace(draft, path)  # noqa: PTH105 -- atomic on every system
    except OSError as error:
        raise _write_error(path, error, _SPACE_HINT) from error
    return path


def create_files(texts: Mapping[Path, str], rename: Rename = os.link, empty_file: Path | None = None) -> None:
    """Write each text as UTF-8 to a new file, all or none. Missing folders are made.

    `empty_file` is the one file that may exist, because it has no content yet. It is replaced last. Raises Refused if
    one of the other files exists, FolderError if one cannot be written; then nothing is changed.
    """
    existing = [path for path in texts if path != empty_file and os.path.lexists(path)]
    if existing:
        raise Refused(f"{', '.join(map(str, existing))}: already exists; nothing was written")
    files: list[Path] = []
    folders: list[Path] = []
    try:
        for path in sorted(texts, key=lambda path: path == empty_file):
            folders += _make_folder(path.parent)
            with _draft(path, texts[path].encode()) as draft:
                (os.replace if path == empty_file else rename)(draft, path)
            files.append(path)
    except FileExistsError as error:
        _undo(files, folders)
        raise Refused(f"{error.filename2 or error.filename}: already exists; nothing was written") from error
    except OSError as error:
        _undo(files, folders)
        hint = "check the permissions and the free space of the folder"
        raise _write_error(path, error, hint, "nothing was written") from error


def fill_folder(target: Path, texts: Mapping[str, str], rename: Rename = os.rename) -> None:
    """Write each text as UTF-8 to its path below `target`, all or none. No such path may exist yet.

    A new folder is made under a temporary name and renamed. In an existing folder, the files are made in a temporary
    subfolder and moved up, because a shell may have it as its working directory. Files for personal data, with
    PRIVATE_ENDING, are for their owner alone. Raises OSError if it cannot be written.
    """
    new = not target.is_dir()
    with _scratch_folder(target.parent if new else target) as scratch:
        for name, text in texts.items():
            (scratch / name).parent.mkdir(parents=True, exist_ok=True)
            (scratch / name).write_text(text, encoding="utf-8", newline="\n")
            if name.endswith(PRIVATE_ENDING):
                (scratch / name).chmod(0o600)
        if new:
            rename(scratch, target)
        else:
            _move_all(scratch, target, rename)


def replace_folder(folder: Path, files: Mapping[str, bytes], sums: str) -> None:
    """Make `folder` contain exactly `files`, by their paths below it. Readers see either the old files or the new ones.

    `sums` is the path of the file that lists the others, as `sha256sum` does; the next call recognises its own files by
    it. The new folder is written beside the old one and then replaces it. Raises Refused if the folder contains
    anything else, FolderError if it cannot be written; then nothing is changed.
    """
    folder = folder.resolve()
    foreign_entry = _foreign_entry(folder, sums)
    if foreign_entry:
        raise Refused(
            f"{folder}: contains {foreign_entry}, which is not part of an earlier site; nothing was written",
            fix="choose another folder, one that is new or empty",
        )
    suffix = secrets.token_hex(4)
    new, old = (folder.with_name(f".{folder.name}-{suffix}.{which}") for which in ("new", "old"))
    try:
        _write_all(new, files)
        _swap(folder, new, old)
    except OSError as error:
        hint = "check the permissions and the free space of the folder around it"
        raise _write_error(folder, error, hint, "nothing was changed") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _write_error(path: Path, error: OSError, hint: str, outcome: str = "") -> FolderError:
    return FolderError(f"{path}: cannot be written ({cause_of(error)})" + (f"; {outcome}" if outcome else ""), fix=hint)


@contextmanager
def _draft(path: Path, data: bytes, mode: int = 0o666, *, durable: bool = True) -> Iterator[Path]:
    """A temporary file beside `path` with this data, to be renamed; deleted afterwards."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder and its missing parents. Returns the new ones, outermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _undo(files: list[Path], folders: list[Path]) -> None:
    for path in files:
        path.unlink()
    for folder in reversed(folders):
        folder.rmdir()


@contextmanager
def _scratch_folder(parent: Path) -> Iterator[Path]:
    """A temporary folder, deleted afterwards."""
    scratch = parent / f".campaign-init-{secrets.token_hex(4)}"
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _move_all(source: Path, target: Path, rename: Rename) -> None:
    moves: list[str] = []
    try:
        for name in sorted(path.name for path in source.iterdir()):
            rename(source / name, target / name)
            moves.append(name)
    except OSError:
        for name in moves:
            (target / name).rename(source / name)
        raise


def _foreign_entry(folder: Path, sums: str) -> str:
    """The first entry that is not an unchanged file of an earlier call; "" if there is none."""
    if not os.path.lexists(folder):
        return ""
    if not folder.is_dir():
        return "a file, not a folder"
    known = digests(folder, sums)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (not path.is_dir() and name != sums and known.get(name) != _digest(path)):
            return f"{name}, changed by hand" if name in known else name
    return "" if known or not (folder / sums).exists() else sums


def digests(folder: Path, sums: str) -> dict[str, str]:
    """The SHA-256 of each file that `replace_folder` wrote there, by path; empty if it wrote none.

    `sums` is the path of the file that lists them.
    """
    try:
        lines = (folder / sums).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    parts = (line.partition("  ") for line in lines if not line.startswith("#"))
    return {path: digest for digest, _, path in parts}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
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
    """Replace the old folder by the new one. If that fails, the old one is restored."""
    if not folder.exists():
        new.rename(folder)
        return
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
