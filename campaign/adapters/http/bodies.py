"""What a form sends, read with a limit to its length and its time."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

_MOST_FIELDS = 40
_FORM = b"application/x-www-form-urlencoded"
_WITH_FILES = b"multipart/form-data"
_AROUND_A_FILE = 20_000  # bytes of a form beside its file
_CLOSE = {"Connection": "close"}


async def body(scope: Scope, receive: Receive, most_bytes: int, most_seconds: float, heard_out: int = 0) -> bytes:
    """A request's body. Raises HTTPException: 413 as soon as it is known to be longer, 408 when it takes longer.

    Of one that is longer so many bytes more are read, and let go of, before it is refused: a browser that is cut off
    while it sends shows no page of ours.
    """
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > most_bytes + heard_out:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=_CLOSE)
    try:
        async with asyncio.timeout(most_seconds):
            return await _read(receive, most_bytes, heard_out)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, headers=_CLOSE) from None


async def fields(scope: Scope, receive: Receive, most_bytes: int = 20_000, most_seconds: float = 15) -> dict[str, str]:
    """The fields of a form; of one that comes twice the last. Raises HTTPException for what is no form."""
    if not header(scope, b"content-type").lower().startswith(_FORM):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    sent = await body(scope, receive, most_bytes, most_seconds)
    try:
        text = sent.decode("ascii")  # all else is percent-encoded
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


async def file(scope: Scope, receive: Receive, name: str, most_bytes: int, most_seconds: float = 60) -> bytes:
    """What a form's field for a file holds, b"" for none. Raises HTTPException as `body`, and for no such form."""
    if not header(scope, b"content-type").lower().startswith(_WITH_FILES):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    sent = await body(scope, receive, most_bytes + _AROUND_A_FILE, most_seconds, heard_out=10 * most_bytes)

    async def whole() -> AsyncIterator[bytes]:
        yield sent

    try:
        parts = await MultiPartParser(Headers(scope=scope), whole(), max_files=1, max_fields=_MOST_FIELDS).parse()  # type: ignore[arg-type] # any such iterator does
    except (MultiPartException, ValueError):
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    found = parts.get(name)
    try:
        return await found.read() if isinstance(found, UploadFile) else b""
    finally:
        await parts.close()


def header(scope: Scope, wanted: bytes) -> bytes:
    """The first header of a name in small letters, b"" without."""
    for name, value in scope["headers"]:
        if name == wanted:
            found: bytes = value
            return found
    return b""


async def _read(receive: Receive, most_bytes: int, heard_out: int) -> bytes:
    whole, length, more = bytearray(), 0, True
    while more and length <= most_bytes + heard_out:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        length += len(part)
        if length <= most_bytes:
            whole += part
        more = message.get("more_body", False)
    if length > most_bytes:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=_CLOSE)
    return bytes(whole)
