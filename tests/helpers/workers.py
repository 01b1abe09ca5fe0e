"""Worker processes on a PostgreSQL server for tests."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from campaign.adapters.store import Store
from campaign.core.delivery.states import DeliveryState
from tests.helpers.ledger import release_wave, rows, sending_folder
from tests.helpers.postgres import Server

LINES = 4


@dataclass(slots=True)
class Worker:
    """One `campaign worker` process."""

    process: "Popen[bytes]"

    def send_signal(self, name: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(name)


@dataclass(slots=True)
class WorkerPool:
    """A campaign on PostgreSQL with one released wave, and its workers."""

    folder: Path
    database: str
    mailing: int
    workers: list[Worker] = field(default_factory=list)
    started: int = 0

    def start(
        self, *options: str, command: Sequence[str] = ("worker",), environment: Mapping[str, str] | None = None
    ) -> Worker:
        self.started += 1
        variables = os.environ | dict(environment or {})
        words = [sys.executable, "-m", "campaign", "-C", str(self.folder), *command, *options]
        with (self.folder / f"worker-{self.started}.txt").open("wb") as output:
            worker = Worker(Popen(words, stdout=output, stderr=output, cwd=Path(__file__).parents[2], env=variables))
        self.workers.append(worker)
        return worker

    def kill(self, worker: Worker) -> None:
        """Kill a worker, like a power cut."""
        worker.send_signal(signal.SIGKILL)
        worker.process.wait()
        self.workers.remove(worker)

    def end(self) -> list[int]:
        """Ask all workers to end. Returns their exit codes."""
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)
            worker.send_signal(signal.SIGTERM)
        return [worker.process.wait(timeout=60) for worker in self.workers]

    def states(self) -> dict[str, DeliveryState]:
        """The state of each delivery, by email address."""
        with Store.open(self.database) as store:
            return {row.address: row.state for row in rows(store, self.mailing)}

    def output(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("worker-*.txt")))

    async def wait_until_done(self, seconds: float) -> dict[str, DeliveryState]:
        """Wait until no delivery is queued or being sent. Returns the states."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            states = await asyncio.to_thread(self.states)
            if set(states.values()) <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}:
                return states
            await asyncio.sleep(0.3)
        raise AssertionError(f"{Counter(states.values())} after {seconds} s\n{self.output()}")


@contextmanager
def worker_pool(folder: Path, server: Server, port: int, mails: int, per_minute: int = 100_000) -> Iterator[WorkerPool]:
    """A campaign with a released wave. All workers are killed at the end."""
    database = server.database()
    sending = f"per_minute = {per_minute}\nconnections = {LINES}\nstop_after = 1000\ntimeout_seconds = 20"
    sending_folder(folder, port, sending, f'[store]\ndatabase = "{database}"\n')
    with Store.open(database) as store:
        pool = WorkerPool(folder, database, release_wave(store, mails))
    try:
        yield pool
    finally:
        for worker in tuple(pool.workers):
            worker.send_signal(signal.SIGCONT)
            pool.kill(worker)


async def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until a condition is true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the condition did not become true"
        await asyncio.sleep(0.005)
