"""An app served inside the event loop that is already running."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from campaign.errors import CampaignError

HOST = "127.0.0.1"
_SECONDS_TO_FINISH = 2
# Beyond so many connections new ones are told to come back later. Open files are commonly limited to 1,024.
_MAX_CONNECTIONS = 800


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds a request's line and headers may take, however slowly they drip, and between two looks."""

    head_seconds: float = 10.0
    check_seconds: float = 2.5


@asynccontextmanager
async def serve_app(
    app: ASGIApp, port: int = 0, host: str = HOST, timeouts: Timeouts = Timeouts()
) -> AsyncIterator[str]:
    """The app's address (`http://127.0.0.1:PORT/`), served until the block ends; port 0 takes a free one.

    Only warnings are logged, no access ever is, and the caller's signal handlers stay as they are. Raises CampaignError
    when the port cannot be had.
    """
    listener = _listener(host, port)
    config = uvicorn.Config(
        app,
        http=_TimedProtocol,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who may speak for a client is a setting of ours
        lifespan="off",
        ws="none",
        limit_concurrency=_MAX_CONNECTIONS,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    server = _Server(config)
    server_task = asyncio.create_task(server.serve(sockets=[listener]))
    watcher = asyncio.create_task(_close_slow_connections(server, timeouts))
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    finally:
        watcher.cancel()
        server.should_exit = True
        await server_task
        with suppress(asyncio.CancelledError):
            await watcher


class _Server(uvicorn.Server):
    """uvicorn takes SIGINT and SIGTERM for itself; here they are the command's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _TimedProtocol(H11Protocol):
    """uvicorn waits for ever for a request's head; this remembers since when."""

    waiting_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        super().connection_made(transport)
        self.waiting_since = self.loop.time()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self.waiting_since = self.loop.time()

    def close_if_slow(self, now: float, max_seconds: float) -> None:
        """Close the connection where no request is under way and none has come for too long."""
        idle = self.cycle is None or self.cycle.response_complete
        if idle and now - self.waiting_since > max_seconds:
            self.transport.abort()


async def _close_slow_connections(server: uvicorn.Server, timeouts: Timeouts) -> None:
    while True:
        await asyncio.sleep(timeouts.check_seconds)
        now = asyncio.get_running_loop().time()
        for connection in tuple(server.server_state.connections):
            if isinstance(connection, _TimedProtocol):
                connection.close_if_slow(now, timeouts.head_seconds)


def _listener(host: str, port: int) -> socket.socket:
    # asyncio sets TCP_NODELAY only where the protocol is named; without it a page, which goes out behind its headers,
    # waits 40 ms for the client's word that these have come.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # from here on a browser that is early waits, it is not turned away
    except (OSError, OverflowError) as error:
        listener.close()
        cause = getattr(error, "strerror", None) or error
        raise CampaignError(
            f"{host}:{port}: no page can be shown there ({cause})", fix="name another port, or none for a free one"
        ) from error
    return listener
