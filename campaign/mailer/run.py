"""One run of the mailer: take a delivery, hand it over, write down how it ended, until nothing is due.

The order of writing is the promise of the ledger. Each step is on disk before the next begins:

    claim (the row is ours)  ->  MAIL, RCPT, DATA  ->  `sending`  ->  the body  ->  the verdict

A process killed before `sending` left the server without a body: the row waits again. One killed after it left a row
in `sending`, which the next run names `uncertain`.
"""

import asyncio
import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from campaign.delivery.judge import Brake, Outcome, Stage, Verdict, judge
from campaign.delivery.permission import Leave, Permission
from campaign.delivery.records import Delivery
from campaign.delivery.rules import Rules
from campaign.delivery.states import State
from campaign.errors import CampaignError, StoreError
from campaign.mail import Mail
from campaign.mailer.pace import Pace, stopped_within
from campaign.mailer.transport import Line, Transport
from campaign.store import Store, deliveries, waves

if TYPE_CHECKING:
    from campaign.store.database import Database

P = ParamSpec("P")
R = TypeVar("R")

# Waits between tries to write a verdict while the store is full, locked or away.
_STORE_WAITS_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0)
# Waits between tries to connect.
CONNECT_WAITS_SECONDS = (0.0, 1.0, 2.0, 5.0)
# Where mails go further apart, each has a line of its own: servers end one that idles.
_LONGEST_IDLE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One attempt, told to whoever watches the run."""

    delivery: Delivery
    outcome: Outcome
    verdict: Verdict


class Cause(StrEnum):
    """What ended a run before all was done. Permission: its time, or a limit."""

    NONE = "none"
    PERMISSION = "permission"
    FAILURES = "failures"
    CONNECTION = "connection"


@dataclass(slots=True)
class Summary:
    """How a run ended. `stopped` says why it stopped before all was done, "" when nothing was left that is due.

    `called_off` names those that may never go, and why.
    """

    steps: list[Step] = field(default_factory=list)
    stopped: str = ""
    cause: Cause = Cause.NONE
    called_off: list[tuple[Delivery, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs. `clock` gives aware UTC; `watch` is told of each attempt once it is on disk. Runs that follow
    each other share a `pace`; without one, a run begins at once."""

    store: Store
    dispatch: int
    transport: Transport
    rules: Rules
    leave: Leave
    clock: Callable[[], dt.datetime]
    watch: Callable[[Step], object]
    stopping: asyncio.Event
    connect_waits_seconds: tuple[float, ...] = CONNECT_WAITS_SECONDS
    pace: Pace | None = None


async def run(plan: Run, patience: dt.timedelta = dt.timedelta(0)) -> Summary:
    """Send what is due, or will be within `patience` of the rest being done. Ends when nothing more is, when it may
    not go on, or after too many failures in a row.

    Call it only while holding the campaign's mailer lock. Raises CampaignError when no further try can help (wrong
    password, store away); what was under way then is on disk.
    """
    state = _State(plan, secrets.token_hex(8))
    await state.send_what_is_due()
    while await state.more_is_due(patience):
        await state.send_what_is_due()
    return state.summary


class _State:
    """What the lines of one run share."""

    def __init__(self, plan: Run, claim: str) -> None:
        self.plan = plan
        self.claim = claim
        self.pace = plan.pace or Pace(plan.rules.seconds_apart, plan.rules.jitter)
        self.brake = Brake(plan.rules.stop_after)
        self.summary = Summary()
        self.open_lines = 0
        self.kept_back: dict[int, Permission | None] = {}  # None where it is not this one's fault

    async def send_what_is_due(self) -> None:
        lines = [asyncio.create_task(self.work()) for _ in range(max(1, self.plan.rules.connections))]
        try:
            for line in asyncio.as_completed(lines):
                await line
        except Exception:
            # Whatever it was (a closed pipe under `watch`, too): the other lines finish the message in hand.
            self.plan.stopping.set()
            await asyncio.gather(*lines, return_exceptions=True)
            raise

    async def more_is_due(self, patience: dt.timedelta) -> bool:
        """Wait for the next deferred delivery. False when there is none soon, or the run is stopping."""
        due = self.plan.store.read(deliveries.next_due, self.plan.dispatch)
        if due is None or due - self.plan.clock() > patience:
            return False
        return not await stopped_within(self.plan.stopping, (due - self.plan.clock()).total_seconds() + 0.01)

    async def work(self) -> None:
        """One line: opened when there is something to send, reopened when it broke."""
        line: Line | None = None
        try:
            while (delivery := await self.next()) is not None:
                if line is None:
                    line = await self.connect(delivery)
                if line is None:
                    return
                outcome = await self.hand_over(delivery, line)
                line = None if outcome.closing else line
                await self.conclude(delivery, outcome)
                if line is not None and self.plan.rules.seconds_apart > _LONGEST_IDLE_SECONDS:
                    await self.hang_up(line)
                    line = None
        finally:
            if line is not None:
                await self.hang_up(line)

    async def hang_up(self, line: Line) -> None:
        self.open_lines -= 1
        await line.close()

    async def next(self) -> Delivery | None:
        """The next delivery that may go, claimed on disk; None when this line has no more to do."""
        while self.plan.store.read(deliveries.any_due, self.plan.dispatch, self.plan.clock()):
            if not (self.may_go() and await self.pace.turn(self.plan.stopping) and self.may_go()):
                return None
            delivery = await self.write(deliveries.claim, self.plan.dispatch, self.claim, self.plan.clock())
            allowed = self.plan.leave.one(delivery, self.plan.clock()) if delivery else None
            if delivery is None or allowed is None or allowed.now:
                return delivery
            self.pace.give_back()
            await self.put_off(delivery, allowed)
        return None

    def may_go(self) -> bool:
        allowed = self.plan.leave.wave(self.plan.clock())
        if not allowed.now:
            self.stop(allowed.why, Cause.PERMISSION)
        return allowed.now

    async def put_off(self, delivery: Delivery, allowed: Permission) -> None:
        """Let it wait for its time, or call it off where there is none."""
        state = State.CANCELLED if allowed.over else State.DEFERRED
        now = self.plan.clock()
        held = await self.write(waves.hold, delivery.id, self.claim, state, allowed.next_at, allowed.why, now)
        if held and allowed.over:
            self.summary.called_off.append((delivery, allowed.why))

    async def connect(self, delivery: Delivery) -> Line | None:
        """An open line, tried a few times; None, and the delivery given back, when there is none to be had."""
        opened: Line | Outcome = Outcome(Stage.CONNECT, None, "the run is stopping")
        try:
            for seconds in self.plan.connect_waits_seconds:
                if await stopped_within(self.plan.stopping, seconds):
                    break
                opened = await self.plan.transport.connect()
                if not isinstance(opened, Outcome):
                    self.open_lines += 1
                    return opened
                if self.open_lines:
                    break
        except CampaignError as error:
            await self.record(delivery, Outcome(Stage.CONNECT, None, error.message))
            raise
        assert isinstance(opened, Outcome)
        await self.record(delivery, opened)
        if not self.open_lines:
            self.stop(f"no connection: {opened.text}", Cause.CONNECTION)
        return None

    async def hand_over(self, delivery: Delivery, line: Line) -> Outcome:
        message = self.plan.store.read(deliveries.message, delivery.id)

        async def before_body() -> bool:
            # Asked again here: the deadline may have passed, or an answer come, while the server took its time.
            now, leave = self.plan.clock(), self.plan.leave
            allowed = leave.one(delivery, now) if self.may_go() else None
            if allowed is None or not allowed.now:
                self.kept_back[delivery.id] = allowed
                return False
            leave.count(delivery, now)
            if await self.write(deliveries.begin, delivery.id, self.claim, now):
                return True
            leave.uncount(delivery)
            self.kept_back[delivery.id] = None  # paused or called off meanwhile
            return False

        return await line.hand_over(Mail(delivery.sender, delivery.mail, message), before_body)

    async def conclude(self, delivery: Delivery, outcome: Outcome) -> None:
        """Write down how it ended, and stop after too many failures in a row."""
        if outcome.closing:
            self.open_lines -= 1
        if delivery.id in self.kept_back:
            await self.keep(delivery, self.kept_back.pop(delivery.id))
            return
        await self.record(delivery, outcome)
        if self.brake.stopped:
            self.stop(f"{self.brake.failures} failures in a row, the last: {outcome.text}", Cause.FAILURES)

    async def keep(self, delivery: Delivery, allowed: Permission | None) -> None:
        """What was taken back before its body went is as it was, or waits for its time."""
        if allowed is None:
            await self.write(waves.give_back, delivery.id, self.claim)
        else:
            await self.put_off(delivery, allowed)

    async def record(self, delivery: Delivery, outcome: Outcome) -> None:
        """Judge, and write the verdict down. Nothing follows from it where the row was taken out of our hands."""
        now = self.plan.clock()
        verdict = judge(outcome, delivery.attempts, now, self.plan.rules.attempts)
        if not await self.persist(delivery, outcome, verdict, now):
            return
        self.brake = self.brake.after(verdict)
        step = Step(delivery, outcome, verdict)
        self.summary.steps.append(step)
        self.plan.watch(step)

    async def persist(self, delivery: Delivery, outcome: Outcome, verdict: Verdict, now: dt.datetime) -> bool:
        """Tried until the store takes it: what the server said must not be forgotten."""
        for seconds in _STORE_WAITS_SECONDS:
            try:
                return await self.write(deliveries.record, delivery.id, self.claim, outcome, verdict, now)
            except StoreError:
                await asyncio.sleep(seconds)
        return await self.write(deliveries.record, delivery.id, self.claim, outcome, verdict, now)

    def stop(self, why: str, cause: Cause) -> None:
        if not self.plan.stopping.is_set():
            self.summary.stopped, self.summary.cause = why, cause
            self.plan.stopping.set()

    async def write(self, work: Callable[Concatenate["Database", P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.wrap_future(self.plan.store.submit(work, *args, **kwargs))
