"""One run of the mailer: take deliveries, hand them over, write down how each ended, until nothing is due.

The order of writing is the promise of the ledger. Each step is on disk before the next begins:

    claim (the row is ours)  ->  MAIL, RCPT, DATA  ->  `sending`  ->  the body  ->  the verdict

Behind a body that is out, the next mail becomes `sending` while its commands are on their way. What happened meanwhile
is asked when the server is ready for it: then it is taken back, or its body goes.

A process killed before `sending` left the server without a body: the row waits again. One killed after it left a row
in `sending`, which is named `uncertain` once its lease is over (`store.leases`).
"""

import asyncio
import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from campaign.adapters.clock import wait_for_stop
from campaign.adapters.smtp.transport import Line, Transport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, handover, leases
from campaign.core.delivery.judge import Brake, Outcome, Stage, Verdict, judge
from campaign.core.delivery.permission import Leave
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import State
from campaign.core.settings import Rules
from campaign.errors import CampaignError
from campaign.services.sending.gate import Gate
from campaign.services.sending.hand import Hand
from campaign.services.sending.lease import Lease, Tenant
from campaign.services.sending.ledger import Ledger
from campaign.services.sending.pace import Pace
from campaign.services.sending.parcel import Parcel
from campaign.services.sending.supply import Supply

# Waits between tries to connect.
CONNECT_WAITS_SECONDS = (0.0, 1.0, 2.0, 5.0)


class Step(NamedTuple):
    """One attempt, told to whoever watches the run."""

    delivery: Delivery
    outcome: Outcome
    verdict: Verdict


class Cause(StrEnum):
    """What ended a run before all was done. Permission: its time, or a limit. Others: another mailer has the work."""

    NONE = "none"
    PERMISSION = "permission"
    FAILURES = "failures"
    CONNECTION = "connection"
    OTHERS = "others"


@dataclass(slots=True)
class Summary:
    """How a run ended. `stopped` says why it stopped before all was done, "" when nothing was left that is due.

    `called_off` names those that may never go, and why.
    """

    attempts: int = 0
    stopped: str = ""
    cause: Cause = Cause.NONE
    called_off: list[tuple[Delivery, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs. `clock` gives aware UTC; `watch` is told of each attempt once it is on disk, `trouble` in words
    while the store is away. Runs that follow each other share a `pace`; without one, a run begins at once. It ends
    after `at_most_mails` where that is said."""

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
    trouble: Callable[[str], object] = lambda _: None
    tenant: Tenant = field(default_factory=Tenant)
    at_most_mails: int | None = None


async def run(plan: Run, patience: dt.timedelta = dt.timedelta(0)) -> Summary:
    """Send what is due, or will be within `patience` of the rest being done. Ends when nothing more is, when it may
    not go on, or after too many failures in a row.

    A wave with a pace or limits is left alone while another run works on one that has. In a store of one machine, call
    it only while holding the campaign's mailer lock. Raises CampaignError when no further try can help (wrong password,
    store away); what was under way then is on disk.
    """
    state = Running(plan, secrets.token_hex(8))
    async with state.lease.held(plan.dispatch, plan.clock(), alone=plan.rules.is_limited) as ours:
        if not ours:
            state.leave_to_others()
            return state.summary
        await state.send_what_is_due()
        while await state.more_is_due(patience):
            await state.send_what_is_due()
    return state.summary


class Running:
    """What the lines of one run share."""

    def __init__(self, plan: Run, claim: str) -> None:
        self.plan = plan
        self.claim = claim
        # Elsewhere asking once more whether it may go would cost a journey to the database for each.
        self.begins_ahead = not plan.store.engine.shared
        self.summary = Summary()
        self.ledger = Ledger(plan.store, claim, plan.clock, plan.trouble, self.fail)
        self.lease = Lease(plan.store, plan.tenant, claim, self.lost)
        self.gate = Gate(self)
        self.supply = Supply(self)
        self.hands: set[Hand] = set()
        self._brake = Brake(plan.rules.stop_after)
        self._served = 0
        self._error: BaseException | None = None

    async def send_what_is_due(self) -> None:
        with self.supply.ringing_when_stopped():
            await asyncio.gather(*(self._work() for _ in range(max(1, self.plan.rules.connections))))
        await self.ledger.settled()  # what was asked for may still come
        self.supply.give_back()
        await self.ledger.settled()
        if self._error:
            raise self._error

    async def more_is_due(self, patience: dt.timedelta) -> bool:
        """Wait for the next deferred delivery. False when there is none soon, or the run is stopping."""
        if self.supply.spent:
            return False
        due = self.plan.store.read(deliveries.next_due, self.plan.dispatch)
        if due is None or due - self.plan.clock() > patience:
            return False
        return not await wait_for_stop(self.plan.stopping, (due - self.plan.clock()).total_seconds() + 0.01)

    def record(self, parcel: Parcel, outcome: Outcome, then: Callable[[], object] = lambda: None) -> None:
        """Judge how an attempt ended, and write the verdict down. Stops after too many failures in a row."""
        delivery = parcel.delivery
        verdict = judge(outcome, delivery.attempts, self.plan.clock(), self.plan.rules.attempts)
        self._brake = self._brake.after(verdict)
        if self._brake.stopped:
            self._stop(f"{self._brake.failures} failures in a row, the last: {outcome.text}", Cause.FAILURES)
        step = Step(delivery, outcome, verdict)
        self.ledger.do(
            handover.recorded, delivery.id, outcome, verdict, then=lambda held: self._recorded(step, then, held=held)
        )

    def _recorded(self, step: Step, then: Callable[[], object], *, held: bool) -> None:
        """Nothing follows where the row was taken out of our hands."""
        if held:
            self.summary.attempts += 1
            self._tell(step)
        if step.verdict.state is State.QUEUED:
            self.supply.refill()
        then()

    def _tell(self, step: Step) -> None:
        try:
            self.plan.watch(step)
        except Exception as error:  # noqa: BLE001 -- a closed pipe, say: the lines finish the messages in hand
            self.fail(error)

    def forbid(self, why: str) -> None:
        """End the run: no mail may go now."""
        self._stop(why, Cause.PERMISSION)

    def lost(self) -> None:
        """Its lease is over: what it had in hand is others' now, but for bodies that are out."""
        self._stop("this mailer stood still, or had no word from the database, for too long", Cause.OTHERS)

    def leave_to_others(self) -> None:
        other = self.plan.store.read(leases.limited_by)
        self._stop(f"{other or 'another mailer'} works on the waves with a pace or limits", Cause.OTHERS)

    def _stop(self, why: str, cause: Cause) -> None:
        if not self.plan.stopping.is_set():
            self.summary.stopped, self.summary.cause = why, cause
            self.plan.stopping.set()

    def fail(self, error: BaseException) -> None:
        """End the run with this error once what is under way is on disk."""
        self._error = self._error or error
        self.plan.stopping.set()

    async def _work(self) -> None:
        """One line: opened when there is something to send, reopened when it broke."""
        try:
            while (parcel := await self.supply.first()) is not None:
                served = self._served
                opened = await self._connect(parcel)
                if not isinstance(opened, Outcome):
                    await self._serve(opened, parcel)
                    continue
                await self.ledger.settled()  # its mail is on disk again, for whoever is there
                if self.hands:
                    return  # the others go on
                if self._served == served:
                    self._stop(f"no connection: {opened.text}", Cause.CONNECTION)
                    return
        except Exception as error:  # noqa: BLE001 -- raised again when the other lines are done
            self.fail(error)

    async def _serve(self, line: Line, parcel: Parcel) -> None:
        if self.plan.stopping.is_set():
            self.supply.put_back(parcel)
            await line.close()
            return
        hand = Hand(self, line, parcel)
        self.hands.add(hand)
        try:
            await line.serve(hand)
        finally:
            self.hands.discard(hand)
            self._served += 1
            await line.close()
        await hand.recorded()

    async def _connect(self, parcel: Parcel) -> Line | Outcome:
        """An open line, tried a few times; why there is none to be had, and the delivery given back."""
        opened: Line | Outcome = Outcome(Stage.CONNECT, None, "the run is stopping")
        try:
            for seconds in self.plan.connect_waits_seconds:
                if await wait_for_stop(self.plan.stopping, seconds):
                    break
                opened = await self.plan.transport.connect()
                if not isinstance(opened, Outcome):
                    return opened
                if self.hands:
                    break
        except CampaignError as error:
            self.record(parcel, Outcome(Stage.CONNECT, None, error.message))
            raise
        assert isinstance(opened, Outcome)
        self.record(parcel, opened)
        return opened
