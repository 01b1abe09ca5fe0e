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
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from campaign.delivery.judge import Brake, Outcome, Stage, Verdict, judge
from campaign.delivery.permission import Permission, permission
from campaign.delivery.records import Delivery
from campaign.delivery.rules import Rules
from campaign.errors import CampaignError, StoreError
from campaign.mail import Mail
from campaign.mailer.pace import Pace, stopped_within
from campaign.mailer.transport import Line, Transport
from campaign.store import Store, deliveries

if TYPE_CHECKING:
    from campaign.store.database import Database

P = ParamSpec("P")
R = TypeVar("R")

# Waits between tries to write a verdict while the store is full, locked or away.
_STORE_WAITS_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0)
# Waits between tries to connect.
_CONNECT_WAITS_SECONDS = (0.0, 1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Step:
    """One attempt, told to whoever watches the run."""

    delivery: Delivery
    outcome: Outcome
    verdict: Verdict


@dataclass(slots=True)
class Summary:
    """How a run ended. `stopped` says why it stopped before all was done, "" when nothing was left that is due."""

    steps: list[Step] = field(default_factory=list)
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs. `clock` gives aware UTC; `watch` is told of each attempt once it is on disk."""

    store: Store
    dispatch: int
    transport: Transport
    rules: Rules
    zone: ZoneInfo
    deadline_at: dt.datetime
    clock: Callable[[], dt.datetime]
    watch: Callable[[Step], object]
    stopping: asyncio.Event
    connect_waits_seconds: tuple[float, ...] = _CONNECT_WAITS_SECONDS

    def permission(self) -> Permission:
        return permission(self.clock(), self.rules, self.zone, self.deadline_at)


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
        self.pace = Pace(plan.rules.per_minute)
        self.brake = Brake(plan.rules.stop_after)
        self.summary = Summary()
        self.open_lines = 0

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
        finally:
            if line is not None:
                self.open_lines -= 1
                await line.close()

    async def next(self) -> Delivery | None:
        """The next delivery, claimed on disk; None when this line has no more to do."""
        if not self.plan.store.read(deliveries.any_due, self.plan.dispatch, self.plan.clock()):
            return None
        if not (self.may_go() and await self.pace.turn(self.plan.stopping) and self.may_go()):
            return None
        return await self.write(deliveries.claim, self.plan.dispatch, self.claim, self.plan.clock())

    def may_go(self) -> bool:
        allowed = self.plan.permission()
        if not allowed.now:
            self.stop(allowed.why)
        return allowed.now

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
            self.stop(f"no connection: {opened.text}")
        return None

    async def hand_over(self, delivery: Delivery, line: Line) -> Outcome:
        message = self.plan.store.read(deliveries.message, delivery.id)

        async def before_body() -> bool:
            # Asked again here: the deadline may have passed while the server took its time.
            return self.may_go() and await self.write(deliveries.begin, delivery.id, self.claim, self.plan.clock())

        return await line.hand_over(Mail(delivery.sender, delivery.mail, message), before_body)

    async def conclude(self, delivery: Delivery, outcome: Outcome) -> None:
        """Write the verdict down, and stop after too many failures in a row."""
        if outcome.closing:
            self.open_lines -= 1
        await self.record(delivery, outcome)
        if self.brake.stopped:
            self.stop(f"{self.brake.failures} failures in a row, the last: {outcome.text}")

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

    def stop(self, why: str) -> None:
        if not self.plan.stopping.is_set():
            self.summary.stopped = why
            self.plan.stopping.set()

    async def write(self, work: Callable[Concatenate["Database", P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.wrap_future(self.plan.store.submit(work, *args, **kwargs))
