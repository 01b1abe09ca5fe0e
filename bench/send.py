"""How fast emails are built and sent, compared with Postfix's own load generator at the same sink. See README.md.

python -m bench.send [--mails 8000] [--rounds 9] [--connections 8] [--pdf] [--delay MILLISECONDS] [--pinned CORE]
                     [--mailmerge]
"""

import argparse
import asyncio
import datetime as dt
import gc
import os
import platform
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import mailmerge, postfix
from campaign.adapters.smtp import SmtpTransport
from campaign.adapters.store import Store, people, versions
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.sqlite import sqlite_version
from campaign.cli import NEW_OBJECTS
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment
from campaign.core.delivery.records import Mailing, PlannedDelivery
from campaign.core.delivery.rules import SendRules
from campaign.core.delivery.states import DeliveryState
from campaign.core.letters.version import NewVersion
from campaign.core.settings import PLAIN, SendingRules, SmtpTable
from campaign.services.campaign import Campaign, system_clock
from campaign.services.sending.message_dates import MailDating
from campaign.services.sending.order import SendOrder
from campaign.services.sending.send_wave import run_wave
from campaign.services.setup.sample import LETTER, copy_sample
from campaign.services.waves.letter_state import LetterState, read_letter_state
from campaign.services.waves.planned_deliveries import WaveContent, deliveries_to, wave_content
from campaign.services.waves.texts import frozen_texts_or_draft
from tests.helpers.versions import freeze_letter

PDF_BYTES = 200_000
MERGING = "mailmerge"
PERSONAL = (
    "\n{{ salutation }}\n\nAs {{ addressee.role }} of the {{ addressee.group }} from {{ addressee.country }} you,"
    " {{ addressee.name }}, will decide on this; we ask you to read what follows.\n"
)


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for the same number of emails of the same size."""

    making: float
    keeping: float
    sending: float
    source: float
    merging: float | None

    @property
    def ours(self) -> float:
        return self.making + self.keeping + self.sending


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--mails", type=int, default=8000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--connections", type=int, default=8)
    options.add_argument("--pdf", action="store_true", help="attach the same PDF of 200 kB to every email")
    options.add_argument("--delay", type=float, default=0, help="milliseconds by which the sink's answers are delayed")
    options.add_argument("--mailmerge", action="store_true", help="also send the same letter with mailmerge")
    options.add_argument("--pinned", type=int, metavar="CORE", help="keep the threads of the mailer on this core")
    chosen = options.parse_args()
    if chosen.mailmerge and mailmerge.missing():
        options.exit(1, "mailmerge not found: pip install mailmerge\n")
    if postfix.missing():
        options.exit(1, f"{' and '.join(postfix.missing())} not found: sudo apt-get install postfix\n")
    gc.set_threshold(NEW_OBJECTS)  # as every command does
    with TemporaryDirectory(prefix="bench-") as name, postfix.sink() as near:
        folder = Path(name)
        sample = sample_campaign(folder, chosen.mails)
        size = check_messages(sample, folder / "letter", pdf=chosen.pdf)
        with postfix.far_away(near, chosen.delay / 1000) if chosen.delay else nullcontext(near) as port:
            if chosen.mailmerge:
                letter = (folder / "letters" / LETTER / "letter.en.md").read_text()
                mailmerge.prepare(folder / MERGING, letter, sample.state.addressees, port)
            bench = Bench(folder, sample, port, chosen.connections, pdf=chosen.pdf, pinned=chosen.pinned)
            rounds = [bench.one_round(number) for number in range(chosen.rounds)]
    report(rounds, chosen, size)


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample campaign, and its letter with all its addressees."""

    campaign: Campaign
    state: LetterState

    def content(self, wave: str, at: dt.datetime) -> WaveContent:
        """The content of a wave in English."""
        texts = frozen_texts_or_draft(self.state, self.campaign.settings.campaign, at)
        return wave_content(self.campaign, LETTER, {"en": texts["en"]}, wave, at)


def sample_campaign(folder: Path, number: int) -> Sample:
    """Create the sample letter, made more personal, with `number` made-up addressees. It is never closed."""
    from campaign.cli import cli

    now = dt.datetime.now(dt.UTC)
    copy_sample(folder, now)
    letter = folder / "letters" / LETTER / "letter.en.md"
    front, _, body = letter.read_text().replace("salutation: joint", "salutation: single").partition("\n---\n")
    letter.write_text(f"{front}\n---\n{PERSONAL}{body.replace('{{ salutation }}', '')}")
    cli.main(["-C", str(folder), "--quiet", "signatory", "import"], standalone_mode=False)
    campaign = Campaign(folder)
    campaign.store.write(people.put_addressees, LETTER, [made_up_addressee(at) for at in range(number)], now)
    freeze_letter(folder, "bench", now)
    return Sample(campaign, read_letter_state(campaign.folder, campaign.store, LETTER))


def made_up_addressee(at: int) -> Addressee:
    name = ("Anna Made", "Jörg Wünsch", "Dragoş Şerban", "Małgorzata Łuk")[at % 4]
    return Addressee(
        key=f"m{at}",
        name=f"{name}-{at}",
        family_name=f"{name.split()[1]}-{at}",
        honorific="Ms",
        address=f"m{at}@parliament.example",
        country=("Italy", "Germany", "Romania", "Poland")[at % 4],
        group=f"Group {at % 8}",
        role=("rapporteur", "member of the committee")[at % 2],
    )


def sample_deliveries(sample: Sample, wave: str, *, pdf: bool) -> Iterator[PlannedDelivery]:
    """The wave's deliveries, as `campaign send preview` builds them; with `pdf`, all share one PDF."""
    at = dt.datetime.now(dt.UTC)
    files = (Attachment("letter.pdf", "application/pdf", os.urandom(PDF_BYTES)),) if pdf else ()
    yield from deliveries_to(sample.content(wave, at), sample.state.addressees, files=files)


def check_messages(sample: Sample, letter: Path, *, pdf: bool) -> int:
    """Check emails as a mail program would read them, and write the last one to `letter`. Returns the mean size in
    bytes."""
    kinds = ["multipart/alternative", "text/plain", "text/html"]
    expected = ["multipart/mixed", *kinds, "application/pdf"] if pdf else kinds
    sizes = []
    for number, (person, mail) in enumerate(
        zip(sample.state.addressees, sample_deliveries(sample, "first", pdf=pdf), strict=True)
    ):
        sizes.append(len(mail.message))
        if number % 50 < 3:
            parsed = message_from_bytes(mail.message, policy=policy.default)
            parts = list(parsed.walk())
            assert [part.get_content_type() for part in parts] == expected
            assert not any(part.defects for part in parts)
            assert str(parsed["To"].addresses[0].addr_spec) == mail.address == person.address
            text = parsed.get_body(("plain",))
            assert text is not None
            assert person.name in " ".join(text.get_content().split())
        letter.write_bytes(mail.message)
    return round(statistics.mean(sizes))


@dataclass(frozen=True, slots=True)
class Bench:
    """What the rounds share."""

    folder: Path
    sample: Sample
    port: int
    connections: int
    pdf: bool
    pinned: int | None

    def one_round(self, number: int) -> Round:
        """Measure the mailer and Postfix's source, one after the other. Every second round begins with Postfix's,
        because the second one always has an advantage."""
        before = self.source() if number % 2 else None
        planned: list[PlannedDelivery] = []
        making = seconds_for(lambda: planned.extend(sample_deliveries(self.sample, f"w{number}", pdf=self.pdf)))
        with Store.open(self.folder / f"{number}.db") as store:
            waves: list[Mailing] = []
            keeping = seconds_for(lambda: waves.append(keep(store, planned)))
            sending = seconds_for(lambda: self.send(store, waves[0]))
            assert store.read(deliveries.counts, waves[0].id) == {DeliveryState.SENT: len(planned)}
        source = before or self.source()
        folder = self.folder / MERGING
        merged = seconds_for(lambda: mailmerge.run(folder)) if folder.exists() else None
        return Round(making, keeping, sending, source, merged)

    def source(self) -> float:
        letter = self.folder / "letter"
        return seconds_for(
            lambda: postfix.source(self.port, len(self.sample.state.addressees), self.connections, letter)
        )

    def send(self, store: Store, wave: Mailing) -> None:
        """Send with the mailer as it always works (claims, stages, verdicts, synchronous=FULL), without pace and
        sending hours."""
        campaign = self.sample.campaign.settings.campaign
        rules = SendRules(
            SendingRules(per_minute=1e9, connections=self.connections), campaign.deadline_at, campaign.zone
        )
        transport = SmtpTransport(SmtpTable("127.0.0.1", self.port, PLAIN), 30)
        with nullcontext() if self.pinned is None else pin_to_core(self.pinned):
            dating = MailDating(rules.zone, None)
            asyncio.run(run_wave(SendOrder(store, wave, rules, transport, system_clock, dating=dating)))


def keep(store: Store, planned: list[PlannedDelivery]) -> Mailing:
    now = dt.datetime.now(dt.UTC)
    version = store.write(versions.add, NewVersion(LETTER, "digest", (), "bench", now))
    mailing = store.write(deliveries.plan, LETTER, "first", version.id, planned, now)
    assert mailing is not None
    store.write(deliveries.release, mailing.id, mailing.planned_at, now)
    return mailing


@contextmanager
def pin_to_core(core: int) -> Iterator[None]:
    """Keep this process's threads on one core, each until it waits, like CPUAffinity and CPUSchedulingPolicy=batch in a
    service file. Works on Linux only."""
    cores = os.sched_getaffinity(0)
    threads = [thread.native_id for thread in threading.enumerate() if thread.native_id is not None]

    def keep_on(cores: set[int], policy: int) -> None:
        for thread in threads:
            os.sched_setaffinity(thread, cores)
            os.sched_setscheduler(thread, policy, os.sched_param(0))

    keep_on({core}, os.SCHED_BATCH)
    try:
        yield
    finally:
        keep_on(cores, os.SCHED_OTHER)


def report(rounds: list[Round], chosen: argparse.Namespace, size: int) -> None:
    def ratio(seconds: Callable[[Round], float]) -> float:
        return statistics.median(timing.source / seconds(timing) for timing in rounds)

    def rate(seconds: Callable[[Round], float]) -> float:
        return float(chosen.mails / statistics.median(seconds(timing) for timing in rounds))

    version = ".".join(map(str, sqlite_version()))
    far = f", answers {chosen.delay:.0f} ms away" if chosen.delay else ""
    print(
        f"{chosen.mails} letters of {size} bytes, {chosen.connections} connections{far}, {len(rounds)} rounds, medians;"
    )
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {version}, synchronous=FULL,", end=" ")
    pin = "" if chosen.pinned is None else f", ours on core {chosen.pinned} alone"
    print(f"load {os.getloadavg()[0]:.1f}{pin}")
    lines: tuple[tuple[str, Callable[[Round], float]], ...] = (
        ("built", lambda timing: timing.making),
        ("stored", lambda timing: timing.keeping),
        ("sent", lambda timing: timing.sending),
        ("built, stored and sent", lambda timing: timing.ours),
    )
    for name, seconds in lines:
        print(f"  {name:22}{rate(seconds):9.0f} a second   {ratio(seconds):6.3f} of smtp-source")
    print(f"  {'smtp-source':22}{rate(lambda timing: timing.source):9.0f} a second   {1:6.3f}")
    times = [timing.merging / timing.ours for timing in rounds if timing.merging]
    if times:
        merged = statistics.median(timing.merging for timing in rounds if timing.merging)
        print(f"  {'mailmerge':22}{chosen.mails / merged:9.0f} a second   built, stored and sent is", end=" ")
        print(f"{statistics.median(times):.0f} times as fast")


def seconds_for(work: Callable[[], object]) -> float:
    """The seconds that a function takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
