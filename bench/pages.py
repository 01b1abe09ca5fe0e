"""The letter's page from memory, compared with a bare Starlette answer of the same bytes, and with sign-ons. See
README.md.

python -m bench.pages [--signatories 10000] [--seconds 4] [--rounds 5] [--connections 40]
"""

import argparse
import asyncio
import datetime as dt
import multiprocessing
import os
import re
import shutil
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.signing import Load, generate
from campaign.adapters.files import folder
from campaign.adapters.http.server import serve_app
from campaign.adapters.settings import load
from campaign.adapters.store import Store, directory, keys, versions
from campaign.core.settings import Settings
from campaign.core.settings.tables import WebTable
from campaign.core.signatories import Organisation
from campaign.services.campaign import Campaign
from campaign.services.publishing.live.builder import Builder, LiveSource, PdfLanguages
from campaign.services.publishing.live.refresh import LiveSite
from campaign.services.publishing.live.snapshot import Snapshot
from campaign.services.setup.sample import LETTER, copy_sample
from campaign.web.app import create_app
from tests.helpers.versions import freeze_letter

_ANSWERS = re.compile(r"(\d+) requests in")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_99TH = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
_COUNTRIES = ("Germany", "France", "Poland", "Italy", "Spain", "Belgium", "Austria", "Sweden", "Greece", "")


@dataclass(frozen=True, slots=True)
class PageLoad:
    """What wrk measured: answers, answers per second, and the 99th percentile in milliseconds. `work` is the server's
    processor time per answer, in microseconds."""

    answers: int
    rate: float
    slow: float
    work: float = 0.0


@dataclass(frozen=True, slots=True)
class Site:
    """A campaign that is ready to be served."""

    root: Path
    settings: Settings
    snapshot: Snapshot

    @property
    def headers(self) -> tuple[str, ...]:
        return ("Accept-Encoding: gzip", "User-Agent: Mozilla/5.0 (X11; Linux x86_64)", "Accept: text/html")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--signatories", type=int, default=10_000)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--connections", type=int, default=40)
    chosen = options.parse_args()
    if not shutil.which("wrk"):
        options.exit(1, "wrk not found: sudo apt-get install wrk\n")
    with TemporaryDirectory() as scratch:
        site = prepare(Path(scratch), chosen.signatories)
        asyncio.run(measure(site, chosen.seconds, chosen.rounds, chosen.connections))


def prepare(root: Path, number: int) -> Site:
    """Create the sample with `number` listed organisations, and build its files once."""
    now = dt.datetime.now(dt.UTC)
    copy_sample(root, now)
    signed = tuple(
        Organisation(
            f"o{at}", f"Society {at} for Open Knowledge", f"https://o{at}.example", _COUNTRIES[at % len(_COUNTRIES)]
        )
        for at in range(number)
    )
    settings = replace(load(root), web=WebTable(client_header="x-forwarded-for"))
    settings = replace(settings, campaign=replace(settings.campaign, public_url="http://127.0.0.1/"))
    with Store.open(root / "campaign.db") as store:
        store.write(directory.put, LETTER, signed, now)
        freeze_letter(root, "bench", now)
    start = time.perf_counter()
    builder = Builder(LiveSource(folder.find(root), settings, root / "campaign.db", LETTER))
    made = builder.update(now, PdfLanguages())
    builder.close()
    assert made is not None
    snapshot = Snapshot().with_files(made.version, made.files, made.removed_paths, "*")
    page = snapshot.resources["index.html"]
    assert page.gzip is not None
    print(f"{number} signatories: built in {time.perf_counter() - start:.1f} s,", end=" ")
    print(f"the page has {len(page.plain.body) // 1000} kB, {len(page.gzip.body) // 1000} kB compressed")
    return Site(root, settings, snapshot)


async def measure(site: Site, seconds: int, rounds: int, connections: int) -> None:
    """Measure a bare answer and the application in turn: the page, the answer 304, then page and sign-ons together."""
    page = site.snapshot.resources["index.html"].gzip
    assert page is not None
    known = f"If-None-Match: {page.tag.decode()}"
    results: dict[str, list[tuple[PageLoad, PageLoad]]] = {"the page": [], "nothing new": []}
    for _ in range(rounds):
        for name, more in (("the page", ()), ("nothing new", (known,))):
            asked = (*site.headers, *more)
            pair = [await alone(site, app, seconds, connections, asked) for app in (bare, ours)]
            results[name].append((pair[0], pair[1]))
    print(f"{connections} connections, {rounds} alternating rounds, medians; {os.cpu_count()} cores,", end=" ")
    print(f"load {os.getloadavg()[0]:.1f}")
    for name, pairs in results.items():
        theirs, mine = (statistics.median(pair[at].rate for pair in pairs) for at in (0, 1))
        work = [statistics.median(pair[at].work for pair in pairs) for at in (0, 1)]
        slow = statistics.median(pair[1].slow for pair in pairs)
        print(f"  {name:13}{mine:7.0f} a second, 99th percentile {slow:.1f} ms; bare Starlette {theirs:.0f};", end=" ")
        print(f"ratio {statistics.median(pair[1].rate / pair[0].rate for pair in pairs):.2f};", end=" ")
        print(f"processor time {work[1]:.0f} and {work[0]:.0f} µs, ratio {work[0] / work[1]:.2f}")
    await beside(site, seconds, rounds, connections)


async def beside(site: Site, seconds: int, rounds: int, connections: int) -> None:
    """Measure pages alone, sign-ons alone, and both together."""
    results: list[tuple[Any, Any, Any, Any]] = []
    half = connections // 2
    for _ in range(rounds):
        apart = [(await together(site, seconds, connections, 0))[0], (await together(site, seconds, 0, half))[1]]
        both = await together(site, seconds, connections, half)
        results.append((apart[0], apart[1], both[0], both[1]))
    pages, signons = (statistics.median(result[at].rate for result in results) for at in (0, 1))
    print(f"  alone: {pages:.0f} pages a second; {signons:.0f} sign-ons a second")
    pages, signons = (statistics.median(result[at].rate for result in results) for at in (2, 3))
    ratios = [statistics.median(result[at + 2].rate / result[at].rate for result in results) for at in (0, 1)]
    slow = statistics.median(result[3].percentile(0.99) for result in results)
    print(f"  at once: {pages:.0f} pages a second ({ratios[0]:.2f} of alone);", end=" ")
    print(f"{signons:.0f} sign-ons a second ({ratios[1]:.2f} of alone), 99th percentile {slow:.0f} ms")


App = Callable[[Site, Store], Starlette]


def ours(site: Site, store: Store) -> Starlette:
    """The whole application."""
    source = LiveSource(folder.find(site.root), site.settings, site.root / "campaign.db", LETTER)
    live = LiveSite(source, _now)
    live.snapshot = site.snapshot
    return create_app(Campaign.from_parts(source.folder, site.settings, store, LETTER, _now), live)


def bare(site: Site, _store: Store) -> Starlette:
    """A minimal application: the same bytes and headers, and 304 for the same tag."""
    page = site.snapshot.resources["index.html"].gzip
    assert page is not None
    tag, headers = page.tag.decode(), {name.decode(): value.decode() for name, value in page.headers_without_body}

    async def answer(request: Request) -> Response:
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(page.body, headers=headers)

    return Starlette(routes=[Route("/", answer)])


async def alone(site: Site, app: App, seconds: int, connections: int, headers: tuple[str, ...]) -> PageLoad:
    with Store.open(site.root / "campaign.db") as store:
        async with serve_app(app(site, store)) as url:
            start = time.process_time()
            result = await read(url, seconds, connections, headers)
            return replace(result, work=(time.process_time() - start) / result.answers * 1e6)


async def together(site: Site, seconds: int, readers: int, signers: int) -> tuple[PageLoad | None, Load | None]:
    """Readers and signers at the same time, on a new database."""
    path = site.root / f"{time.monotonic_ns()}.db"
    path.write_bytes((site.root / "campaign.db").read_bytes())
    with Store.open(path) as store:
        async with serve_app(ours(site, store)) as url:
            work: list[Awaitable[Any]] = [
                read(url, seconds, readers, site.headers) if readers else _nothing(),
                sign(store, url, seconds, signers) if signers else _nothing(),
            ]
            reading, signing = await asyncio.gather(*work)
    for old in site.root.glob(f"{path.name}*"):
        old.unlink()
    return reading, signing


async def read(url: str, seconds: int, connections: int, headers: tuple[str, ...]) -> PageLoad:
    """wrk reads the page."""
    options = [word for header in headers for word in ("-H", header)]
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *options, url]
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    out = (await process.communicate())[0].decode()
    assert "Non-2xx" not in out or "If-None-Match" in "".join(headers), out
    answers, rate, slow = _ANSWERS.search(out), _RATE.search(out), _99TH.search(out)
    if answers is None or rate is None or slow is None:
        raise RuntimeError(out)
    return PageLoad(int(answers[1]), float(rate[1]), float(slow[1]) * _UNITS[slow[2]])


async def sign(store: Store, url: str, seconds: int, connections: int) -> Load:
    """Sign with the generator of bench.signing."""
    version = store.read(versions.latest, LETTER)
    assert version is not None
    secret = store.write(keys.secret, keys.FORMS)
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    port = int(url.rstrip("/").rpartition(":")[2])
    generator = context.Process(target=generate, args=(theirs, port, seconds, connections, version.digest, secret))
    generator.start()
    result: Load = await asyncio.to_thread(mine.recv)
    generator.join()
    return result


async def _nothing() -> None:
    """No connections of this kind."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


if __name__ == "__main__":
    main()
