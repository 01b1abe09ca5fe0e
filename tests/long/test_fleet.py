"""Killing workers and their PostgreSQL, and pausing workers past their lease, while waves are sent. Each worker has its
own clock, and two in three clocks are wrong by a day.

FLEET_KILLS (100), FLEET_ENGINE_KILLS (10) and FLEET_PAUSES (10) are the numbers of events, FLEET_MAILS (20000) the
total of emails; KILL_SEED repeats a run.
"""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.helpers import postgres, workers
from tests.helpers.smtp_server import PIPELINING, SmtpServer
from tests.helpers.tally import Tally
from tests.long.circumstances import DAY, circumstances

pytestmark = pytest.mark.postgresql
LEASE = 2
AT_ONCE = 3
KILL, ENGINE, PAUSE = "worker kills", "engine kills", "pauses past the lease"


def most_uncertain(done: Counter[str]) -> int:
    """The most deliveries that may be uncertain: two per open connection, because of pipelining."""
    return (done[KILL] + done[PAUSE] + done[ENGINE] * AT_ONCE) * workers.LINES * 2


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.serving() as running:
        yield running


def start_worker(yard: workers.WorkerPool, dice: random.Random) -> None:
    """Start a worker whose clock is right, or wrong by a day."""
    world = circumstances(yard.folder / f"machine-{yard.started}", yard.folder / "no file")
    world.shift_clock(dice.choice([0, -DAY, DAY]))
    yard.start("--lease", str(LEASE), "--mails", "100", environment=world.environment)


async def strike(yard: workers.WorkerPool, server: postgres.Server, event: str, dice: random.Random) -> None:
    """Kill or pause a worker, or kill PostgreSQL. Afterwards there are as many workers as before."""
    if event == KILL:
        yard.kill(dice.choice(yard.workers))
        start_worker(yard, dice)
    elif event == PAUSE:
        still = dice.choice(yard.workers)
        still.send_signal(signal.SIGSTOP)
        await asyncio.sleep(LEASE + dice.uniform(0.5, 6))
        still.send_signal(signal.SIGCONT)
    else:
        server.kill()
        await asyncio.sleep(dice.uniform(0, 1))
        await asyncio.to_thread(server.start_again)


async def one_wave(
    folder: Path, server: postgres.Server, events: Sequence[str], mails: int, dice: random.Random, figures: Tally
) -> None:
    """Send one wave, with the next event each time that some more emails have arrived."""
    smtp = SmtpServer(extensions=dice.choice([PIPELINING, PIPELINING[:-1]]))
    async with smtp.listening():
        with workers.worker_pool(folder, server, smtp.port, mails) as yard:
            for _ in range(AT_ONCE):
                start_worker(yard, dice)
            for at, event in enumerate(events):
                goal, end = mails * (at + dice.random()) / len(events), time.monotonic() + 30
                while len(smtp.messages) < goal and time.monotonic() < end:
                    await asyncio.sleep(0.002)
                await strike(yard, server, event, dice)
                figures.events[event] += 1
            states = await yard.wait_until_done(90)
            yard.end()
            states = await asyncio.to_thread(yard.states)
    figures.add(states, smtp.recipients)


async def strike_often(
    folder: Path, server: postgres.Server, counts: dict[str, int], mails: int, seed: int, a_wave: int = 10
) -> Tally:
    """Shuffle the events, and spread them over as many waves as needed."""
    dice, figures = random.Random(seed), Tally()
    events = [event for event, number in counts.items() for _ in range(number)]
    dice.shuffle(events)
    waves = [events[at : at + a_wave] for at in range(0, len(events), a_wave)]
    for number, wave in enumerate(waves):
        await one_wave(folder / str(number), server, wave, mails // len(waves), dice, figures)
    return figures


async def test_a_few_events(tmp_path: Path, server: postgres.Server) -> None:
    """Two kills, a pause and a kill of PostgreSQL in a wave of 1000: nobody gets the email twice, nobody is left
    out."""
    figures = await strike_often(tmp_path, server, {KILL: 2, PAUSE: 1, ENGINE: 1}, 1000, int(time.time()))
    assert figures.uncertain <= most_uncertain(figures.events)


@pytest.mark.long
async def test_many_events(tmp_path: Path, server: postgres.Server, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever happens to workers and their database, nobody gets the email twice and nobody is left out."""
    seed = int(os.environ.get("KILL_SEED", time.time()))
    number = {
        name: int(os.environ.get(f"FLEET_{name}", usual))
        for name, usual in (("KILLS", 100), ("ENGINE_KILLS", 10), ("PAUSES", 10), ("MAILS", 20_000))
    }
    counts = {KILL: number["KILLS"], ENGINE: number["ENGINE_KILLS"], PAUSE: number["PAUSES"]}
    figures = await strike_often(tmp_path, server, counts, number["MAILS"], seed)
    with capsys.disabled():
        print(f"\nfleet, seed {seed}: {figures}")
    assert figures.uncertain <= most_uncertain(figures.events)
