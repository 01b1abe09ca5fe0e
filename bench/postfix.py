"""Postfix's programs for measuring: a sink that stores nothing, and a source of any number of messages."""

import asyncio
import multiprocessing
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"  # on Debian, postfix is not on a user's PATH


def missing() -> list[str]:
    return [name for name in ("smtp-sink", "smtp-source") if not shutil.which(name, path=PATH)]


@contextmanager
def sink() -> Iterator[int]:
    """Run Postfix's smtp-sink, which accepts everything and stores nothing. Yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([_program("smtp-sink"), *user, f"127.0.0.1:{port}", "512"]) as process:
        try:
            _listening(port)
            yield port
        finally:
            process.terminate()


def source(port: int, number: int, connections: int, letter: Path) -> None:
    """Send `number` messages with the bytes of `letter`, over connections that stay open like those of the mailer."""
    sessions = ["-d", "-s", str(connections), "-m", str(number), "-F", str(letter)]
    envelope = ["-f", "letters@coalition.example", "-t", "member@parliament.example"]
    subprocess.run([_program("smtp-source"), *sessions, *envelope, f"127.0.0.1:{port}"], check=True)


@contextmanager
def far_away(port: int, seconds: float) -> Iterator[int]:
    """A port that forwards to `port` and delays its answers, in another process."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_link, args=(port, seconds, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.kill()
        process.join()


def _link(port: int, seconds: float, pipe: Connection) -> None:
    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Near(port, seconds), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


class _Near(asyncio.Protocol):
    """The sender's end: forwards at once."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port = port
        self.seconds = seconds
        self.early: list[bytes] | None = []
        self.far: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.opening = asyncio.ensure_future(self.open())

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self.far, _ = await loop.create_connection(lambda: _Far(self.transport, self.seconds), "127.0.0.1", self.port)
        self.far.writelines(self.early or [])
        self.early = None

    def data_received(self, data: bytes) -> None:
        if self.early is not None:
            self.early.append(data)
        elif self.far is not None:
            self.far.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.far is not None:
            self.far.close()


class _Far(asyncio.Protocol):
    """The server's end: forwards after the delay."""

    def __init__(self, near: asyncio.Transport, seconds: float) -> None:
        self.near = near
        self.seconds = seconds

    def data_received(self, data: bytes) -> None:
        asyncio.get_running_loop().call_later(self.seconds, self.near.write, data)

    def connection_lost(self, exc: Exception | None) -> None:
        asyncio.get_running_loop().call_later(self.seconds, self.near.close)


def _program(name: str) -> str:
    path = shutil.which(name, path=PATH)
    assert path is not None
    return path


def _listening(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("smtp-sink does not listen")
