"""Serves an app inside the running event loop."""

import asyncio
import errno
import logging
import socket
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from campaign.adapters.http.client_address import client_network
from campaign.errors import CampaignError

HOST = "127.0.0.1"
_SECONDS_TO_FINISH = 2
# With more connections, new ones get 503. Open files are commonly limited to 1,024.
_MAX_CONNECTIONS = 800
_MOST_FILES = 16_384
# Beyond these, a new connection is closed without an answer: more of one client's than a browser ever has, and more in
# all than the limit of open files, which asyncio would meet with a traceback for each.
_MOST_OF_ONE_CLIENT = 64
_FILES_LEFT = 128
_REPEAT_SECONDS = 60.0
_HERE_V6 = client_network("::1")


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
    most_of_one_client: int = _MOST_OF_ONE_CLIENT,
) -> AsyncIterator[str]:
    """Serve the app until the block ends. Yields its address (`http://127.0.0.1:PORT/`); port 0 takes a free port.
    `listener` is a port that listens already, from `listen`; it stays open. `most_of_one_client` limits the connections
    of one network address; those of this machine, where a proxy may be, are not limited.

    Only warnings are logged, never requests, and the caller's signal handlers are not changed. Raises CampaignError if
    the port cannot be used.
    """
    share = _ConnectionShare(_raise_file_limit() - _FILES_LEFT, most_of_one_client)
    logging.getLogger("uvicorn.error").addFilter(_REPEATS)
    listener = listener.dup() if listener else listen(port, host)
    config = uvicorn.Config(
        app,
        http=lambda **values: _TimedProtocol(share, **values),  # type: ignore[arg-type]  # uvicorn calls it as a class
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


def _raise_file_limit() -> int:
    """Allow as many open files as the system lets this process have, and return how many. At the limit, asyncio would
    log each connection that it cannot accept, thousands a second."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return max(soft, wanted)
    return _MOST_FILES


class _ConnectionShare:
    """How many connections there may be in all, and of one client: an IPv4 address, or the half of an IPv6 address."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most, self._most_of_one = most, most_of_one
        self._number = 0
        self._by_client: Counter[str] = Counter()

    def take(self, client: str) -> bool:
        """Count a connection. Returns whether it may stay."""
        self._number += 1
        self._by_client[client] += 1
        is_within_share = _is_here(client) or self._by_client[client] <= self._most_of_one
        return is_within_share and self._number <= self._most

    def give_back(self, client: str) -> None:
        """Count a connection that has ended."""
        self._number -= 1
        self._by_client[client] -= 1
        if not self._by_client[client]:
            del self._by_client[client]


def _is_here(network: str) -> bool:
    """Whether a network is this machine, where a proxy may be."""
    return network == "" or network.startswith("127.") or network == _HERE_V6


class _RepeatFilter(logging.Filter):
    """Lets the same message pass once a minute: a stranger decides how often uvicorn refuses something."""

    def __init__(self) -> None:
        super().__init__()
        self._repeats: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        last, number = self._repeats.get(str(record.msg), (-_REPEAT_SECONDS, 0))
        if record.levelno >= logging.ERROR and record.exc_info:
            return True  # a fault of ours
        if record.created - last < _REPEAT_SECONDS:
            self._repeats[str(record.msg)] = (last, number + 1)
            return False
        if len(self._repeats) >= _MOST_MESSAGES:
            self._repeats.clear()
        self._repeats[str(record.msg)] = (record.created, 0)
        if number:
            record.msg = f"{record.msg} ({number} more in the last minute or before)"
        return True


_MOST_MESSAGES = 100
_REPEATS = _RepeatFilter()


class _Server(uvicorn.Server):
    """uvicorn would handle SIGINT and SIGTERM itself; here the command does."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _TimedProtocol(H11Protocol):
    """Records since when it waits for a request. uvicorn has no timeout for the request line and headers."""

    waiting_since = 0.0
    network = ""

    def __init__(self, share: _ConnectionShare, **values: Any) -> None:
        super().__init__(**values)
        self._share = share

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self.waiting_since = self.loop.time()
        peer = transport.get_extra_info("peername")
        self.network = client_network(peer[0]) if peer else ""
        if not self._share.take(self.network):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._share.give_back(self.network)
        super().connection_lost(exc)

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
