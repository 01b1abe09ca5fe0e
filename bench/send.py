"""How fast letters are built and sent, beside Postfix's own load generator at the same sink. See README.md.

python -m bench.send [--mails 500] [--rounds 5] [--connections 10]
"""

import argparse
import asyncio
import datetime as dt
import os
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from pathlib import Path
from tempfile import TemporaryDirectory

from campaign import folder
from campaign.addressees import Addressee
from campaign.delivery.records import Planned
from campaign.delivery.rules import Rules
from campaign.delivery.states import State
from campaign.dispatch.carry import carry_out
from campaign.dispatch.mails import mails
from campaign.dispatch.situation import Situation, gather
from campaign.freezing import freeze
from campaign.mailer.smtp import SmtpTransport
from campaign.sample import LETTER, copy_sample
from campaign.settings import PLAIN, SmtpTable, load
from campaign.store import Store, deliveries, people
from campaign.store.sqlite import sqlite_version

PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for the same number of letters of the same size."""

    building: float
    keeping: float
    sending: float
    source: float

    @property
    def ours(self) -> float:
        return self.building + self.keeping + self.sending


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--mails", type=int, default=500)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--connections", type=int, default=10)
    chosen = options.parse_args()
    missing = [name for name in ("smtp-sink", "smtp-source") if not shutil.which(name, path=PATH)]
    if missing:
        options.exit(1, f"{' and '.join(missing)} not found: sudo apt-get install postfix\n")
    with TemporaryDirectory(prefix="bench-") as name, sink() as port:
        place = Path(name)
        sample = sample_campaign(place, chosen.mails)
        size = checked(sample)
        rounds = [
            one_round(place / f"{number}.db", sample, port, chosen.connections, size) for number in range(chosen.rounds)
        ]
    report(rounds, chosen.mails, chosen.connections, size)


@contextmanager
def sink() -> Iterator[int]:
    """Postfix's smtp-sink, which takes everything and keeps nothing."""
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


def sample_campaign(place: Path, number: int) -> Situation:
    """The sample letter with its eight organisations, and so many made-up addressees, each greeted alone."""
    from campaign.cli import cli

    now = dt.datetime.now(dt.UTC)
    copy_sample(place, now)
    letter = place / "letters" / LETTER / "letter.en.md"
    letter.write_text(letter.read_text().replace("salutation: joint", "salutation: single"))
    cli.main(["-C", str(place), "--quiet", "signatory", "import"], standalone_mode=False)
    addressees = [
        Addressee(key=f"m{at}", name=f"Anna Made-{at}", family_name=f"Made-{at}", mail=f"m{at}@parliament.example")
        for at in range(number)
    ]
    campaign = folder.find(place)
    with Store.open(campaign.database) as store:
        store.write(people.put_addressees, LETTER, addressees, now)
        freeze(campaign, store, LETTER, "bench", now)
        return gather(campaign, load(place), store, LETTER)


def checked(sample: Situation) -> int:
    """Look at every letter as a mail program would; the mean size in bytes."""
    sizes = []
    for person, mail in zip(sample.addressees, mails(sample, "first", dt.datetime.now(dt.UTC)), strict=True):
        parsed = message_from_bytes(mail.message, policy=policy.default)
        parts = list(parsed.walk())
        assert [part.get_content_type() for part in parts] == ["multipart/alternative", "text/plain", "text/html"]
        assert not any(part.defects for part in parts)
        assert str(parsed["To"].addresses[0].addr_spec) == mail.mail == person.mail
        assert person.family_name in parts[1].get_content()
        sizes.append(len(mail.message))
    return round(statistics.mean(sizes))


def one_round(path: Path, sample: Situation, port: int, connections: int, size: int) -> Round:
    """Ours, then Postfix's, one after the other."""
    planned: list[Planned] = []
    building = timed(lambda: planned.extend(mails(sample, path.stem, dt.datetime.now(dt.UTC))))
    with Store.open(path) as store:
        kept: list[int] = []
        keeping = timed(lambda: kept.append(keep(store, planned)))
        sending = timed(lambda: send(store, sample, kept[0], port, connections))
        assert store.read(deliveries.counts, kept[0]) == {State.SENT: len(planned)}
    source = timed(lambda: smtp_source(port, len(planned), connections, size))
    return Round(building, keeping, sending, source)


def keep(store: Store, planned: list[Planned]) -> int:
    from campaign.store import versions

    now = dt.datetime.now(dt.UTC)
    version = store.write(versions.add, LETTER, "digest", (), "bench", now)
    dispatch = store.write(deliveries.plan, LETTER, "first", version.id, planned, now)
    assert dispatch is not None
    store.write(deliveries.release, dispatch.id, dispatch.planned_at, now)
    return dispatch.id


def send(store: Store, sample: Situation, dispatch: int, port: int, connections: int) -> None:
    """The mailer as it always is (claim, stages, verdicts, synchronous=FULL), but for its pace and window."""
    campaign = replace(sample.settings.campaign, minimum_signatories=0)  # the ledger of a round holds mails alone
    settings = replace(sample.settings, campaign=campaign, sending=Rules(per_minute=1e9, connections=connections))
    way = SmtpTransport(SmtpTable("127.0.0.1", port, PLAIN), 30)
    asyncio.run(carry_out(store, settings, dispatch, way, lambda: dt.datetime.now(dt.UTC)))


def smtp_source(port: int, number: int, connections: int, size: int) -> None:
    """The same number and size over as many connections, which are kept open as ours are."""
    sessions = ["-d", "-s", str(connections), "-m", str(number), "-l", str(size)]
    envelope = ["-f", "letters@coalition.example", "-t", "member@parliament.example"]
    subprocess.run([_program("smtp-source"), *sessions, *envelope, f"127.0.0.1:{port}"], check=True)


def report(rounds: list[Round], number: int, connections: int, size: int) -> None:
    def rate(seconds: Callable[[Round], float]) -> float:
        return number / statistics.median(seconds(each) for each in rounds)

    source = rate(lambda each: each.source)
    version = ".".join(map(str, sqlite_version()))
    print(f"{number} letters of {size} bytes, {connections} connections, {len(rounds)} alternating rounds, medians;")
    print(f"{os.cpu_count()} cores, SQLite {version}, synchronous=FULL, load {os.getloadavg()[0]:.1f}")
    lines: tuple[tuple[str, Callable[[Round], float]], ...] = (
        ("built", lambda each: each.building),
        ("kept", lambda each: each.keeping),
        ("sent", lambda each: each.sending),
        ("built, kept and sent", lambda each: each.ours),
    )
    for name, seconds in lines:
        print(f"  {name:22}{rate(seconds):9.0f} a second   {rate(seconds) / source:6.3f} of smtp-source")
    print(f"  {'smtp-source':22}{source:9.0f} a second   {1:6.3f}")


def timed(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _program(name: str) -> str:
    found = shutil.which(name, path=PATH)
    assert found is not None
    return found


def _listening(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("smtp-sink does not listen")


if __name__ == "__main__":
    main()
