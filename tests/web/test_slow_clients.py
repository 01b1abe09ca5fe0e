"""Slow clients: a head or a body that never ends is cut off, and others are served meanwhile."""

import asyncio
from contextlib import suppress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from campaign.adapters.http.request_bodies import form_fields
from campaign.adapters.http.server import Timeouts, serve_app


async def _form(request: Request) -> PlainTextResponse:
    sent = await form_fields(request.scope, request.receive, max_seconds=0.5)
    return PlainTextResponse(await run_in_threadpool(lambda: ",".join(sent)))


APP = Starlette(routes=[Route("/", _form, methods=["POST"])])
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"


async def _send_slowly(port: int, start: bytes) -> bytes:
    """The response when one byte is sent now and then, for as long as the server listens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = asyncio.create_task(_read_to_the_end(reader))
    writer.write(start)
    try:
        while not answer.done():
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.05)
    except ConnectionError:
        pass
    writer.close()
    return await answer


async def _read_to_the_end(reader: asyncio.StreamReader) -> bytes:
    """What arrived before the connection ended, also by a reset: the last bytes meet a socket that is
    closed already."""
    came = b""
    with suppress(ConnectionError):
        while part := await reader.read(65_536):
            came += part
    return came


def _port(url: str) -> int:
    return int(url.rstrip("/").rpartition(":")[2])


async def test_a_head_that_drips_is_ended() -> None:
    """The connection is closed without a response; another client is served."""
    async with serve_app(APP, timeouts=Timeouts(head_seconds=0.5, check_seconds=0.1)) as url:
        async with asyncio.timeout(10):
            dripping = asyncio.create_task(_send_slowly(_port(url), b"POST / HTTP/1.1\r\nX: "))
            reader, writer = await asyncio.open_connection("127.0.0.1", _port(url))
            writer.write(HEAD % 3 + b"a=b")
            assert (await reader.read(15)).startswith(b"HTTP/1.1 200 OK")
            writer.close()
            assert await dripping == b""


async def test_a_body_that_drips_is_ended() -> None:
    """The response is 408, and the connection is closed."""
    async with serve_app(APP) as url, asyncio.timeout(10):
        answer = await _send_slowly(_port(url), HEAD % 10_000)
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout")


async def test_an_idle_connection_is_let_go() -> None:
    """A client that sends nothing is disconnected."""
    async with serve_app(APP, timeouts=Timeouts(head_seconds=0.3, check_seconds=0.1)) as url, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", _port(url))
        assert await reader.read() == b""
        writer.close()
