"""Reading a database with many sign-ons, compared with few: pages, links, counts, names. See README.md.

python -m bench.signons_scale [--few 10_000] [--many 10_000_000] [--asks 1000] [--folder FOLDER]
"""

import argparse
import asyncio
import datetime as dt
import hashlib
import inspect
import itertools
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from sqlite_utils.utils import sqlite3
from starlette.applications import Starlette

from campaign.adapters.files import folder
from campaign.adapters.http.limits import RateLimit
from campaign.adapters.settings import load
from campaign.adapters.store import Store, signons, versions
from campaign.adapters.store.signons import counts, pages, public_form, search
from campaign.adapters.store.signons.transitions import transition
from campaign.adapters.store.sqlite import sqlite_version
from campaign.core.letters import VersionKind as VersionKind
from campaign.core.signatories import SignOnState
from campaign.core.signatories.search_keys import search_keys
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.personal_links import LinkPurpose, token
from campaign.core.signons.record import Actor, RecordEvent, record_line
from campaign.services.campaign import Campaign
from campaign.services.letters.freeze import Naming
from campaign.services.public.link_holders import find_holder
from campaign.services.setup.sample import LETTER, copy_sample
from campaign.web.app import app_of, routes, site_of
from campaign.web.limits import VisitorLimits
from campaign.web.site import Site
from tests.helpers.versions import freeze_letter

_MOST_RATIO = 3.0
_MOST_BYTES = 300
_BATCH = 20_000
_CACHE_KIB = 3_000_000
_COUNTRIES = ("Germany", "France", "Poland", "Italy", "Spain", "Belgium", "Austria", "Sweden", "Greece", "")
_LANGUAGES = ("en", "de", "fr")
_STATES = ("listed", "pending", "confirmed", "withdrawn")
_HOW_OFTEN = (90, 5, 3, 2)
_SIGNON = """
    INSERT INTO signon (id, letter, kind, name, country, state, version, language, created_at, listed_at,
                        organisation, position, url, logo, quote, held, source)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, '', '', '', 0, 'page')"""
_SIGNER = """
    INSERT INTO signer (signon, person, role, mail, mail_key, confirmed_at, confirmed_how, salt, authority, note,
                        generation)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', 0)"""
_NAME = "INSERT INTO listed_name (key, signon) VALUES (?, ?)"
_COUNT = "INSERT INTO signon_count (letter, kind, state, number) VALUES (?, ?, ?, ?)"
_LISTED = "SELECT id, name FROM signon WHERE id >= ? AND id < ? AND state = 'listed'"


@dataclass(frozen=True, slots=True)
class Words:
    """First and family names with their frequencies: the second name is half as frequent as the first, and so on."""

    first_names: tuple[str, ...]
    family_names: tuple[str, ...]
    first_name_weights: tuple[float, ...]
    family_name_weights: tuple[float, ...]

    def names(self, chance: random.Random, number: int) -> Iterator[str]:
        """Random names; one in eight has a second first name."""
        first = chance.choices(self.first_names, cum_weights=self.first_name_weights, k=number)
        second = chance.choices(self.first_names, cum_weights=self.first_name_weights, k=number)
        last = chance.choices(self.family_names, cum_weights=self.family_name_weights, k=number)
        for at in range(number):
            yield f"{first[at]} {second[at]} {last[at]}" if at % 8 == 0 else f"{first[at]} {last[at]}"


@dataclass(frozen=True, slots=True)
class Crowd:
    """A store with `number` sign-ons, and the app that shows them. `bytes` are those of a sign-on, and of its keys."""

    number: int
    store: Store
    site: Site
    app: Starlette
    newest: int  # the newest version's id
    bytes: tuple[float, float]


Ask = Callable[[Crowd, random.Random], object]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--few", type=int, default=10_000)
    options.add_argument("--many", type=int, default=10_000_000)
    options.add_argument("--asks", type=int, default=1000, help="how often each question is asked of each database")
    options.add_argument("--folder", type=Path, default=None, help="folder for the databases, which take 5 GB")
    chosen = options.parse_args()
    words = make_words()
    with TemporaryDirectory(dir=chosen.folder) as scratch:
        root = Path(scratch)
        few, many = (crowd(root, number, words) for number in (chosen.few, chosen.many))
        print(f"SQLite {'.'.join(map(str, sqlite_version()))}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        report_bytes(root, few, many)
        for one in (few, many):
            _read_through(folder.find(root / str(one.number)).database)
        report_times(asyncio.run(times(words, few, many, chosen.asks)), few, many)
        for one in (few, many):
            one.store.close()


def make_words() -> Words:
    """2000 first names and 40,000 family names of two to four syllables, with frequencies like those of real names."""
    chance = random.Random(7)
    first_names, family = (_words(chance, number) for number in (2_000, 40_000))
    weights = [tuple(itertools.accumulate(1 / (at + 5) for at in range(len(names)))) for names in (first_names, family)]
    return Words(first_names, family, weights[0], weights[1])


def _words(chance: random.Random, number: int) -> tuple[str, ...]:
    parts = itertools.product("bdfghjklmnprstvwz", "aeiouéü", ("", "n", "r", "l"))
    syllables = ["".join(letters) for letters in parts]
    names: dict[str, None] = {}
    while len(names) < number:
        names["".join(chance.choices(syllables, k=chance.choice((2, 2, 3, 3, 4)))).capitalize()] = None
    return tuple(names)


def crowd(scratch: Path, number: int, words: Words) -> Crowd:
    """A campaign with two frozen versions and `number` sign-ons, nine in ten of them for the newer version."""
    root = scratch / str(number)
    root.mkdir()
    copy_sample(root, _now())
    path = folder.find(root).database
    letter = root / "letters" / LETTER / "letter.en.md"
    text = letter.read_text("utf-8")
    freeze_letter(root, "bench", _now())
    letter.write_text(text.replace("Openness is how", "Openness is why"), "utf-8")
    freeze_letter(root, "bench, once more", _now(), Naming(VersionKind.SUBSTANCE))
    with Store.open(path) as store:
        newest, oldest = (version.id for version in store.read(versions.all_of, LETTER))
    start = time.perf_counter()
    sizes = fill(path, number, words, (oldest, newest))
    print(f"{number:,} sign-ons were written in {time.perf_counter() - start:.0f} s")
    return _open(root, path, number, newest, sizes)


def _open(root: Path, path: Path, number: int, newest: int, sizes: tuple[float, float]) -> Crowd:
    settings = load(root)
    settings = replace(settings, campaign=replace(settings.campaign, public_url="http://127.0.0.1/"))
    store = Store.open(path)
    site = site_of(
        Campaign.from_parts(folder.find(root), settings, store, LETTER, _now),
        VisitorLimits(lookups=RateLimit(10**9, 0)),
    )
    return Crowd(number, store, site, app_of(site, routes(site)), newest, sizes)


def fill(path: Path, number: int, words: Words, texts: tuple[int, int]) -> tuple[float, float]:
    """Write sign-ons straight into the tables, with all indexes, but without the record, which nothing reads here.

    Returns the bytes per sign-on, and per sign-on for the keys of its name.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    empty = _size(connection)
    _fill_tables(connection, number, words, texts)
    filled = _size(connection)
    _fill_names(connection, number)
    named = _size(connection)
    connection.close()
    return (filled - empty) / number, (named - filled) / number


def _fill_tables(connection: Any, number: int, words: Words, texts: tuple[int, int]) -> None:
    chance, counted = random.Random(number), Counter[tuple[str, str]]()
    for begin in range(1, number + 1, _BATCH):
        rows = list(_rows(chance, words, begin, min(_BATCH, number + 1 - begin), texts))
        connection.execute("BEGIN")
        connection.executemany(_SIGNON, [signon for signon, _ in rows])
        connection.executemany(_SIGNER, [signer for _, signer in rows])
        connection.execute("COMMIT")
        counted.update((signon[2], signon[5]) for signon, _ in rows)
    connection.executemany(_COUNT, [(LETTER, *which, many) for which, many in counted.items()])


def _fill_names(connection: Any, number: int) -> None:
    mark = search.letter_mark(LETTER)
    for begin in range(1, number + 1, _BATCH):
        rows = connection.execute(_LISTED, (begin, begin + _BATCH)).fetchall()
        connection.execute("BEGIN")
        connection.executemany(
            _NAME, [(mark + key, signon) for signon, name in rows for key in sorted(search_keys(name))]
        )
        connection.execute("COMMIT")


def _size(connection: Any) -> int:
    names = ("page_count", "freelist_count", "page_size")
    pages, unused, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
    return int((pages - unused) * size)


def _rows(
    chance: random.Random, words: Words, begin: int, number: int, texts: tuple[int, int]
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Rows of `signon` and `signer`. One in five hundred is an organisation."""
    states = chance.choices(_STATES, _HOW_OFTEN, k=number)
    names = words.names(chance, number)
    for at, (name, state) in enumerate(zip(names, states, strict=True), begin):
        kind = "organisation" if at % 500 == 0 else "person"
        time_at = 1_800_000_000_000_000 + at * 1000
        mail = f"{name.lower().replace(' ', '.')}{at % 997}@{'knowledge' if at % 3 else 'home'}.example"
        digest = hashlib.sha256(f"{LETTER}\0{at}{mail}".encode()).digest()[:16]
        confirmed = state != "pending"
        yield (
            (
                at, LETTER, kind, f"{name} e.V." if kind == "organisation" else name, chance.choice(_COUNTRIES), state,
                texts[1] if at % 10 else texts[0], _LANGUAGES[at % 3], time_at,
                time_at + 900_000_000 if state == "listed" else None,
            ),
            (
                at, name, "Chair" if at % 5 == 0 else "", mail, digest, time_at + 600_000_000 if confirmed else None,
                public_form.LINK if confirmed else "", chance.randbytes(16),
            ),
        )  # fmt: skip


def questions(words: Words) -> dict[str, Ask]:
    """The questions: queries of the store, and two whole pages through the application."""

    def name(chance: random.Random) -> str:
        (first_name,) = chance.choices(words.first_names, cum_weights=words.first_name_weights)
        (family,) = chance.choices(words.family_names, cum_weights=words.family_name_weights)
        return f"{first_name} {family}"

    return {
        "newest page of people": lambda crowd, _: crowd.store.read(signons.people, crowd.newest, None, 50),
        "page of people anywhere": lambda crowd, chance: crowd.store.read(
            pages.before, LETTER, crowd.newest, SignOnKind.PERSON, chance.randrange(200, crowd.number)
        ),
        "personal link": lambda crowd, chance: find_holder(crowd.site.letter, _link(crowd, chance), LinkPurpose.OWN),
        "count": lambda crowd, _: crowd.store.read(counts.of, LETTER, SignOnKind.PERSON),
        "name in full": lambda crowd, chance: crowd.store.read(search.names, LETTER, name(chance)),
        "beginning of a name": lambda crowd, chance: crowd.store.read(
            search.names, LETTER, name(chance)[: chance.randrange(2, 6)]
        ),
        "page of people, whole": lambda crowd, chance: get(
            crowd, "/people", before=chance.randrange(200, crowd.number)
        ),
        "page of names, whole": lambda crowd, chance: get(crowd, "/names", q=name(chance)),
    }


def _link(crowd: Crowd, chance: random.Random) -> str:
    return token(crowd.site.letter.link_secret, LinkPurpose.OWN, chance.randrange(1, crowd.number), 0)


async def get(crowd: Crowd, path: str, **query: object) -> bytes:
    """Get a page from the application without a network."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 1),
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    await crowd.app(scope, receive, send)
    assert sent[0]["status"] == 200, sent[0]
    body: bytes = sent[1]["body"]
    return body


async def times(words: Words, few: Crowd, many: Crowd, asks: int) -> dict[str, tuple[list[float], list[float]]]:
    """The milliseconds of each question, measured in one event loop, so that threads and connections stay open."""
    return {name: await measure(ask, few, many, asks) for name, ask in questions(words).items()}


async def measure(ask: Ask, few: Crowd, many: Crowd, asks: int) -> tuple[list[float], list[float]]:
    """The milliseconds of each answer, from the two databases in turn; the first tenth is only for warming up."""
    chance = random.Random(3)
    milliseconds: tuple[list[float], list[float]] = ([], [])
    for at in range(asks + asks // 10):
        for crowd, taken in zip((few, many), milliseconds, strict=True):
            start = time.perf_counter_ns()
            answer = ask(crowd, chance)
            if inspect.isawaitable(answer):
                await answer
            if at >= asks // 10:
                taken.append((time.perf_counter_ns() - start) / 1e6)
    return milliseconds


def _read_through(path: Path) -> None:
    """Read a file, so that it is in the system's cache."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass


def report_times(answers: dict[str, tuple[list[float], list[float]]], few: Crowd, many: Crowd) -> None:
    print(f"{'milliseconds':26}{few.number:>14,}{'99th':>9}{many.number:>14,}{'99th':>9}{'ratio':>8}{'99th':>7}")
    slow = []
    for name, both in answers.items():
        (half, most), (half_many, most_many) = ((statistics.median(series), _percentile(series)) for series in both)
        ratios = half_many / half, most_many / most
        print(f"{name:26}{half:14.3f}{most:9.3f}{half_many:14.3f}{most_many:9.3f}{ratios[0]:8.2f}{ratios[1]:7.2f}")
        slow += [name] if max(ratios) > _MOST_RATIO else []
    print(f"more than {_MOST_RATIO:.0f} times slower: {', '.join(slow) or 'none'}")


def _percentile(times: list[float]) -> float:
    return sorted(times)[int(0.99 * (len(times) - 1))]


def report_bytes(root: Path, few: Crowd, many: Crowd) -> None:
    """Print the bytes per sign-on, and what the program itself writes for one, including the record."""
    for crowd in (few, many):
        row, name = crowd.bytes
        print(
            f"{crowd.number:,}: {row:.0f} bytes a sign-on with its signer and all indexes (at most {_MOST_BYTES}), "
            f"{name:.0f} more to find its name"
        )
    whole, lines = _as_the_program_does(root)
    print(f"with its {lines:.0f} lines in the record: {whole:.0f} bytes")


def _as_the_program_does(root: Path, number: int = 3000) -> tuple[float, float]:
    path, words, chance = root / "made.db", make_words(), random.Random(1)
    with Store.open(path) as store:
        empty = store.read(_size)
        for at, name in enumerate(words.names(chance, number)):
            store.submit(_sign, name, f"{at}@home.example")
        lines = store.write(lambda db: db.execute("SELECT count(*) FROM record").fetchone()[0])
        while store.write(search.catch_up, 1000):
            pass
        return (store.read(_size) - empty) / number, lines / number


def _sign(db: Any, name: str, address: str) -> None:
    state, now = SignOnState.PENDING, _now()
    new = NewSignOn(
        LETTER,
        SignOnKind.PERSON,
        name,
        state,
        None,
        "en",
        SignOnSource.PAGE,
        person=name,
        address=address,
        address_key=address,
    )
    number = signons.add(db, new, RecordEvent.SIGNED, Actor.SIGNER, now).id
    signons.confirm(db, number, public_form.LINK, now)
    signon = signons.one(db, number)
    assert signon is not None
    transition(
        db, signon, SignOnState.LISTED, record_line(signon, RecordEvent.LISTED, Actor.COORDINATOR, now, {"by": "Eve"})
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


if __name__ == "__main__":
    main()
