"""Workers on PostgreSQL, compared with one process without the work queue. See README.md.

python -m bench.fleet [--mails 6000] [--rounds 3] [--workers 4] [--connections 8] [--job 200]
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory

from bench import postfix
from bench.send import keep, sample_campaign, sample_deliveries
from campaign.adapters.queue.connection import QueueConnection, make_ready, work_until
from campaign.adapters.queue.jobs import Job
from campaign.adapters.settings import load
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.records import Mailing, PlannedDelivery
from campaign.core.delivery.rules import wave_rules
from campaign.core.delivery.states import DeliveryState
from campaign.core.settings import Settings
from campaign.services.campaign import system_clock
from campaign.services.sending.order import SendOrder
from campaign.services.sending.scheduler import TURN_LIMITS, MailerCallbacks, MailerWork
from campaign.services.sending.send_wave import run_wave, transport_for
from campaign.services.sending.worker import Worker
from campaign.services.setup.sample import LETTER
from tests.helpers.postgres import Server, serving

SETTINGS = """
[campaign]
name = "Bench"
vote = 2099-04-26T12:00:00
minimum_signatories = 0
letter = "{letter}"
[sender]
name = "Coalition"
address = "letters@coalition.example"
[sending]
per_minute = 100000
connections = {connections}
[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
[store]
database = "{database}"
"""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Measurement:
    """Seconds from the mail server's first answer to its last, and processor seconds of mailers and database."""

    seconds: float
    mailers: float
    database: float

    @property
    def processor(self) -> float:
        return self.mailers + self.database


@dataclass(slots=True)
class Idler:
    """A worker that gets `left` jobs and does nothing."""

    left: int
    stopping: asyncio.Event
    busy: bool = False

    def look(self) -> tuple[Job, ...]:
        return (Job(1, alone=False),)

    def additional_job(self, mailing: int) -> Job | None:
        self.left -= 1
        if not self.left:
            self.stopping.set()
        return Job(mailing, alone=False) if self.left > 0 else None

    async def deliver(self, mailing: int) -> bool:
        return False

    def trouble(self, sentence: str) -> None:
        print(sentence)


@dataclass(frozen=True, slots=True)
class Bench:
    folder: Path
    server: Server
    port: int
    planned: list[PlannedDelivery]
    connections: int
    job: int

    def alone(self, turn: int | None = None) -> Measurement:
        """One process without a queue, in one run like `campaign send go`, or in turns of `turn` emails."""
        folder, address = self.campaign()
        with Store.open(address) as store:
            wave = keep(store, self.planned)
            settings = load(folder)
            before = time.process_time(), self.database_seconds()
            asyncio.run(self.turns(store, settings, wave, turn))
            return Measurement(
                self.span(store, wave.id), time.process_time() - before[0], self.database_seconds() - before[1]
            )

    async def turns(self, store: Store, settings: Settings, wave: Mailing, turn: int | None) -> None:
        if turn is None:
            await run_wave(SendOrder(store, wave, wave_rules(settings, wave), transport_for(settings), system_clock))
            return
        limits, callbacks = replace(TURN_LIMITS, mails=turn), MailerCallbacks(trouble=print)
        work = MailerWork(store, lambda: settings, system_clock, callbacks=callbacks, limits=limits)
        worker = Worker(work, asyncio.Event(), lambda _: None)
        while await worker.deliver(wave.id):  # like the jobs of a worker, without the queue
            pass

    def queue(self, jobs: int = 300) -> float:
        """Processor seconds of the queue and the database for one job that does nothing."""
        _, address = self.campaign()
        Store.open(address).close()
        make_ready(address)
        stopping = asyncio.Event()
        before = time.process_time() + self.database_seconds()
        asyncio.run(work_until(stopping, QueueConnection(address, Idler(jobs, stopping), 1, 60)))
        return (time.process_time() + self.database_seconds() - before) / jobs

    def fleet(self, number: int) -> Measurement:
        """`number` workers, which wait before the wave is released."""
        folder, address = self.campaign()
        command = [sys.executable, "-m", "campaign", "-C", str(folder), "worker", "--mails", str(self.job)]
        with Store.open(address) as store, ExitStack() as ending:
            workers = [ending.enter_context(Popen(command, stdout=DEVNULL)) for _ in range(number)]
            for worker in workers:
                ending.callback(worker.terminate)
            time.sleep(2.0 + number)  # without the time to start
            before = sum(_processor(worker.pid) for worker in workers), self.database_seconds()
            mailing = keep(store, self.planned).id
            database_before = self.database_seconds()  # without the time to store the emails
            while store.read(deliveries.counts, mailing) != {DeliveryState.SENT: len(self.planned)}:
                time.sleep(0.5)
            mailers = sum(_processor(worker.pid) for worker in workers) - before[0]
            return Measurement(self.span(store, mailing), mailers, self.database_seconds() - database_before)

    def campaign(self) -> tuple[Path, str]:
        """Create a campaign folder with a new, empty database."""
        address = self.server.database()
        folder = self.folder / address.rpartition("/")[2]
        (folder / "letters" / LETTER).mkdir(parents=True)
        (folder / "letters" / LETTER / "letter.en.md").write_text("---\ntitle: Letter\n---\n\nText.\n")
        settings = SETTINGS.format(letter=LETTER, connections=self.connections, port=self.port, database=address)
        (folder / "campaign.toml").write_text(settings)
        return folder, address

    def span(self, store: Store, mailing: int) -> float:
        assert store.read(deliveries.counts, mailing) == {DeliveryState.SENT: len(self.planned)}
        times = [event.at for event in store.read(deliveries.events, mailing)]
        return (times[-1] - times[0]).total_seconds()

    def database_seconds(self) -> float:
        """Processor seconds of the database's processes, including those that have ended."""
        master = int((self.server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        children = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
        ours = [pid for pid in children if _parent(pid) == master]
        return _processor(master, ended=True) + sum(map(_processor, ours))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--mails", type=int, default=6000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--workers", type=int, default=4)
    options.add_argument("--connections", type=int, default=8)
    options.add_argument("--job", type=int, default=200, help="emails in one job")
    chosen = options.parse_args()
    if postfix.missing():
        options.exit(1, f"{' and '.join(postfix.missing())} not found: sudo apt-get install postfix\n")
    load_before = os.getloadavg()[0]
    with TemporaryDirectory(prefix="bench-") as name, postfix.sink() as port, serving() as server:
        (Path(name) / "sample").mkdir()
        sample = sample_campaign(Path(name) / "sample", chosen.mails)
        planned = list(sample_deliveries(sample, "first", pdf=False))
        bench = Bench(Path(name), server, port, planned, chosen.connections, chosen.job)
        rounds = [
            (bench.alone(), bench.alone(chosen.job), bench.fleet(1), bench.fleet(chosen.workers))
            for _ in range(chosen.rounds)
        ]
        idle = statistics.median(bench.queue() for _ in range(3))
    report(rounds, idle, chosen, load_before)


def report(
    rounds: list[tuple[Measurement, Measurement, Measurement, Measurement]],
    idle: float,
    chosen: argparse.Namespace,
    load_before: float,
) -> None:
    print(
        f"{chosen.mails} letters, {chosen.connections} connections each, {chosen.job} a job, {len(rounds)} rounds,"
        f" medians; {os.cpu_count()} cores, load before {load_before:.1f}"
    )
    names = ("one process", "in turns", "one worker", f"{chosen.workers} workers")
    for at, name in enumerate(names):
        rate = statistics.median(chosen.mails / results[at].seconds for results in rounds)
        ratio = statistics.median(results[0].seconds / results[at].seconds for results in rounds)
        mailers = statistics.median(results[at].mailers for results in rounds) / chosen.mails * 1e6
        database = statistics.median(results[at].database for results in rounds) / chosen.mails * 1e6
        print(
            f"  {name:12}{rate:8.0f} a second  {ratio:5.2f} of one process  processor a mail:"
            f" mailers {mailers:5.0f}, database {database:5.0f} microseconds"
        )
    turns = statistics.median(results[1].processor for results in rounds) / chosen.mails * chosen.job
    print(
        f"  a job that does nothing takes {idle * 1000:.1f} ms of the processor, one that sends {chosen.job} mails"
        f" {turns * 1000:.0f} ms: the queue's share is {idle / (idle + turns):.1%}"
    )


def _processor(pid: int, *, ended: bool = False) -> float:
    """Processor seconds of a process; with `ended`, also of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11 : 15 if ended else 13])) / _TICKS


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


if __name__ == "__main__":
    main()
