"""A mail's headers and parts, read leniently and within bounds. Whatever the bytes hold, nothing here raises.

The structure is walked by hand: the standard library's parser goes as deep as the mail does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

MOST_BYTES = 10_000_000
MOST_PARTS = 100
_MOST_HEAD = 64_000
_MOST_HEADERS = 400
_MOST_VALUE = 4_000
_MOST_DEEP = 12
_MOST_TEXT = 1_000_000
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_FIELD = re.compile(r"([!-9;-~]{1,80})[ \t]*:[ \t]?(.*)", re.DOTALL)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: names of headers in small letters, values unfolded. `body` is as it came, encoded."""

    headers: Headers
    body: bytes
    children: tuple["Part", ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, its encoded words read; "" without."""
        return next((decoded(value) for found, value in self.headers if found == name), "")

    def has(self, name: str) -> bool:
        return any(found == name for found, _ in self.headers)

    @property
    def kind(self) -> str:
        """The media type in small letters; text/plain where it cannot be read."""
        return self._fields().get_content_type()

    def parameter(self, name: str, header: str = "content-type") -> str:
        """A parameter of a header, "" without; RFC 2231's forms are read."""
        found = self._fields().get_param(name, "", header)
        return decoded(found if isinstance(found, str) else str(found[2]))

    @property
    def file_name(self) -> str:
        """The name that the sender gave the part, as it came; "" without."""
        return self.parameter("filename", "content-disposition") or self.parameter("name")

    @property
    def attached(self) -> bool:
        """Whether it is a file and not something to read in place."""
        disposition = self.header("content-disposition").strip().lower()
        return disposition.startswith("attachment") or bool(self.file_name)

    @property
    def data(self) -> bytes:
        """The body with its transfer encoding undone."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding not in {"base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"}:
            return self.body
        fresh = message_from_bytes(b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n")
        fresh.set_payload(self.body.decode("ascii", "surrogateescape"))
        payload = fresh.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else self.body

    @property
    def text(self) -> str:
        """The body as text: by its character set, else UTF-8, else Windows-1252. Not more than a million characters."""
        return _as_text(self.data[: 4 * _MOST_TEXT], self.parameter("charset"))[:_MOST_TEXT]

    def _fields(self) -> Message:
        fields = Message()
        for name in ("content-type", "content-disposition"):
            value = next((value for found, value in self.headers if found == name), None)
            if value is not None:
                fields[name] = value.replace("\n", " ").replace("\r", " ")
        return fields


def parse(data: bytes) -> Part:
    """A mail's parts; what goes beyond the bounds is cut off."""
    return _part(data[:MOST_BYTES], 0, [MOST_PARTS])


def walk(part: Part) -> Iterator[Part]:
    """The part and all below it, in order, but not into a mail that is enclosed."""
    yield part
    if part.kind != "message/rfc822":
        for child in part.children:
            yield from walk(child)


def leaves(part: Part) -> Iterator[Part]:
    """The parts that hold something themselves."""
    return (each for each in walk(part) if not each.children)


def first(part: Part, *kinds: str) -> Part | None:
    """The first part of one of these media types."""
    return next((each for each in walk(part) if each.kind in kinds), None)


def fields(data: bytes) -> Headers:
    """The headers at the start of these bytes: names in small letters, values unfolded and bounded."""
    head = _as_text(data[:_MOST_HEAD], "utf-8")
    lines = _FOLD.sub("", head).splitlines()[:_MOST_HEADERS]
    found = (_FIELD.match(line) for line in lines)
    return tuple((match[1].lower(), match[2].strip()[:_MOST_VALUE]) for match in found if match)


def decoded(value: str) -> str:
    """A header's value with its encoded words read; as it came where they cannot be."""
    try:
        return str(make_header(decode_header(value[:_MOST_VALUE])))
    except (MessageError, ValueError, LookupError):
        return value[:_MOST_VALUE]


def _part(data: bytes, depth: int, left: list[int]) -> Part:
    end = _END_OF_HEAD.search(data)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    bare = Part(fields(head), body)
    if depth >= _MOST_DEEP:
        return bare
    if bare.kind == "message/rfc822":
        enclosed = bare.data if left[0] > 0 else b""
        return Part(bare.headers, body, tuple(_children([enclosed], depth, left)))
    boundary = bare.parameter("boundary")
    if not bare.kind.startswith("multipart/") or not boundary:
        return bare
    return Part(bare.headers, body, tuple(_children(_split(body, boundary), depth, left)))


def _children(pieces: Sequence[bytes], depth: int, left: list[int]) -> Iterator[Part]:
    for piece in pieces:
        if left[0] <= 0:
            return
        left[0] -= 1
        yield _part(piece, depth + 1, left)


def _split(body: bytes, boundary: str) -> list[bytes]:
    """What stands between the boundary's lines, up to the closing one; the text before the first is for nobody."""
    mark = re.escape(b"--" + boundary.strip().encode("utf-8", "replace"))
    lines = re.compile(rb"(?:\A|\r?\n)" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces: list[bytes] = []
    start: int | None = None
    for match in lines.finditer(body):
        if start is not None:
            pieces.append(_without_line_end(body[start : match.start()]))
        start = None if match[1] else match.end()
        if match[1] or len(pieces) > MOST_PARTS:
            break
    if start is not None:
        pieces.append(_without_line_end(body[start:]))
    return pieces


def _without_line_end(piece: bytes) -> bytes:
    """Without the end of the boundary's own line."""
    return piece.removeprefix(b"\r").removeprefix(b"\n")


def _as_text(data: bytes, charset: str) -> str:
    for each in (charset, "utf-8"):
        try:
            return data.decode(each)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")
