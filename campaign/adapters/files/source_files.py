"""Files of data as streams: plain, .gz, .zip, spreadsheets, and the dated folders that fetching writes."""

import datetime as dt
import gzip
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from campaign.adapters.files.workbook import csv_of_workbook
from campaign.errors import FolderError, cause_of

MANIFEST = "manifest.json"
_CHUNK = 1 << 16
_MOST_UNPACKED = 2_000_000_000
_MOST_RATIO = 200
_FREE_RATIO = 10_000_000  # below this size any ratio may be
_MOST_FILES = 2000
_MOST_WORKBOOK = 50_000_000
_DAY = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)(?!\d)")


@dataclass(slots=True)
class SourceStream:
    """A file that is read once. After reading, `digest` is the SHA-256 of its bytes as they were unpacked."""

    path: str
    day: str
    licence: str
    _open: IO[bytes] | gzip.GzipFile = field(repr=False)
    _packed: int = 0
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes. Raises FolderError for what cannot be unpacked or grows without end."""
        size = 0
        try:
            with self._open as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if self._packed and size > _FREE_RATIO and size > self._packed * _MOST_RATIO:
                        raise FolderError(
                            f"{self.path}: unpacks to more than {_MOST_RATIO} times its size; nothing was imported",
                            fix="ask where the file is from",
                        )
                    if size > _MOST_UNPACKED:
                        raise FolderError(
                            f"{self.path}: larger than {_MOST_UNPACKED // 10**9} GB", fix="split the file"
                        )
                    self._hash.update(chunk)
                    yield chunk
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            cause = cause_of(error) if isinstance(error, OSError) else str(error)
            raise FolderError(
                f"{self.path}: cannot be read to its end ({cause}); nothing was imported", fix="get the file again"
            ) from error

    @property
    def digest(self) -> str:
        """The SHA-256 of what was read."""
        return self._hash.hexdigest()


def open_sources(path: Path, name: str) -> Iterator[SourceStream]:
    """Yield the files of a path: itself, those in a zip file, or those in a folder. Read each before the next.

    `name` is what people know the path by.
    """
    if path.is_dir():
        yield from _of_folder(path, name)
        return
    try:
        stream = path.open("rb")
        head = stream.read(4)
        stream.seek(0)
        size, modified = path.stat().st_size, dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError as error:
        raise FolderError(f"{name}: cannot be read ({cause_of(error)})", fix="name a file that is there") from error
    day = _day_of(path.name) or f"{modified:%Y-%m-%d}"
    if head.startswith(b"\x1f\x8b"):
        with stream:
            yield SourceStream(name, day, "", gzip.GzipFile(fileobj=stream), size)
    elif head.startswith(b"PK\x03\x04"):
        with stream:
            yield from _of_zip(stream, name, day, size)
    else:
        yield SourceStream(name, day, "", stream)


def _of_zip(stream: IO[bytes], name: str, day: str, size: int) -> Iterator[SourceStream]:
    try:
        archive = zipfile.ZipFile(stream)
    except zipfile.BadZipFile as error:
        raise FolderError(f"{name}: a damaged zip file ({error})", fix="get the file again") from error
    names = {entry.filename for entry in archive.infolist()}
    if {"[Content_Types].xml", "content.xml"} & names:
        yield _workbook(stream, name, day, size)
        return
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > _MOST_FILES:
        raise FolderError(f"{name}: more than {_MOST_FILES} files in it; nothing was imported", fix="split it")
    for entry in entries:
        if entry.filename.endswith(".csv-metadata.json") or Path(entry.filename).name in (MANIFEST, "last_updated.txt"):
            continue
        try:
            inner = archive.open(entry)
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
            raise FolderError(f"{name}/{entry.filename}: cannot be unpacked ({error})", fix="unpack it") from error
        yield SourceStream(f"{name}/{entry.filename}", _day_of(entry.filename) or day, "", inner, entry.compress_size)


def _workbook(stream: IO[bytes], name: str, day: str, size: int) -> SourceStream:
    if size > _MOST_WORKBOOK:
        raise FolderError(f"{name}: larger than {_MOST_WORKBOOK // 10**6} MB", fix="save it as CSV (UTF-8)")
    stream.seek(0)
    return SourceStream(name, day, "", io.BytesIO(csv_of_workbook(stream.read(), name)))


def _of_folder(path: Path, name: str) -> Iterator[SourceStream]:
    known = _manifest(path / MANIFEST)
    files = sorted(file for file in path.iterdir() if file.is_file() and file.name != MANIFEST)
    for file in files:
        if known and file.name not in known:
            continue
        for source in open_sources(file, f"{name}/{file.name}"):
            entry = known.get(file.name, {})
            source.day = entry.get("date", "")[:10] or source.day
            source.licence = entry.get("licence", "")
            yield source
            if entry.get("digest") and entry["digest"] != source.digest:
                raise FolderError(
                    f"{source.path}: differs from its digest in {MANIFEST}; nothing was imported", fix="fetch it again"
                )


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    try:
        return {entry["file"]: entry for entry in json.loads(path.read_bytes())["answers"] if entry.get("file")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FolderError(f"{path.name}: damaged ({error})", fix="fetch the folder again") from error


def _day_of(name: str) -> str:
    match = _DAY.search(name)
    if not match:
        return ""
    return match[1] if len(match[1]) == 10 else f"{match[1]}-01"
