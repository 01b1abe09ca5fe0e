"""`campaign send` with what people and providers do in the middle of a wave: a database put back from a copy and
settled from the server's log, a wave cancelled, limits and refusals of the provider, wrong clocks, and kills. Nobody
gets the email twice, is left out, or is blamed for a refusal of us, and hardly anything goes after a cancel.

DECISION_ROUNDS (20) is the number of rounds, DECISION_MAILS (500) the emails per round; KILL_SEED repeats a run.
"""

import asyncio
import os
import random
import re
import shutil
import signal
import sqlite3
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
from tests.helpers.smtp_server import FINE, PIPELINING, Fault, SmtpServer
from tests.long.circumstances import DAY, Circumstances, circumstances
from tests.long.killing import LINES, Sender, delivery_states, make_folder, recover, senders

_LIMIT = Fault("dot", b"550-5.4.5 Daily user sending limit exceeded.\r\n550 5.4.5 See the limits\r\n")
_POLICY = Fault("mail", b"553 5.7.1 <letters@coalition.example>: Sender address rejected: not owned by user anna\r\n")
_THROTTLE = Fault("mail", b"432 4.3.2 Concurrent connections limit exceeded. Slow down\r\n")
_UNKNOWN = b"550 5.1.1 User unknown\r\n"
_MESSAGE_ID = re.compile(rb"(?im)^message-id: (<[^>]+>)")
# Exit codes of a mailer: all sent, failed, refused, partly sent, interrupted, killed.
_ENDS = {0, 1, 3, 5, 130, -signal.SIGKILL}
_WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)


@dataclass(slots=True)
class DecisionFigures:
    """The totals of all rounds."""

    rounds: int = 0
    mails: int = 0
    uncertain: int = 0
    after_cancel: int = 0
    most_after_cancel: int = 0
    events: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        events = ", ".join(f"{number} {name}" for name, number in sorted(self.events.items()))
        return (
            f"{self.rounds} rounds, {self.mails} mails; twice: 0, missed: 0, blamed: 0; {self.after_cancel} after "
            f"{self.events['cancel']} cancels (at most {self.most_after_cancel} on {LINES} connections); "
            f"uncertain before they were settled: {self.uncertain}; {events}"
        )


@dataclass(slots=True)
class DecisionScene:
    """One wave, the mailer, and somebody who gives commands beside it."""

    folder: Path
    server: SmtpServer
    mailer: Sender
    person: Sender
    world: Circumstances
    dice: random.Random
    figures: DecisionFigures
    copies: list[tuple[Path, int]] = field(default_factory=list)  # each with how many emails had arrived

    def states(self) -> Counter[DeliveryState]:
        return Counter(delivery_states(self.folder).values())

    def waiting(self) -> int:
        states = self.states()
        return sum(states[state] for state in _WAITING)

    async def command(self, *words: str) -> int:
        await self.person.start("-C", str(self.folder), "--quiet", "send", *words)
        code = await self.person.end()
        assert code in _ENDS, (words, code, self.person.output())
        return code

    async def start(self) -> int:
        words = ("resume", "--confirm", str(self.waiting()))
        return await self.mailer.start("-C", str(self.folder), "--quiet", "send", *words)

    async def until_some_arrived(self, most: int) -> None:
        goal, until = len(self.server.messages) + self.dice.randint(1, most), time.monotonic() + 2
        while len(self.server.messages) < goal and time.monotonic() < until:
            await asyncio.sleep(0.001)

    def refuse(self, fault: Fault, number: int) -> None:
        """Let the server answer the next messages with a refusal."""
        self.server.faults[:] = [FINE] * self.server._message_count + [fault] * number

    def copy_database(self) -> None:
        copy = self.folder.parent / f"copy{len(self.copies)}.db"
        with sqlite3.connect(self.folder / "campaign.db") as source, sqlite3.connect(copy) as target:
            source.backup(target)
        source.close()
        target.close()
        self.copies.append((copy, len(self.server.messages)))

    async def turn(self) -> None:
        """Start a mailer, do something to it, and let it end."""
        event = self.dice.choice(("kill", "restore", "limit", "policy", "throttle", "kill"))
        self.figures.events[event] += 1
        self.world.shift_clock_at_random(self.dice)
        self.copy_database()
        process = await self.start()
        await self.until_some_arrived(40)
        if event in {"limit", "policy", "throttle"}:
            self.refuse({"limit": _LIMIT, "policy": _POLICY, "throttle": _THROTTLE}[event], self.dice.randint(8, 20))
            await self.until_some_arrived(60)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL if event in {"kill", "restore"} else signal.SIGINT)
        code = await self.mailer.end()
        assert code in _ENDS, (code, self.mailer.output())
        self.refuse(FINE, 0)
        if event == "restore":
            await self.restore(*self.dice.choice(self.copies))
        await self.settle_by_log()

    async def restore(self, copy: Path, arrived: int) -> None:
        """Put back a copy from when fewer emails had arrived. Nothing may go before somebody has settled it."""
        before = len(self.server.messages)
        if arrived == before:
            return
        for name in ("campaign.db-wal", "campaign.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(copy, self.folder / "campaign.db")
        for words in (("run", "--once"), ("resume", "--confirm", str(self.waiting()))):
            assert await self.command(*words) == 3
        assert len(self.server.messages) == before
        assert await self.command("settle", "--restored", "--confirm", str(self.waiting())) == 0
        assert self.waiting() == 0

    async def settle_by_log(self) -> None:
        """Settle everything uncertain by the complete log of the server: what it does not know goes again."""
        recover(self.folder)
        uncertain = self.states()[DeliveryState.UNCERTAIN]
        self.figures.uncertain += uncertain
        if not uncertain:
            return
        log = self.folder.parent / "mail.log"
        lines: list[str] = []
        for number, message in enumerate(self.server.messages):
            message_id = _MESSAGE_ID.search(message.content)
            assert message_id is not None
            head = f"Apr 20 11:00:00 mx postfix/{{}}[1]: {number:010X}: "
            lines += (
                head.format("cleanup") + f"message-id={message_id[1].decode()}",
                head.format("qmgr") + "from=<letters@coalition.example>, size=1, nrcpt=1 (queue active)",
                head.format("smtp") + f"to=<{message.recipient}>, relay=mx, dsn=2.0.0, status=sent (250 ok)",
            )
        log.write_text("\n".join(lines) + "\n", "utf-8")
        assert await self.command("settle", "--log", str(log), "--complete", "--confirm", str(uncertain)) == 0, (
            self.person.output()
        )

    async def cancel(self) -> None:
        """Cancel the wave in the middle; later nothing of it goes."""
        self.figures.events["cancel"] += 1
        self.world.shift_clock(0)
        await self.start()
        await self.until_some_arrived(30)
        for _ in range(20):  # their number changes while emails go
            if await self.command("cancel", "--confirm", str(self.waiting())) == 0 or not self.waiting():
                break
        at = len(self.server.messages)
        await self.mailer.end()
        after = len(self.server.messages) - at
        self.figures.after_cancel += after
        self.figures.most_after_cancel = max(self.figures.most_after_cancel, after)
        assert after <= LINES
        at = len(self.server.messages)
        self.world.shift_clock(DAY)
        await self.command("run", "--once")
        assert len(self.server.messages) == at

    async def finish(self) -> None:
        """Let everything go that is left, with later and later clocks."""
        for number in range(12):
            if not self.waiting():
                break
            self.world.shift_clock(DAY + number * DAY // 4)
            await self.start()
            await self.mailer.end()
            await self.settle_by_log()

    def check(self, refused: set[str]) -> None:
        """Check what everybody got, and what the ledger says about it."""
        got = Counter(message.recipient for message in self.server.messages)
        states = delivery_states(self.folder)
        assert max(got.values(), default=0) <= 1
        assert {mail for mail, state in states.items() if state is DeliveryState.FAILED} <= refused
        assert {mail for mail, state in states.items() if state is DeliveryState.SENT} == set(got)
        cancelled = {mail for mail, state in states.items() if state is DeliveryState.CANCELLED}
        assert set(states) - set(got) <= refused | cancelled


async def decide_often(rounds: int, mails: int, turns: int, seed: int) -> DecisionFigures:
    figures, dice = DecisionFigures(), random.Random(seed)
    with TemporaryDirectory(dir=MEMORY) as name:
        scratch = Path(name)
        folder = scratch / "round" / "campaign"
        world = circumstances(scratch, folder / "campaign.db")
        async with (
            SmtpServer(extensions=PIPELINING).listening() as server,
            senders(world.environment) as mailer,
            senders(world.environment) as person,
        ):
            fresh = make_folder(scratch / "first", server.port, mails)
            refused = set(list(delivery_states(fresh))[:: max(1, mails // 5)])
            server.refusals = dict.fromkeys(refused, _UNKNOWN)
            for _ in range(rounds):
                folder.parent.mkdir()
                copy_campaign(fresh, folder)
                server.messages.clear()
                server.refusals = dict.fromkeys(refused, _UNKNOWN)
                scene = DecisionScene(folder, server, mailer, person, world, dice, figures)
                for _ in range(turns):
                    if scene.waiting():
                        await scene.turn()
                await (scene.cancel() if scene.waiting() and dice.random() < 0.5 else scene.finish())
                await scene.settle_by_log()
                scene.check(refused)
                figures.rounds, figures.mails = figures.rounds + 1, figures.mails + mails
                shutil.rmtree(folder.parent)
    return figures


@pytest.mark.slow
async def test_a_few_decisions() -> None:
    """One wave with some of these events: nobody gets it twice, is left out, or is blamed for a refusal of us."""
    figures = await decide_often(1, 150, 3, int(time.time()))
    assert (figures.rounds, figures.mails) == (1, 150)


@pytest.mark.long
async def test_many_decisions(capsys: pytest.CaptureFixture[str]) -> None:
    """Many waves with restores, cancels, refusals, wrong clocks and kills: nobody gets one twice, is left out, or is
    blamed for a refusal of us."""
    seed = int(os.environ.get("KILL_SEED", time.time()))
    rounds, mails = (int(os.environ.get(f"DECISION_{name}", usual)) for name, usual in (("ROUNDS", 20), ("MAILS", 500)))
    figures = await decide_often(rounds, mails, 6, seed)
    with capsys.disabled():
        print(f"\ndecisions, seed {seed}: {figures}")
    assert figures.rounds == rounds
