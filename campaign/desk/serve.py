"""Pages on this machine: an app served on loopback, inside the event loop that is already running."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from campaign.errors import CampaignError

HOST = "127.0.0.1"
_SECONDS_TO_FINISH = 2


@asynccontextmanager
async def serving(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """The app's address (`http://127.0.0.1:PORT/`), served until the block ends; port 0 takes a free one.

    Only warnings are logged and the caller's signal handlers stay as they are. Raises CampaignError when the port
    cannot be had.
    """
    listener = _listener(port)
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        await running


class _Server(uvicorn.Server):
    """uvicorn takes SIGINT and SIGTERM for itself; here they are the command's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()  # from here on a browser that is early waits, it is not turned away
    except (OSError, OverflowError) as error:
        listener.close()
        cause = getattr(error, "strerror", None) or error
        raise CampaignError(
            f"{HOST}:{port}: no page can be shown there ({cause})", hint="name another port, or none for a free one"
        ) from error
    return listener
