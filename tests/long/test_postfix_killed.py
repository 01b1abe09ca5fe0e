"""Killing the mailer and a real Postfix with its queue on disk, many times; the mailbox shows what arrived.

POSTFIX_WAVES (10) is the number of waves, POSTFIX_MAILS (1000) the emails per wave; KILL_SEED repeats a run.
"""

import asyncio
import os
import random
import shutil
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from campaign.core.delivery.states import DeliveryState
from tests.helpers.campaign import copy_campaign
from tests.helpers.postfix import Postfix, running
from tests.helpers.tally import Tally
from tests.long.circumstances import circumstances
from tests.long.killing import LINES, Sender, delivery_states, make_folder, recover, senders

pytestmark = pytest.mark.postfix

MAILER, SMTPD, ALL = "kills of the mailer", "kills of the smtpd in hand", "kills of all of Postfix"
BLOWS = 10
# Seconds, more than the wait before a retry, so that deferred emails are due for the next mailer.
_LATER = 60


async def strike(process: int, postfix: Postfix, dice: random.Random, done: Counter[str]) -> None:
    """After a moment, kill the mailer or Postfix. A mailer without Postfix goes on for a while, and is then stopped."""
    await asyncio.sleep(dice.uniform(0.05, 0.6))
    event = dice.choice([MAILER, MAILER, SMTPD, SMTPD, ALL])
    done[event] += 1
    if event == MAILER:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        return
    if event == SMTPD:
        postfix.kill("smtpd")
    else:
        postfix.kill()
        await asyncio.to_thread(postfix.start_again)
    await asyncio.sleep(dice.uniform(0, 0.6))
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGINT)  # it finishes the emails that it is sending


async def one_wave(
    folder: Path, postfix: Postfix, sender: Sender, world: "Clock", dice: random.Random, figures: Tally
) -> None:
    postfix.empty()
    for turn in range(BLOWS + 10):
        waiting = sum(
            state in (DeliveryState.QUEUED, DeliveryState.DEFERRED) for state in delivery_states(folder).values()
        )
        if not waiting:
            break
        world.advance()
        process = await sender.start("-C", str(folder), "--quiet", "send", "resume", "--confirm", str(waiting))
        if turn < BLOWS:
            await strike(process, postfix, dice, figures.events)
        await sender.end()
    recover(folder)
    states = delivery_states(folder)
    assert set(states.values()) <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}, (
        Counter(states.values()),
        sender.output(),
    )
    got = await asyncio.to_thread(postfix.recipients)
    figures.add(states, got)


class Clock:
    """The mailer's clock, which advances by a minute each time."""

    def __init__(self, folder: Path) -> None:
        self.world = circumstances(folder, folder / "no file")
        self._ahead = 0

    def advance(self) -> None:
        self._ahead += _LATER
        self.world.shift_clock(self._ahead)


async def kill_often(waves: int, mails: int, seed: int) -> Tally:
    figures, dice = Tally(), random.Random(seed)
    with TemporaryDirectory() as name, running() as postfix:
        scratch = Path(name)
        clock = Clock(scratch)
        async with senders(clock.world.environment) as sender:
            first = make_folder(scratch / "first", postfix.port, mails)
            for _ in range(waves):
                folder = copy_campaign(first, scratch / "wave")
                await one_wave(folder, postfix, sender, clock, dice, figures)
                shutil.rmtree(folder)
    return figures


def most_uncertain(figures: Tally) -> int:
    return sum(figures.events.values()) * LINES * 2


@pytest.fixture(autouse=True)
def root() -> None:
    if os.geteuid() != 0:
        pytest.skip("Postfix's master needs root")


async def test_killed_a_few_times() -> None:
    """One wave of 500 with kills on both sides: nobody gets the email twice, nobody is left out."""
    figures = await kill_often(1, 500, int(time.time()))
    assert (figures.mails, figures.waves) == (500, 1)
    assert figures.uncertain <= most_uncertain(figures)


@pytest.mark.long
async def test_killed_many_times(capsys: pytest.CaptureFixture[str]) -> None:
    """Postfix keeps what it accepted: nobody gets the email twice, nobody is left out."""
    seed = int(os.environ.get("KILL_SEED", time.time()))
    waves, mails = (int(os.environ.get(f"POSTFIX_{name}", usual)) for name, usual in (("WAVES", 10), ("MAILS", 1000)))
    figures = await kill_often(waves, mails, seed)
    with capsys.disabled():
        print(f"\nPostfix, seed {seed}: {figures}")
    assert figures.uncertain <= most_uncertain(figures)
