"""Reads request bodies of forms, with limits for size and time."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

_MAX_FIELDS = 40
_FORM = b"application/x-www-form-urlencoded"
_WITH_FILES = b"multipart/form-data"
_AROUND_A_FILE = 20_000  # bytes of a form besides its file
_CLOSE = {"Connection": "close"}
_MOST_FIELDS = 5000  # a list with a tick on each row
_MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent with a form. Its name is not trusted."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SentForm:
    """The fields of a form in their order, and its files by the name of their field."""

    fields: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, SentFile] = field(default_factory=dict)


async def request_body(
    scope: Scope, receive: Receive, max_bytes: int, max_seconds: float, drain_bytes: int = 0
) -> bytes:
    """Read the body of a request. Raises HTTPException: 413 as soon as it is too long, 408 if it takes too long.

    Of a body that is too long, up to `drain_bytes` more are read and dropped before the answer: a browser shows no
    error page if the connection is closed while it sends.
    """
    declared = header_value(scope, b"content-length")
    if declared.isdigit() and int(declared) > max_bytes + drain_bytes:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=_CLOSE)
    try:
        async with asyncio.timeout(max_seconds):
            return await _read(receive, max_bytes, drain_bytes)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, headers=_CLOSE) from None


async def form_fields(
    scope: Scope, receive: Receive, max_bytes: int = 20_000, max_seconds: float = 15
) -> dict[str, str]:
    """Read the fields of a form. Of a repeated field, the last one counts. Raises HTTPException if it is not a form."""
    if not header_value(scope, b"content-type").lower().startswith(_FORM):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    sent = await request_body(scope, receive, max_bytes, max_seconds)
    try:
        text = sent.decode("ascii")  # everything else is percent-encoded
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


async def uploaded_file(scope: Scope, receive: Receive, name: str, max_bytes: int, max_seconds: float = 60) -> bytes:
    """Read the file in the field `name` of a form; b"" for none. Raises HTTPException as `request_body` does, and if it
    is not a form with files."""
    if not header_value(scope, b"content-type").lower().startswith(_WITH_FILES):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    sent = await request_body(scope, receive, max_bytes + _AROUND_A_FILE, max_seconds, drain_bytes=10 * max_bytes)

    async def whole() -> AsyncIterator[bytes]:
        yield sent

    try:
        parts = await MultiPartParser(Headers(scope=scope), whole(), max_files=1, max_fields=_MAX_FIELDS).parse()  # type: ignore[arg-type]  # any iterator of bytes works
    except (MultiPartException, ValueError):
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    upload = parts.get(name)
    try:
        return await upload.read() if isinstance(upload, UploadFile) else b""
    finally:
        await parts.close()


async def sent_form(scope: Scope, receive: Receive, max_bytes: int, max_seconds: float = 60) -> SentForm:
    """Read a whole form, with or without files. Raises HTTPException as `request_body` does, and if it is no form."""
    kind = header_value(scope, b"content-type").lower()
    if kind and not kind.startswith((_FORM, _WITH_FILES)):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    sent = await request_body(scope, receive, max_bytes, max_seconds, drain_bytes=max_bytes)
    if not kind:  # a form without fields may have no type
        return SentForm()
    try:
        if kind.startswith(_FORM):
            text = sent.decode("ascii")  # everything else is percent-encoded
            fields = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
            return SentForm(tuple((name, _unix(value)) for name, value in fields))
        return await _form_with_files(scope, sent)
    except (MultiPartException, ValueError):
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


def header_value(scope: Scope, wanted: bytes) -> bytes:
    """The value of the first header with this name (in lower case); b"" if there is none."""
    for name, value in scope["headers"]:
        if name == wanted:
            first: bytes = value
            return first
    return b""


async def _form_with_files(scope: Scope, sent: bytes) -> SentForm:
    async def whole() -> AsyncIterator[bytes]:
        yield sent

    parser = MultiPartParser(
        Headers(scope=scope),
        whole(),  # type: ignore[arg-type]  # any iterator of bytes works
        max_files=_MOST_FILES,
        max_fields=_MOST_FIELDS,
        max_part_size=len(sent),
    )
    parts = await parser.parse()
    try:
        fields = tuple((name, _unix(value)) for name, value in parts.multi_items() if isinstance(value, str))
        files = {
            name: SentFile(upload.filename or "", await upload.read())
            for name, upload in parts.multi_items()
            if isinstance(upload, UploadFile)
        }
        return SentForm(fields, files)
    finally:
        await parts.close()


def _unix(text: str) -> str:
    """Browsers send line ends of a text area as CRLF."""
    return text.replace("\r\n", "\n")


async def _read(receive: Receive, max_bytes: int, drain_bytes: int) -> bytes:
    whole, length, more = bytearray(), 0, True
    while more and length <= max_bytes + drain_bytes:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        length += len(part)
        if length <= max_bytes:
            whole += part
        more = message.get("more_body", False)
    if length > max_bytes:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=_CLOSE)
    return bytes(whole)
