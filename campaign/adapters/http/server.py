"""Serves an app inside the running event loop."""

import asyncio
import errno
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
# With more connections, new ones get 503. Open files are commonly limited to 1,024.
_MAX_CONNECTIONS = 800
_MOST_FILES = 16_384


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Protection against slow clients."""

    head_seconds: float = 10.0
    """How long the request line and headers may take in all."""
    check_seconds: float = 2.5
    """The time between two checks."""


@asynccontextmanager
async def serve_app(
    app: ASGIApp,
    port: int = 0,
    host: str = HOST,
    timeouts: Timeouts = Timeouts(),
    listener: socket.socket | None = None,
) -> AsyncIterator[str]:
    """Serve the app until the block ends. Yields its address (`http://127.0.0.1:PORT/`); port 0 takes a free port.
    `listener` is a port that listens already, from `listen`; it stays open.

    Only warnings are logged, never requests, and the caller's signal handlers are not changed. Raises CampaignError if
    the port cannot be used.
    """
    _raise_file_limit()
    listener = listener.dup() if listener else listen(port, host)
    config = uvicorn.Config(
        app,
        http=_TimedProtocol,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # `client_header` in [web] says which proxy to trust
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


def _raise_file_limit() -> None:
    """Allow as many open files as the system lets this process have. At the limit, asyncio would log each connection
    that it cannot accept, thousands a second."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class _Server(uvicorn.Server):
    """uvicorn would handle SIGINT and SIGTERM itself; here the command does."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _TimedProtocol(H11Protocol):
    """Records since when it waits for a request. uvicorn has no timeout for the request line and headers."""

    waiting_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self.waiting_since = self.loop.time()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self.waiting_since = self.loop.time()

    def close_if_slow(self, at: float, max_seconds: float) -> None:
        """Close the connection if no request is being answered and none has come for too long."""
        idle = self.cycle is None or self.cycle.response_complete
        if idle and at - self.waiting_since > max_seconds:
            self.transport.abort()


async def _close_slow_connections(server: uvicorn.Server, timeouts: Timeouts) -> None:
    while True:
        await asyncio.sleep(timeouts.check_seconds)
        at = asyncio.get_running_loop().time()
        for connection in tuple(server.server_state.connections):
            if isinstance(connection, _TimedProtocol):
                connection.close_if_slow(at, timeouts.head_seconds)


def listen(port: int, host: str = HOST) -> socket.socket:
    """A port that listens: from now on a visitor waits and is not refused. The caller closes it.

    Raises CampaignError if the port cannot be used.
    """
    # asyncio sets TCP_NODELAY only if the protocol is named. Without it, the body is sent only 40 ms later, when the
    # client has acknowledged the headers.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise CampaignError(
                f"port {port} is in use by another program, perhaps another campaign serve",
                fix=f"stop it, or choose another port: --port {port + 1}",
            ) from error
        cause = getattr(error, "strerror", None) or error
        raise CampaignError(
            f"{host}:{port}: cannot serve pages there ({cause})",
            fix="choose another address or port",
        ) from error
    return listener
