"""Slow clients: a head or a body that never ends is cut off, and others are served meanwhile."""

import asyncio
import logging
from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from campaign.adapters.http import server
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


async def test_one_client_has_a_share_of_the_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one network address opens beyond its share is closed at once; another address is served meanwhile, and so is
    the first one when it has closed some."""
    monkeypatch.setattr(server, "_is_here", lambda network: False)
    async with serve_app(APP, most_of_one_client=5) as url, asyncio.timeout(10):
        first = [await asyncio.open_connection("127.0.0.1", _port(url)) for _ in range(8)]
        ended = [asyncio.create_task(_read_to_the_end(reader)) for reader, _ in first]
        while sum(task.done() for task in ended) < 3:
            await asyncio.sleep(0.01)
        assert await _answer_from("127.0.0.2", _port(url)) == b"HTTP/1.1 200 OK"
        for _, writer in first:
            writer.close()
        while await _answer_from("127.0.0.1", _port(url)) != b"HTTP/1.1 200 OK":
            await asyncio.sleep(0.01)


async def _answer_from(source: str, port: int) -> bytes:
    """The first line of an answer, asked from an address of this machine; b"" if the connection was closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    with suppress(ConnectionError):
        writer.write(HEAD % 3 + b"a=b")
        line = (await reader.readline()).strip()
        writer.close()
        return line
    return b""


def test_a_message_that_strangers_cause_is_logged_once_a_minute() -> None:
    """A refusal that is repeated a thousand times is one line, and the next one says how many there were; a fault of
    ours is always logged."""
    repeats = server._RepeatFilter()

    def log(second: float, fault: bool = False) -> str:
        record = logging.LogRecord(
            "uvicorn.error", logging.ERROR, "", 0, "Exceeded", (), (None,) * 3 if fault else None
        )
        record.created = second
        return record.getMessage() if repeats.filter(record) else ""

    texts = [log(1_000 + number / 100) for number in range(1_000)] + [log(1_070)]
    assert [text for text in texts if text] == ["Exceeded", "Exceeded (999 more in the last minute or before)"]
    assert [log(1_070, fault=True) for _ in range(2)] == ["Exceeded"] * 2
