"""Claims about serving pages inside a running event loop."""

import asyncio
import logging
import signal
import socket
import urllib.error
import urllib.request

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from campaign.adapters.http.server import listen, serve_app
from campaign.errors import CampaignError


async def _answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse("here")


APP = Starlette(routes=[Route("/", _answer)])


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read()


async def test_an_app_is_served_on_a_free_port_of_this_machine():
    """Two servers have different ports, both on the loopback address."""
    async with serve_app(APP) as one, serve_app(APP) as two:
        assert [await asyncio.to_thread(_get, url) for url in (one, two)] == [b"here", b"here"]
        assert one != two
        assert one.startswith("http://127.0.0.1:")


async def test_the_end_of_the_block_ends_the_server():
    """After the block, even a failed one, nothing listens."""
    with pytest.raises(ZeroDivisionError):
        async with serve_app(APP) as url:
            raise ZeroDivisionError
    with pytest.raises(urllib.error.URLError):
        await asyncio.to_thread(_get, url)


async def test_a_port_in_use_is_an_error_for_people():
    """For a port in use or an invalid port, the error says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CampaignError) as error:
            async with serve_app(APP, port):
                pass
    assert error.value.message == f"port {port} is in use by another program, perhaps another campaign serve"
    assert error.value.fix == f"stop it, or choose another port: --port {port + 1}"
    with pytest.raises(CampaignError, match="cannot serve pages there"):
        async with serve_app(APP, 70_000):
            pass


async def test_the_signal_handlers_of_the_caller_stay():
    """The command handles Ctrl-C before, during and after serving."""
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with serve_app(APP) as url:
        await asyncio.to_thread(_get, url)
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


async def test_a_cancelled_command_ends_the_server():
    """Ctrl-C, which cancels the command's task, leaves nothing running."""
    urls: list[str] = []

    async def command() -> None:
        async with serve_app(APP) as url:
            urls.append(url)
            await asyncio.Event().wait()

    task = asyncio.create_task(command())
    while not urls:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(urllib.error.URLError):
        await asyncio.to_thread(_get, urls[0])


async def test_the_log_is_quiet(caplog):
    """Starting, answering and stopping write no line."""
    with caplog.at_level(logging.DEBUG, logger="root"):
        async with serve_app(APP) as url:
            await asyncio.to_thread(_get, url)
    assert [record.message for record in caplog.records if record.name.startswith("uvicorn")] == []


async def test_the_body_is_sent_at_once() -> None:
    """The body is sent at once, not 40 ms later when the client has acknowledged the headers."""
    nodelay: list[int] = []

    def look(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken = writer.get_extra_info("socket")
        nodelay.append(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listener = listen(0)
    async with await asyncio.start_server(look, sock=listener):
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
    assert nodelay == [1]
