"""Killing `campaign send`, or cutting its power, many times; the mail server stores everything that it receives.

After every kill, before recovery: nobody got the email twice, everybody who is `sent` got it, and everybody who got it
is `sent` or `sending`. After every resume, at most one delivery per open connection is uncertain; with pipelining two,
because the next email starts before the last one is answered.
"""

import asyncio
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import leases
from campaign.core.delivery.states import DeliveryState
from tests.helpers.campaign import copy_campaign
from tests.helpers.ledger import MEMORY, planned_delivery, release_wave, rows, sending_folder
from tests.helpers.smtp_server import PIPELINING, PLAIN, SmtpServer
from tests.long.powercut import PowerSupply, power_supply

LINES = 4


@dataclass(slots=True)
class Figures:
    """The totals of all rounds. `stages` counts the states after kills. At most `a_line` emails are `sending` on each
    connection."""

    a_line: int = 1
    rounds: int = 0
    mails: int = 0
    kills: int = 0
    uncertain: int = 0
    arrived: int = 0
    most_uncertain: int = 0
    stages: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        stages = ", ".join(f"{number} {name}" for name, number in sorted(self.stages.items()))
        return (
            f"{self.rounds} rounds, {self.mails} mails, {self.kills} kills; twice: 0, missed: 0, uncertain: "
            f"{self.uncertain} (of which {self.arrived} had arrived, at most {self.most_uncertain} a kill). Left by "
            f"the kills: {stages}"
        )


class Sender:
    """Starts `campaign` in new processes, one at a time."""

    def __init__(self, process: asyncio.subprocess.Process, words: IO[bytes]) -> None:
        self._output = words
        assert process.stdin is not None
        assert process.stdout is not None
        self.stdin, self.stdout = process.stdin, process.stdout

    async def start(self, *arguments: str) -> int:
        """Start a process. Returns its id."""
        self.stdin.write(json.dumps(arguments).encode() + b"\n")
        return int(await self.stdout.readline())

    def output(self) -> str:
        """The error output so far."""
        self._output.seek(0)
        return self._output.read().decode()

    async def end(self) -> int:
        """Wait until the process ends. Returns its exit code, negative for a signal."""
        return int(await self.stdout.readline())


@asynccontextmanager
async def senders(environment: Mapping[str, str]) -> AsyncIterator[Sender]:
    pipe = asyncio.subprocess.PIPE
    script = str(Path(__file__).with_name("forked.py"))
    with TemporaryFile() as words:
        process = await asyncio.create_subprocess_exec(
            sys.executable, script, stdin=pipe, stdout=pipe, stderr=words, env=os.environ | environment
        )
        try:
            yield Sender(process, words)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()


def make_folder(folder: Path, port: int, number: int) -> Path:
    """Create a campaign folder with a released wave of `number` emails."""
    sending_folder(folder, port, f"per_minute = 100000\nconnections = {LINES}")
    with Store.open(folder / "campaign.db") as store:
        release_wave(store, number)
    return folder


async def one_round(
    folder: Path,
    server: SmtpServer,
    sender: Sender,
    dice: random.Random,
    kills: int,
    figures: Figures,
    supply: PowerSupply | None,
) -> None:
    """Send one wave, killing the process `kills` times, then let it finish. With a supply, each kill is a power cut."""
    server.messages.clear()
    total = waiting = len(delivery_states(folder))
    for turn in range(kills + 1):
        before = len(server.messages)
        process = await sender.start("-C", str(folder), "--quiet", "send", "resume", "--confirm", str(waiting))
        if turn < kills:
            await kill_in_the_middle(process, server, before, total, dice)
        code = await sender.end()
        if supply:
            supply.cut(dice) if code == -signal.SIGKILL else supply.forget()
        check_after_kill(folder, server, figures, killed=code == -signal.SIGKILL)
        waiting = sum(
            state in (DeliveryState.QUEUED, DeliveryState.DEFERRED) for state in delivery_states(folder).values()
        )
        if not waiting:
            break
    recover(folder)
    check_at_end(folder, server, figures, sender)


async def kill_in_the_middle(process: int, server: SmtpServer, before: int, total: int, dice: random.Random) -> None:
    """Kill the process after some more emails, or a moment after its start."""
    goal = before + dice.randint(0, max(1, (total - before) // 2))
    until = time.monotonic() + 20
    while len(server.messages) < goal and time.monotonic() < until:
        await asyncio.sleep(0.001)
    await asyncio.sleep(dice.uniform(0, 0.02) if goal > before else dice.uniform(0, 0.3))
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def delivery_states(folder: Path) -> dict[str, DeliveryState]:
    """The state of each delivery by email address, before recovery."""
    with Store.open(folder / "campaign.db") as store:
        return {row.address: row.state for row in rows(store, 1)}


def check_after_kill(folder: Path, server: SmtpServer, figures: Figures, *, killed: bool) -> None:
    """Check the guarantees right after a process ended."""
    got = Counter(mail.recipient for mail in server.messages)
    state = delivery_states(folder)
    in_doubt = {mail for mail, now in state.items() if now in (DeliveryState.SENDING, DeliveryState.UNCERTAIN)}
    assert max(got.values(), default=0) <= 1
    assert {mail for mail, now in state.items() if now is DeliveryState.SENT} <= set(got)
    assert set(got) <= {mail for mail, now in state.items() if now is DeliveryState.SENT} | in_doubt
    assert set(state.values()) <= {
        DeliveryState.SENT,
        DeliveryState.QUEUED,
        DeliveryState.DEFERRED,
        DeliveryState.SENDING,
        DeliveryState.UNCERTAIN,
    }
    if killed:
        on_the_way = [mail for mail, now in state.items() if now is DeliveryState.SENDING]
        assert len(on_the_way) <= LINES * figures.a_line
        figures.kills += 1
        figures.most_uncertain = max(figures.most_uncertain, len(on_the_way))
        figures.stages["sending, and arrived"] += sum(mail in got for mail in on_the_way)
        figures.stages["sending, and not arrived"] += sum(mail not in got for mail in on_the_way)
        figures.stages["only claimed"] += count_claimed(folder)
        figures.stages["nothing in hand"] += not on_the_way and not count_claimed(folder)


def count_claimed(folder: Path) -> int:
    with Store.open(folder / "campaign.db") as store:
        sql = "SELECT count(*) FROM delivery WHERE claim IS NOT NULL AND state IN ('queued', 'deferred')"
        number: int = store.read(lambda db: db.execute(sql).fetchone()[0])
        return number


def recover(folder: Path) -> None:
    with Store.open(folder / "campaign.db") as store:
        store.write(leases.recover, planned_delivery(1).dated_at)


def check_at_end(folder: Path, server: SmtpServer, figures: Figures, sender: Sender) -> None:
    """Check that at the end every delivery is sent or uncertain, and that everybody got the email except some uncertain
    ones."""
    state = delivery_states(folder)
    got = {mail.recipient for mail in server.messages}
    uncertain = {mail for mail, now in state.items() if now is DeliveryState.UNCERTAIN}
    assert set(state.values()) <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}, sender.output()
    assert set(state) - uncertain <= got <= set(state)
    figures.rounds += 1
    figures.mails += len(state)
    figures.uncertain += len(uncertain)
    figures.arrived += len(uncertain & got)


MANNERS = {"step by step": PLAIN, "pipelined": PIPELINING}


async def kill_often(manner: str, rounds: int, mails: int, kills: int, seed: int, *, cuts: bool = False) -> Figures:
    figures = Figures(2 if manner == "pipelined" else 1)
    dice = random.Random(seed)
    with TemporaryDirectory(dir=MEMORY) as scratch:
        folder = Path(scratch) / "round"
        supply = power_supply(folder, Path(scratch)) if cuts else None
        environment = supply.environment if supply else {}
        async with SmtpServer(extensions=MANNERS[manner]).listening() as server, senders(environment) as sender:
            first = make_folder(Path(scratch) / "first", server.port, mails)
            for _ in range(rounds):
                copy_campaign(first, folder)
                await one_round(folder, server, sender, dice, kills, figures, supply)
                shutil.rmtree(folder)
    return figures
