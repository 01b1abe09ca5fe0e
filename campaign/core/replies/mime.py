"""Splits a message into its decoded MIME parts, leniently and within limits. It never raises, whatever the bytes hold.

The structure is split here, because the standard library's parser recurses as deep as the message does, and takes
seconds for a million lines. The headers of a single part are read with the standard library.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header
from email.message import Message

from campaign.core.replies.encodings import as_text, decode_base64

MAX_BYTES = 10_000_000
MAX_PARTS = 100
_MAX_HEAD = 64_000
_MAX_HEADERS = 400
_MAX_VALUE = 4_000
_MAX_DEPTH = 12
MAX_TEXT = 1_000_000
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_FIELD = re.compile(r"([!-9;-~]{1,80})[ \t]*:[ \t]?(.*)", re.DOTALL)

MAIL = "message/rfc822"
_ENCODINGS = frozenset({"base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"})

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message."""

    headers: Fields
    """The first value of each header by its name in lower case, unfolded, with encoded words decoded (RFC 2047)."""
    kind: str
    """The media type in lower case; "text/plain" when it is not valid."""
    report_type: str
    """The report-type of a multipart/report (RFC 6522); "" for other parts."""
    file_name: str
    """The file name that the sender gave it, unchanged; "" without one."""
    attached: bool
    """Whether it is an attached file, and not to be read in place."""
    data: bytes
    """The body, with its transfer encoding decoded; empty for a part that only contains other parts."""
    text: str
    """The body as text, decoded with its character set, else UTF-8, else Windows-1252; at most a million characters. ""
    for a part that is not text or contains other parts."""
    children: tuple["Part", ...] = ()
    """The parts that it contains; for an enclosed message, that message."""

    def header(self, name: str) -> str:
        """The first header with this name; "" without one."""
        return self.headers.get(name, "")


def parse(data: bytes) -> Part:
    """Split a message into parts. What exceeds the limits is cut off."""
    return _part(data[:MAX_BYTES], 0, [MAX_PARTS])


def walk(part: Part) -> Iterator[Part]:
    """Yields a part and all parts below it, in order, without the parts of enclosed messages."""
    yield part
    if part.kind != MAIL:
        for child in part.children:
            yield from walk(child)


def read_fields(data: bytes) -> dict[str, str]:
    """The headers at the start of some bytes: the first value of each by its name in lower case, unfolded, with a
    limited length. Encoded words are not decoded."""
    head = _FOLD.sub("", as_text(data[:_MAX_HEAD], "utf-8"))
    matches = filter(None, map(_FIELD.match, head.splitlines()[:_MAX_HEADERS]))
    pairs = [(match[1].lower(), match[2].strip()[:_MAX_VALUE]) for match in matches]
    return dict(reversed(pairs))  # the first of several headers with the same name counts


def header_values(data: bytes, name: str) -> tuple[str, ...]:
    """All values of the header `name` (in lower case) of a message, from the top, unfolded, with a limited length."""
    end = _END_OF_HEAD.search(data, 0, _MAX_HEAD)
    head = _FOLD.sub("", as_text(data[: end.start() if end else _MAX_HEAD], "utf-8"))
    matches = filter(None, map(_FIELD.match, head.splitlines()[:_MAX_HEADERS]))
    return tuple(match[2].strip()[:_MAX_VALUE] for match in matches if match[1].lower() == name)


def decode_words(value: str) -> str:
    """A header's value with its encoded words decoded; unchanged when they are not valid."""
    try:
        pieces = decode_header(value[:_MAX_VALUE])
    except (MessageError, ValueError, LookupError):
        return value[:_MAX_VALUE]
    if all(isinstance(text, str) for text, _ in pieces):
        return value[:_MAX_VALUE]
    return "".join(as_text(text, charset or "") if isinstance(text, bytes) else text for text, charset in pieces)


def _part(data: bytes, depth: int, parts_left: list[int]) -> Part:
    end = _END_OF_HEAD.search(data)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    raw = read_fields(head)
    headers = {name: decode_words(value) for name, value in raw.items()}
    content_headers = Message()
    for name in ("content-type", "content-disposition"):
        if name in raw:
            content_headers[name] = raw[name].replace("\n", " ").replace("\r", " ")
    kind = content_headers.get_content_type().split()[0]  # a parameter may follow without a semicolon
    file_name = _parameter(content_headers, "filename", "content-disposition") or _parameter(content_headers, "name")
    boundary = _parameter(content_headers, "boundary") if kind.startswith("multipart/") else ""
    content = b"" if boundary else _content(headers.get("content-transfer-encoding", "").strip().lower(), body)
    children: tuple[Part, ...] = ()
    if depth < _MAX_DEPTH and (kind == MAIL or boundary):
        children = tuple(_children([content] if kind == MAIL else _split(body, boundary), depth, parts_left))
    return Part(
        headers=headers,
        kind=kind,
        report_type=_parameter(content_headers, "report-type"),
        file_name=file_name,
        attached=headers.get("content-disposition", "").strip().lower().startswith("attachment") or bool(file_name),
        data=content,
        text="" if children or not kind.startswith(("text/", "message/")) else _text(content_headers, content),
        children=children,
    )


def _parameter(content_headers: Message, name: str, header: str = "content-type") -> str:
    """A parameter of a header, also in the forms of RFC 2231; "" without one."""
    value = content_headers.get_param(name, "", header)
    return decode_words(value if isinstance(value, str) else str(value[2]))


def _content(encoding: str, body: bytes) -> bytes:
    """Decode the transfer encoding of a body."""
    if encoding not in _ENCODINGS:
        return body
    if encoding == "base64":
        return decode_base64(body)
    message = Message()
    message["content-transfer-encoding"] = encoding
    message.set_payload(body.decode("ascii", "surrogateescape"))
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else body


def _text(content_headers: Message, content: bytes) -> str:
    return as_text(content[: 4 * MAX_TEXT], _parameter(content_headers, "charset"))[:MAX_TEXT]


def _children(pieces: Sequence[bytes], depth: int, parts_left: list[int]) -> Iterator[Part]:
    for piece in pieces:
        if parts_left[0] <= 0:
            return
        parts_left[0] -= 1
        yield _part(piece, depth + 1, parts_left)


def _split(body: bytes, boundary: str) -> list[bytes]:
    """The bytes between the boundary lines, up to the closing one. The preamble is dropped (RFC 2046 section 5.1.1)."""
    mark = re.escape(b"--" + boundary.strip().encode("utf-8", "replace"))
    lines = re.compile(rb"(?:\A|\r?\n)" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces: list[bytes] = []
    start: int | None = None
    for match in lines.finditer(body):
        if start is not None:
            pieces.append(_without_line_end(body[start : match.start()]))
        start = None if match[1] else match.end()
        if match[1] or len(pieces) > MAX_PARTS:
            break
    if start is not None:
        pieces.append(_without_line_end(body[start:]))
    return pieces


def _without_line_end(piece: bytes) -> bytes:
    """Remove the line end that belongs to the boundary line."""
    return piece.removeprefix(b"\r").removeprefix(b"\n")
