"""`campaign send` with a clock that jumps, a disk that is full for a while, a second mailer, and kills: nobody gets the
email twice, and nobody is left out.

CIRCUMSTANCES_ROUNDS (30) is the number of rounds, CIRCUMSTANCES_MAILS (1000) the emails per round; KILL_SEED repeats a
run.
"""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from campaign.core.delivery.states import DeliveryState
from tests.helpers.campaign import copy_campaign
from tests.helpers.ledger import MEMORY
from tests.helpers.smtp_server import PIPELINING, SmtpServer
from tests.long.circumstances import DAY, Circumstances, circumstances
from tests.long.killing import (
    LINES,
    Figures,
    Sender,
    check_after_kill,
    check_at_end,
    delivery_states,
    make_folder,
    recover,
    senders,
)

# Exit codes of a mailer: all sent, failed, another mailer runs, partly sent, killed.
_ENDS = {0, 1, 3, 5, -signal.SIGKILL}


@dataclass(slots=True)
class Scene:
    """One wave and its two senders."""

    folder: Path
    server: SmtpServer
    first: Sender
    second: Sender
    circumstances: Circumstances
    dice: random.Random
    figures: Figures
    events: Counter[str] = field(default_factory=Counter)

    def waiting(self) -> int:
        return sum(
            state in (DeliveryState.QUEUED, DeliveryState.DEFERRED) for state in delivery_states(self.folder).values()
        )

    async def start(self, sender: Sender, waiting: int) -> int:
        return await sender.start("-C", str(self.folder), "--quiet", "send", "resume", "--confirm", str(waiting))

    async def strike(self, goal: int) -> None:
        """When `goal` emails have arrived, or no more arrive: fill the disk for a while, or move the clock."""
        until = time.monotonic() + 3
        while len(self.server.messages) < goal and time.monotonic() < until:
            await asyncio.sleep(0.001)
        event = self.dice.choice(["full disk", "clock that jumped"])
        self.events[event] += 1
        if event == "full disk":
            self.circumstances.set_disk_full(full=True)
            await asyncio.sleep(self.dice.uniform(0.05, 0.8))
            self.circumstances.set_disk_full(
                full=self.dice.random() < 0.3
            )  # it may still be full when the process is killed
        else:
            self.circumstances.shift_clock_at_random(self.dice)

    async def turn(self, waiting: int, *, last: bool) -> None:
        """Start a mailer, disturb it, start a second one, and kill both."""
        self.circumstances.shift_clock_at_random(self.dice)
        process = await self.start(self.first, waiting)
        processes = [process]
        if not last:
            before = len(self.server.messages)
            for _ in range(2):
                await self.strike(before + self.dice.randint(1, max(1, waiting // 4)))
            self.events["second mailer"] += 1
            processes.append(await self.start(self.second, waiting))
            await asyncio.sleep(self.dice.uniform(0, 0.4))
            self.dice.shuffle(processes)
            for victim in processes:
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                await asyncio.sleep(self.dice.choice([0, 0.2]))
        codes = [await self.first.end()] + ([] if last else [await self.second.end()])
        self.circumstances.set_disk_full(full=False)
        assert set(codes) <= _ENDS, (codes, self.first.output(), self.second.output())
        kills = codes.count(-signal.SIGKILL)
        check_after_kill(self.folder, self.server, self.figures, killed=kills > 0)
        self.figures.kills += max(0, kills - 1)

    async def wave(self, turns: int) -> None:
        self.server.messages.clear()
        for turn in range(turns + 1):
            waiting = self.waiting()
            if not waiting:
                break
            await self.turn(waiting, last=turn == turns)
        recover(self.folder)
        check_at_end(self.folder, self.server, self.figures, self.first)


async def send_in_trouble(rounds: int, mails: int, seed: int) -> tuple[Figures, Counter[str], int]:
    """Returns the figures, the number of each event, and the number of writes that failed because the disk was full."""
    figures, dice, done = Figures(2), random.Random(seed), Counter[str]()
    with TemporaryDirectory(dir=MEMORY) as name:
        scratch = Path(name)
        folder = scratch / "round"
        world = circumstances(scratch, folder / "campaign.db")
        async with (
            SmtpServer(extensions=PIPELINING).listening() as server,
            senders(world.environment) as first,
            senders(world.environment) as second,
        ):
            fresh = make_folder(scratch / "first", server.port, mails)
            for _ in range(rounds):
                copy_campaign(fresh, folder)
                scene = Scene(folder, server, first, second, world, dice, figures)
                await scene.wave(4)
                done += scene.events
                shutil.rmtree(folder)
        return figures, done, world.refused_writes


@pytest.mark.slow
async def test_a_few_events() -> None:
    """400 emails and four rounds of events: nobody gets one twice, nobody is left out, and at least three events
    happened."""
    figures, done, _ = await send_in_trouble(1, 400, int(time.time()))
    assert (figures.rounds, figures.mails) == (1, 400)
    assert figures.uncertain <= LINES * figures.a_line * figures.kills
    assert sum(done.values()) >= 3


@pytest.mark.long
async def test_many_events(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever clock and disk do, nobody gets the email twice and nobody is left out."""
    seed = int(os.environ.get("KILL_SEED", time.time()))
    rounds, mails = (int(os.environ.get(f"CIRCUMSTANCES_{name}", n)) for name, n in (("ROUNDS", 30), ("MAILS", 1000)))
    figures, done, refused = await send_in_trouble(rounds, mails, seed)
    with capsys.disabled():
        happened = ", ".join(f"{number} {name}" for name, number in sorted(done.items()))
        print(f"\nin trouble, seed {seed}: {figures}; {happened}; {refused} writes refused")
    assert figures.uncertain <= LINES * figures.a_line * figures.kills
    assert refused > 0


_SAYS = "import time, datetime; print(time.time()); print(datetime.datetime.now(datetime.UTC).timestamp())"
_WRITES = "import sys\nwith open(sys.argv[1], 'r+b', 0) as file:\n    import os; os.pwrite(file.fileno(), b'x', 0)"


def test_the_clock_of_a_process_is_off(tmp_path: Path) -> None:
    """Both ways of asking for the time give one day more; the clock of the test itself does not change."""
    world = circumstances(tmp_path, tmp_path / "file")
    world.shift_clock(DAY)
    words = [sys.executable, "-c", _SAYS]
    output = subprocess.run(
        words, env=os.environ | world.environment, check=True, capture_output=True, text=True
    ).stdout
    assert [round((float(line) - time.time()) / DAY, 2) for line in output.split()] == [1, 1]


def test_the_disk_of_a_process_is_full(tmp_path: Path) -> None:
    """A write to the files fails while the disk is full, and works when there is space again."""
    world = circumstances(tmp_path, tmp_path / "file")
    (tmp_path / "file").write_bytes(b".")
    words = [sys.executable, "-c", _WRITES, str(tmp_path / "file")]
    world.set_disk_full(full=True)
    full = subprocess.run(words, env=os.environ | world.environment, check=False, capture_output=True, text=True)
    assert (full.stderr.splitlines()[-1], world.refused_writes) == ("OSError: [Errno 28] No space left on device", 1)
    world.set_disk_full(full=False)
    subprocess.run(words, env=os.environ | world.environment, check=True)
    assert (tmp_path / "file").read_bytes() == b"x"
