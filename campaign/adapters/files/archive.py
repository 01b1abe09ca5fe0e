"""A ZIP file with the digest of each of its files: written whole, and read as if it came from a stranger."""

import hashlib
import os
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from campaign.errors import FolderError, Refused, cause_of

SUMS = "SHA256SUMS"
"""The file that lists the digests of the others, as `sha256sum` does."""
_CHUNK_BYTES = 1 << 20
_MAX_FILES = 100_000
_MOST_SUMS = 50_000_000  # bytes of the list, which is read whole
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, UnicodeError)
_SPARE_BYTES = 100_000_000  # what is left free on the disk


def write_archive(path: Path, files: Mapping[str, Path | bytes]) -> None:
    """Write a new ZIP file that only its owner can read, with each file by its path in the archive.

    Raises Refused if `path` exists, FolderError if it cannot be written; then there is no file.
    """
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        try:
            with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
                _fill(file, files)
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except FileExistsError as error:
        raise Refused(f"{path}: already exists; nothing was written", fix="choose another file name") from error
    except OSError as error:
        fix = "check the permissions and the free space of the folder"
        raise FolderError(f"{error.filename or path}: {cause_of(error)}; nothing was written", fix=fix) from error


def _fill(file: BinaryIO, files: Mapping[str, Path | bytes]) -> None:
    sums = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            digest = hashlib.sha256()
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as member:
                for chunk in _chunks(content):
                    digest.update(chunk)
                    member.write(chunk)
            sums.append(f"{digest.hexdigest()}  {name}\n")
        archive.writestr(SUMS, "".join(sums))


def _chunks(content: Path | bytes) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def extract_archive(path: Path, folder: Path) -> tuple[str, ...]:
    """Write the files of an archive into `folder`, an empty folder, and compare each with its digest.

    Returns their paths. Raises Refused if the file is no such archive, or is damaged or incomplete: the folder then
    holds a part of it. Raises FolderError if a file cannot be read or written.
    """
    with _explain_errors(path), zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > _MAX_FILES or sum(entry.file_size for entry in entries) > _free_bytes(folder):
            raise Refused(f"{path}: its files do not fit on the disk", fix="free space, or choose another disk")
        names = [entry.filename for entry in entries if entry.filename != SUMS]
        sums = _read_sums(archive, path)
        if sorted(names) != sorted(sums) or not all(map(_is_safe, names)):
            raise Refused(f"{path}: its files are not those that it lists", fix="use another backup")
        for name in names:
            if _extract(archive, name, folder / name) != sums[name]:
                raise Refused(f"{path}: {name} is damaged", fix="use another backup")
    return tuple(names)


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> str:
    """Write one file. Returns its digest in hex."""
    for parent in reversed(target.parents):
        if not parent.exists():
            parent.mkdir(mode=0o700)
    digest = hashlib.sha256()
    with (
        archive.open(name) as member,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
    ):
        while chunk := member.read(_CHUNK_BYTES):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _read_sums(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    try:
        if archive.getinfo(SUMS).file_size > _MOST_SUMS:
            raise Refused(f"{path}: its list of files is too large", fix="use another backup")
        lines = archive.read(SUMS).decode().splitlines()
    except KeyError:
        raise Refused(
            f"{path}: is not a backup of a campaign", fix="name a file that `campaign backup` wrote"
        ) from None
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _is_safe(name: str) -> bool:
    """Whether a path stays below the folder that it is extracted to, on every system."""
    parts = PurePosixPath(name).parts
    return bool(parts) and name == "/".join(parts) and not {"..", "/"} & set(parts) and not set("\\:\0") & set(name)


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free - _SPARE_BYTES


@contextmanager
def _explain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise Refused(f"{path}: is damaged, or is not a backup ({error})", fix="use another backup") from error
    except OSError as error:
        fix = "check the file's permissions and the free space"
        raise FolderError(f"{error.filename or path}: {cause_of(error)}", fix=fix) from error
