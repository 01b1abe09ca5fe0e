"""Durable sign-ons through the whole application, compared with a bare handler with the same group commit. See
README.md.

python -m bench.signing [--seconds 4] [--rounds 5] [--connections 64]
"""

import argparse
import asyncio
import datetime as dt
import itertools
import multiprocessing
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from campaign.adapters.files import folder
from campaign.adapters.http import form_token
from campaign.adapters.http.server import serve_app
from campaign.adapters.settings import load
from campaign.adapters.store import Store, keys, versions
from campaign.adapters.store.signons import public_form, submissions
from campaign.adapters.store.sqlite import sqlite_version
from campaign.core.settings.tables import WebTable
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.request_limits import ConfirmationBudget
from campaign.services.campaign import Campaign
from campaign.services.setup.sample import LETTER, copy_sample
from campaign.web.app import create_app
from tests.helpers.versions import freeze_letter

BUDGET = ConfirmationBudget(10**9, 10**9)  # what signers get is not measured here, and waits for nobody
ANSWERS = {"organisation": "Free Knowledge e.V.", "country": "DE", "person": "Eve Berg", "role": "Chair"}
READY, GO = "ready", "go"


@dataclass(frozen=True, slots=True)
class Load:
    """What the generator measured: answers, and the seconds of each."""

    answers: int
    seconds: float
    waits: tuple[float, ...]
    server_seconds: float = 0.0  # processor time of the server

    @property
    def rate(self) -> float:
        return self.answers / self.seconds

    def percentile(self, part: float) -> float:
        """In milliseconds."""
        return sorted(self.waits)[int(part * (len(self.waits) - 1))] * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=4)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--connections", type=int, default=64)
    options.add_argument(
        "--folder", type=Path, default=None, help="folder for the databases, for example on another disk"
    )
    chosen = options.parse_args()
    with TemporaryDirectory(dir=chosen.folder) as scratch:
        root = Path(scratch)
        copy_sample(root, dt.datetime.now(dt.UTC))
        freeze_letter(root, "bench", dt.datetime.now(dt.UTC))
        rounds = [one_round(root, chosen.seconds, chosen.connections) for _ in range(chosen.rounds)]
    report(rounds, chosen.connections)


def one_round(root: Path, seconds: float, connections: int) -> tuple[Load, Load]:
    """Measure the bare handler, then the application, each on a new database."""
    loads: list[Load] = []
    for whole in (False, True):
        path = root / f"{time.monotonic_ns()}.db"
        path.write_bytes((root / "campaign.db").read_bytes())
        with Store.open(path) as store:
            loads.append(asyncio.run(measure(root, store, seconds, connections, whole=whole)))
            waiting = store.read(submissions.count_waiting, LETTER, SignOnKind.ORGANISATION)
            assert waiting >= loads[-1].answers, "an acknowledged form is missing"
    return loads[0], loads[1]


async def measure(root: Path, store: Store, seconds: float, connections: int, *, whole: bool) -> Load:
    """Serve one of the two, while another process signs."""
    settings = replace(load(root), web=WebTable(client_header="x-forwarded-for"))
    settings = replace(settings, campaign=replace(settings.campaign, public_url="http://127.0.0.1/"))
    version = store.read(versions.latest, LETTER)
    assert version is not None
    secret = store.write(keys.secret, keys.FORMS)
    app = (
        create_app(Campaign.from_parts(folder.find(root), settings, store, LETTER, _now))
        if whole
        else bare(store, version.id)
    )
    async with serve_app(app) as url:
        port = int(url.rstrip("/").rpartition(":")[2])
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        work = (theirs, port, seconds, connections, version.digest, secret)
        generator = multiprocessing.get_context("spawn").Process(target=generate, args=work)
        start = time.process_time()
        generator.start()
        result: Load = await asyncio.to_thread(ours.recv)
        generator.join()
    return replace(result, server_seconds=time.process_time() - start)


def bare(store: Store, version: int) -> Starlette:
    """A minimal handler: the form as Starlette reads it, the same transaction, an answer after the fsync."""

    async def send(request: Request) -> Response:
        form = await request.form()
        new = NewSignOn(
            letter=LETTER,
            kind=SignOnKind.ORGANISATION,
            name=str(form["organisation"]),
            state=SignOnState.PENDING,
            version=version,
            language="en",
            source=SignOnSource.PAGE,
            country=str(form["country"]),
            person=str(form["person"]),
            role=str(form["role"]),
            address=str(form["mail"]),
            address_key=str(form["mail"]),
            authority="yes",
        )
        await asyncio.wrap_future(store.submit(public_form.sign, new, new.address, BUDGET, _now()))
        return RedirectResponse("sent", 303)

    return Starlette(routes=[Route("/sign/send", send, methods=["POST"])])


class _Signer(asyncio.Protocol):
    """One connection: a request, its answer, the next one."""

    def __init__(self, requests: Iterator[bytes], until: float, waits: list[float]) -> None:
        self._requests, self._until, self._waits = requests, until, waits
        self._sent_at, self._answer = 0.0, b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if self._answer.endswith(b"\r\n\r\n"):
            assert self._answer.startswith(b"HTTP/1.1 303"), self._answer
            self._waits.append(time.perf_counter() - self._sent_at)
            self._answer = b""
            self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("closed by the server"))

    def _next(self) -> None:
        self._sent_at = time.perf_counter()
        if self._sent_at > self._until:
            self.done.set_result(None)
            self._transport.close()
        else:
            self._transport.write(next(self._requests))


def generate(pipe: Connection, port: int, seconds: float, connections: int, version: str, secret: bytes) -> None:
    """The second process: signs as fast as it gets answers, each time with a new email and IP address."""
    pipe.send(asyncio.run(_generate(port, seconds, connections, version, secret)))


async def _generate(port: int, seconds: float, connections: int, version: str, secret: bytes) -> Load:
    waits: list[float] = []
    requests = _requests(version, secret)
    start = time.perf_counter()
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: _Signer(requests, start + seconds, waits), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await asyncio.gather(*(signer.done for _, signer in made))
    return Load(len(waits), time.perf_counter() - start, tuple(waits))


def _requests(version: str, secret: bytes) -> Iterator[bytes]:
    more = {"version": version, "register": "", "authority": "yes", "language": "en", "kind": "organisation"}
    for number in itertools.count():
        answers = {**ANSWERS, **more, "mail": f"eve{number}@knowledge.example"}
        body = urlencode({**answers, "token": form_token.new_token(secret, time.time(), answers)}).encode()
        address = f"{11 + (number >> 16 & 63)}.{number >> 8 & 255}.{number & 255}.1"  # each from a network of its own
        yield (
            b"POST /sign/send HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Origin: null\r\nSec-Fetch-Site: same-origin\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
            b"Accept: text/html,application/xhtml+xml\r\nAccept-Language: en-GB\r\nAccept-Encoding: gzip, br\r\n"
            b"X-Forwarded-For: %b\r\nContent-Length: %d\r\n\r\n%b" % (address.encode(), len(body), body)
        )


def report(rounds: list[tuple[Load, Load]], connections: int) -> None:
    version = ".".join(map(str, sqlite_version()))
    print(f"{connections} connections, {len(rounds)} alternating rounds, medians; {os.cpu_count()} cores,")
    print(f"SQLite {version}, synchronous=FULL, load {os.getloadavg()[0]:.1f}")
    for name, at in (("bare handler", 0), ("whole application", 1)):
        loads = [pair[at] for pair in rounds]
        rate = statistics.median(run.rate for run in loads)
        half, most = (statistics.median(run.percentile(part) for run in loads) for part in (0.5, 0.99))
        work = statistics.median(run.server_seconds / run.answers for run in loads) * 1e6
        times = f"50th percentile {half:.1f} ms, 99th {most:.1f} ms"
        print(f"  {name:18}{rate:7.0f} sign-ons a second, {work:4.0f} µs each; {times}")
    bare_rate, whole_rate = (statistics.median(pair[at].rate for pair in rounds) for at in (0, 1))
    print(f"  ratio {whole_rate / bare_rate:.2f}")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


if __name__ == "__main__":
    main()
