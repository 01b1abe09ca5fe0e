"""Reads the Transparency Register's XML export (some 200 MB) as a stream, one row at a time.

The file comes from outside, so a document type (entity bombs, references to other files), a tag without an end and too
deep nesting are refused. The export declares XML 1.1 and may refer to control characters, which the parser refuses:
they become spaces. Entities that were escaped twice are decoded.
"""

import html
import re
from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from campaign.core.signatories.names import MOST_LETTERS
from campaign.core.signatories.register import RegisterEntry, read_number
from campaign.errors import ExportError

_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 20  # bytes that the parser may hold while a tag or a comment has no end
_DEEPEST = 32
_ROOT, _ROW = "ListOfIRPublicDetail", "interestRepresentative"
_FIELDS = {
    "identificationCode": "number",
    "name/originalName": "name",
    "acronym": "acronym",
    "webSiteURL": "url",
    "headOffice/country": "country",
    "registrationCategory": "category",
}
_MOST = 4 * MOST_LETTERS  # letters kept of a field before it is normalised
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
_LONGEST_REFERENCE = 12
_CONTROLS = bytes.maketrans(bytes(range(32)), bytes(code if code in b"\t\n\r" else 32 for code in range(32)))


class BinaryFile(Protocol):
    """A source of bytes, such as an open file."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


def read_export(file: BinaryFile, path: str) -> Iterator[RegisterEntry]:
    """Yield the export's rows in order. `path` is the name shown in errors.

    Rows without a number or a name are skipped. Raises ExportError, after the good rows, if the file is damaged or is
    not an export of the Register.
    """
    reader = _ExportReader(path)
    for chunk in _clean(file):
        reader.read(chunk)
        yield from reader.take_rows()
    reader.end()


class _ExportReader:
    __slots__ = ("_bytes_read", "_elements", "_field", "_fields", "_parser", "_path", "_rows")

    def __init__(self, path: str) -> None:
        self._path = path
        self._bytes_read = 0
        self._elements: list[str] = []
        self._field = ""  # of the current text; "" for one that is not kept
        self._fields: dict[str, str] = {}
        self._rows: list[RegisterEntry] = []
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._text

    def read(self, chunk: bytes) -> None:
        self._parse(chunk, final=False)
        self._bytes_read += len(chunk)
        if self._bytes_read - self._parser.CurrentByteIndex > _LONGEST_TAG:
            raise self._error("a tag has no end")

    def end(self) -> None:
        self._parse(b"", final=True)

    def take_rows(self) -> list[RegisterEntry]:
        rows, self._rows = self._rows, []
        return rows

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise self._error(f"is damaged: {expat.ErrorString(error.code)}") from error

    def _doctype(self, *_: object) -> None:
        raise self._error("has a document type, which an export never has")

    def _start(self, name: str, _: object) -> None:
        tag = name.rpartition(" ")[2]
        if not self._elements and tag != _ROOT:
            raise self._error("is not an export of the Transparency Register")
        if len(self._elements) == _DEEPEST:
            raise self._error("is nested more deeply than any export")
        self._elements.append(tag)
        self._field = _FIELDS.get("/".join(self._elements[3:]), "") if self._elements[2:3] == [_ROW] else ""

    def _text(self, text: str) -> None:
        if self._field and len(so_far := self._fields.get(self._field, "")) < _MOST:
            self._fields[self._field] = so_far + text[:_MOST]

    def _close(self, _: str) -> None:
        self._elements.pop()
        self._field = ""
        if len(self._elements) != 2:
            return
        fields = {name: _tidy(text) for name, text in self._fields.items()}
        self._fields = {}
        number = read_number(fields.pop("number", ""))
        if number and fields.get("name"):
            self._rows.append(RegisterEntry(number, **fields))

    def _error(self, what: str) -> ExportError:
        location = f"{self._path}:{self._parser.CurrentLineNumber}"
        return ExportError(f"{location}: {what}", fix="download the export again as XML, and do not edit it")


def _clean(file: BinaryFile) -> Iterator[bytes]:
    """The file's bytes without the characters that XML 1.1 allows and the parser refuses."""
    rest = b""
    while chunk := file.read(_CHUNK):
        text = rest + chunk.translate(_CONTROLS)
        cut = text.rfind(b"&", -_LONGEST_REFERENCE)
        cut = len(text) if cut < 0 else cut
        yield _REFERENCE.sub(_replace_control, text[:cut])
        rest = text[cut:]
    yield _REFERENCE.sub(_replace_control, rest)


def _replace_control(match: re.Match[bytes]) -> bytes:
    code = int(match[1], 16) if match[1] else int(match[2])
    return b" " if code < 32 and code not in (9, 10, 13) else match[0]


def _tidy(text: str) -> str:
    """On one line, without invisible characters, at most MOST_LETTERS long."""
    letters = html.unescape(text)
    if not letters.isprintable():
        letters = "".join(sign if sign.isprintable() else " " for sign in letters)
    return " ".join(letters.split())[:MOST_LETTERS]
