"""Workers as processes of their own, on a PostgreSQL of the test's, and what the mail server got from them."""

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
from campaign.core.delivery.states import State
from tests.helpers.ledger import released, rows, sending_folder
from tests.helpers.postgres import Server

LINES = 4


@dataclass(slots=True)
class Worker:
    """One `campaign worker`."""

    process: "Popen[bytes]"

    def strike(self, name: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(name)


@dataclass(slots=True)
class Yard:
    """A campaign on PostgreSQL with one released wave, and the workers that are at work on it."""

    folder: Path
    database: str
    dispatch: int
    workers: list[Worker] = field(default_factory=list)
    started: int = 0

    def start(
        self, *options: str, command: Sequence[str] = ("worker",), environment: Mapping[str, str] | None = None
    ) -> Worker:
        self.started += 1
        around = os.environ | dict(environment or {})
        words = [sys.executable, "-m", "campaign", "-C", str(self.folder), *command, *options]
        with (self.folder / f"worker-{self.started}.txt").open("wb") as said:
            worker = Worker(Popen(words, stdout=said, stderr=said, cwd=Path(__file__).parents[2], env=around))
        self.workers.append(worker)
        return worker

    def kill(self, worker: Worker) -> None:
        """As a power cut would end it."""
        worker.strike(signal.SIGKILL)
        worker.process.wait()
        self.workers.remove(worker)

    def end(self) -> list[int]:
        """Ask all to end; their exit codes."""
        for worker in self.workers:
            worker.strike(signal.SIGCONT)
            worker.strike(signal.SIGTERM)
        return [worker.process.wait(timeout=20) for worker in self.workers]

    def states(self) -> dict[str, State]:
        """How each mail stands, by address."""
        with Store.open(self.database) as store:
            return {row.mail: row.state for row in rows(store, self.dispatch)}

    def said(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("worker-*.txt")))

    async def done(self, seconds: float) -> dict[str, State]:
        """How each stands once none waits or is on its way."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = await asyncio.to_thread(self.states)
            if set(found.values()) <= {State.SENT, State.UNCERTAIN}:
                return found
            await asyncio.sleep(0.3)
        raise AssertionError(f"{Counter(found.values())} after {seconds} s\n{self.said()}")


@contextmanager
def yard(folder: Path, server: Server, port: int, mails: int, per_minute: int = 100_000) -> Iterator[Yard]:
    """The campaign, released; its workers are gone at the end, whatever happens."""
    database = server.database()
    sending = f"per_minute = {per_minute}\nconnections = {LINES}\nstop_after = 1000\ntimeout_seconds = 20"
    sending_folder(folder, port, sending, f'[store]\ndatabase = "{database}"\n')
    with Store.open(database) as store:
        made = Yard(folder, database, released(store, mails))
    try:
        yield made
    finally:
        for worker in tuple(made.workers):
            worker.strike(signal.SIGCONT)
            made.kill(worker)


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be"
        await asyncio.sleep(0.005)
