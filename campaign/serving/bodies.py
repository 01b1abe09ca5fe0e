"""What a form sends, read with a limit to its length and its time."""

import asyncio
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

_MOST_FIELDS = 40
_FORM = b"application/x-www-form-urlencoded"
_CLOSE = {"Connection": "close"}


async def body(scope: Scope, receive: Receive, most_bytes: int, most_seconds: float) -> bytes:
    """A request's body. Raises HTTPException: 413 as soon as it is known to be longer, 408 when it takes longer."""
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > most_bytes:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=_CLOSE)
    try:
        async with asyncio.timeout(most_seconds):
            return await _read(receive, most_bytes)
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


def header(scope: Scope, wanted: bytes) -> bytes:
    """The first header of a name in small letters, b"" without."""
    for name, value in scope["headers"]:
        if name == wanted:
            found: bytes = value
            return found
    return b""


async def _read(receive: Receive, most_bytes: int) -> bytes:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    whole: bytes = message.get("body", b"")
    while message.get("more_body", False) and len(whole) <= most_bytes:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        whole += message.get("body", b"")
    if len(whole) > most_bytes:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=_CLOSE)
    return whole
