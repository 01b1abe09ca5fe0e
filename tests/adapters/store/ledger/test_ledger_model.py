"""The ledger compared with a model: random actions of mailers, people and crashes."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from campaign.adapters.store import Store, versions
from campaign.adapters.store.ledger import deliveries, handover, leases, waves
from campaign.core.delivery.attempt import Outcome, Stage, judge
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import WAITING, DeliveryState, may_follow, may_settle
from campaign.core.letters.version import NewVersion
from tests.helpers.examples import examples
from tests.helpers.ledger import (
    LETTER,
    NOW,
    begin,
    claim,
    expire_lease,
    planned_delivery,
    record,
    release_wave,
    rows,
    store_in_memory,
)

MOST_ATTEMPTS = 3
MAILERS = ("one", "two")
mailers = st.sampled_from(MAILERS)
picks = st.integers(0, 10)
before_body = st.builds(
    Outcome, st.sampled_from((Stage.CONNECT, Stage.MAIL, Stage.DATA)), st.sampled_from((None, 421, 450, 550)),
    st.just("before"), st.booleans(),
)  # fmt: skip
after_body = st.builds(
    Outcome, st.just(Stage.BODY), st.sampled_from((None, 250, 421, 451, 550, 552)), st.just("after"), st.booleans()
)


class Ledger(RuleBasedStateMachine):
    """Two mailers without knowledge of each other, a person, a clock, and the sweep after a crash or an expired lease.

    The model is `state` (of each addressee), `holders` (who truly holds which delivery; `in_hand` is what each mailer
    thinks) and `doubted` (whose attempt it was that the sweeper has named uncertain).
    """

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.store = self.open.enter_context(store_in_memory())
        self.now = NOW
        self.state: dict[int, DeliveryState] = {}
        self.due: dict[int, dt.datetime | None] = {}
        self.attempts: dict[int, int] = {}
        self.holders: dict[int, str] = {}
        self.in_hand: dict[str, dict[int, Delivery]] = {name: {} for name in MAILERS}
        self.doubted: dict[int, str] = {}
        self.planned_at = NOW
        self.released = False
        self.cancelled = False

    def teardown(self) -> None:
        self.open.close()

    @initialize(number=st.integers(1, 4), at_once=st.booleans())
    def first_plan(self, number: int, at_once: bool) -> None:
        self.version = self.store.write(versions.add, NewVersion(LETTER, "digest", (), "frozen", NOW)).id
        self.plan(number)
        if at_once:
            self.release(as_planned=True)

    @rule(number=st.integers(1, 4))
    def plan(self, number: int) -> None:
        """A plan replaces an unreleased plan, and never touches a released wave."""
        self.tick()
        mails = [planned_delivery(index) for index in range(1, number + 1)]
        mailing = self.store.write(deliveries.plan, LETTER, "first", self.version, mails, self.now)
        assert (mailing is None) == self.released
        if mailing is not None:
            self.mailing, self.planned_at = mailing.id, self.now
            self.state = {row.id: DeliveryState.PLANNED for row in rows(self.store, self.mailing)}
            self.due = dict.fromkeys(self.state)
            self.attempts = dict.fromkeys(self.state, 0)

    @rule(as_planned=st.booleans())
    def release(self, as_planned: bool) -> None:
        """A wave is released once, and only as it was planned last."""
        planned_at = self.planned_at if as_planned else self.planned_at - dt.timedelta(seconds=1)
        done = self.store.write(deliveries.release, self.mailing, planned_at, self.now)
        assert done == (as_planned and not self.released)
        if done:
            self.released = True
            self.move(DeliveryState.QUEUED, DeliveryState.PLANNED)

    @rule(mailer=mailers, number=st.integers(1, 3))
    def claim(self, mailer: str, number: int) -> None:
        """A mailer gets the first deliveries that are due and not claimed; of deferred ones, those due first."""
        free = [delivery for delivery in sorted(self.state) if self.is_due(delivery) and delivery not in self.holders]
        queued = [delivery for delivery in free if self.due[delivery] is None]
        deferred = sorted(
            (delivery for delivery in free if delivery not in queued), key=lambda delivery: self.due[delivery]
        )
        expected = sorted([*queued[:number], *deferred[:number]])[:number]
        taken = [claimed.delivery for claimed in claim(self.store, self.mailing, mailer, self.now, number)]
        assert [delivery.id for delivery in taken] == expected
        for delivery in taken:
            self.holders[delivery.id] = mailer
            self.in_hand[mailer][delivery.id] = delivery

    @precondition(lambda self: any(self.in_hand.values()))
    @rule(mailer=mailers, pick=picks)
    def begin(self, mailer: str, pick: int) -> None:
        """A body may be sent only while the claim is valid, and only once for each claim."""
        delivery = self.pick_delivery(mailer, pick)
        if delivery is None:
            return
        truly = self.holders.get(delivery.id) == mailer and self.state[delivery.id] in WAITING
        assert begin(self.store, delivery.id, mailer, self.now) == truly
        if truly:
            self.state[delivery.id] = DeliveryState.SENDING

    @precondition(lambda self: any(self.in_hand.values()))
    @rule(mailer=mailers, pick=picks, before=before_body, after=after_body)
    def record(self, mailer: str, pick: int, before: Outcome, after: Outcome) -> None:
        """A verdict changes only a row that the mailer's claim holds."""
        delivery = self.pick_delivery(mailer, pick)
        if delivery is None:
            return
        del self.in_hand[mailer][delivery.id]
        late = self.doubted.get(delivery.id) == mailer
        truly = self.holders.get(delivery.id) == mailer
        outcome = after if late or (truly and self.state[delivery.id] is DeliveryState.SENDING) else before
        verdict = judge(outcome, self.attempts[delivery.id], self.now, MOST_ATTEMPTS)
        counts = truly or (late and verdict.state in (DeliveryState.SENT, DeliveryState.FAILED))
        assert record(self.store, delivery.id, mailer, outcome, verdict, self.now) == counts
        if counts:
            self.holders.pop(delivery.id, None)
            self.doubted.pop(delivery.id, None)
            late = self.cancelled and verdict.state in WAITING
            self.state[delivery.id] = DeliveryState.CANCELLED if late else verdict.state
            self.due[delivery.id] = None if late else verdict.next_at
            self.attempts[delivery.id] += verdict.counts

    @rule()
    def crash(self) -> None:
        """Both mailers die; the next one makes what they were sending uncertain."""
        expire_lease(self.store)
        self.sweep(leases.recover, *MAILERS)

    @rule(mailer=mailers)
    def stand_still(self, mailer: str) -> None:
        """One mailer is suspended past its lease; the sweep releases what it held, and nothing else."""
        expire_lease(self.store, mailer)
        self.sweep(leases.sweep, mailer)

    def sweep(self, sweeper: Callable[..., int], *gone: str) -> None:
        theirs = {delivery: mailer for delivery, mailer in self.holders.items() if mailer in gone}
        doubtful = {
            delivery: mailer for delivery, mailer in theirs.items() if self.state[delivery] is DeliveryState.SENDING
        }
        assert self.store.write(sweeper, self.now) == len(doubtful)
        self.state |= dict.fromkeys(doubtful, DeliveryState.UNCERTAIN)
        self.due |= dict.fromkeys(doubtful)
        self.doubted |= doubtful
        self.holders = {delivery: mailer for delivery, mailer in self.holders.items() if delivery not in theirs}

    @precondition(lambda self: any(self.in_hand.values()))
    @rule(mailer=mailers, pick=picks)
    def revert(self, mailer: str, pick: int) -> None:
        """A body that was not sent after all waits as before, unless its wave was cancelled."""
        delivery = self.pick_delivery(mailer, pick)
        if delivery is None:
            return
        del self.in_hand[mailer][delivery.id]
        self.store.write(
            handover.together, [(handover.revert_sending, (delivery.id, delivery.state))], mailer, self.now
        )
        if self.holders.get(delivery.id) == mailer and self.state[delivery.id] is DeliveryState.SENDING:
            del self.holders[delivery.id]
            self.state[delivery.id] = DeliveryState.CANCELLED if self.cancelled else delivery.state
            self.due[delivery.id] = None if self.cancelled else self.due[delivery.id]

    @rule()
    def expire(self) -> None:
        """A deadline closes all that is not being sent, claimed or not."""
        number = self.waiting()
        assert self.store.write(deliveries.close, self.mailing, DeliveryState.EXPIRED, "over", self.now) == number
        self.move(DeliveryState.EXPIRED, DeliveryState.PLANNED, *WAITING)

    @rule()
    def cancel(self) -> None:
        """Cancelling closes all that is not being sent, and of a released wave nothing waits ever again."""
        number = self.waiting()
        assert self.store.write(waves.cancel, self.mailing, "called off", self.now) == number
        self.move(DeliveryState.CANCELLED, DeliveryState.PLANNED, *WAITING)
        self.cancelled = self.released

    @precondition(lambda self: self.released)
    @rule()
    def reopen(self) -> None:
        """What expired waits again when the deadline is moved, but not in a cancelled wave."""
        expired = sum(state is DeliveryState.EXPIRED for state in self.state.values())
        number = 0 if self.cancelled else expired
        assert self.store.write(deliveries.reopen, self.mailing, "moved", self.now) == number
        if number:
            self.move(DeliveryState.QUEUED, DeliveryState.EXPIRED)

    def waiting(self) -> int:
        return sum(state in (DeliveryState.PLANNED, *WAITING) for state in self.state.values())

    @rule(
        pick=picks,
        to=st.sampled_from((DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED)),
        stale=st.booleans(),
    )
    def settle(self, pick: int, to: DeliveryState, stale: bool) -> None:
        """A person settles a delivery only if it is still in the state that the person saw."""
        delivery = sorted(self.state)[pick % len(self.state)]
        seen = DeliveryState.UNCERTAIN if stale else self.state[delivery]
        if not may_settle(seen, to):
            return
        done = self.store.write(deliveries.settle, delivery, seen, to, "seen", self.now)
        assert done == (seen is self.state[delivery] and not (self.cancelled and to is DeliveryState.QUEUED))
        if done:
            self.state[delivery], self.due[delivery] = to, None
            if to is DeliveryState.QUEUED:
                self.attempts[delivery] = 0
            self.holders.pop(delivery, None)
            self.doubted.pop(delivery, None)

    @rule(minutes=st.integers(1, 60))
    def wait(self, minutes: int) -> None:
        self.tick(minutes)

    def tick(self, minutes: int = 1) -> None:
        self.now += dt.timedelta(minutes=minutes)

    def is_due(self, delivery: int) -> bool:
        due = self.due[delivery]
        state = self.state[delivery]
        return state is DeliveryState.QUEUED or (
            state is DeliveryState.DEFERRED and due is not None and due <= self.now
        )

    def pick_delivery(self, mailer: str, pick: int) -> Delivery | None:
        in_hand = self.in_hand[mailer]
        return in_hand[sorted(in_hand)[pick % len(in_hand)]] if in_hand else None

    def move(self, to: DeliveryState, *before: DeliveryState) -> None:
        for delivery, state in self.state.items():
            if state in before:
                self.state[delivery], self.due[delivery] = to, None
                self.holders.pop(delivery, None)

    @invariant()
    def the_store_says_what_the_model_says(self) -> None:
        if not self.state:
            return
        assert not (self.cancelled and self.waiting())
        stored = {row.id: row for row in rows(self.store, self.mailing)}
        assert {delivery: row.state for delivery, row in stored.items()} == self.state
        assert {delivery: row.next_at for delivery, row in stored.items()} == self.due
        assert {delivery: row.attempts for delivery, row in stored.items()} == self.attempts
        assert sum(self.store.read(deliveries.counts, self.mailing).values()) == len(self.state)
        deferred = [due for delivery, due in self.due.items() if due and delivery not in self.holders]
        assert self.store.read(deliveries.next_due, self.mailing) == min(deferred, default=None)

    @invariant()
    def every_move_was_lawful(self) -> None:
        """Since the last check, every state changed at most as one allowed step."""
        if self.state:
            before = getattr(self, "before", {})
            moved = {
                (before[delivery], state)
                for delivery, state in self.state.items()
                if before.get(delivery, state) != state
            }
            # An unreleased wave that was cancelled may be planned again.
            again = (DeliveryState.CANCELLED, DeliveryState.PLANNED)
            assert all(may_follow(*move) for move in moved - {again, (DeliveryState.EXPIRED, DeliveryState.PLANNED)})
            self.before = dict(self.state)


Ledger.TestCase.settings = settings(
    max_examples=examples(25), stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestLedger = Ledger.TestCase


def test_a_claim_that_was_lost(store: Store) -> None:
    """A mailer whose claim was released can neither start nor record, whether or not the row is claimed again."""
    mailing = release_wave(store, 1)
    (mine,) = (taken.delivery for taken in claim(store, mailing, "one"))
    expire_lease(store)
    store.write(leases.recover, NOW)
    refused = Outcome(Stage.RCPT, 550, "5.1.1 no")
    for _ in range(2):
        assert not begin(store, mine.id, "one")
        assert not record(store, mine.id, "one", refused, judge(refused, 0, NOW, 5))
        assert rows(store, mailing)[0].state is DeliveryState.QUEUED
        claim(store, mailing, "two")
    assert begin(store, mine.id, "two")
    assert not begin(store, mine.id, "two")


def test_what_was_deferred_and_became_uncertain(store: Store) -> None:
    """A deferred delivery that becomes uncertain has no next attempt: a person decides."""
    mailing = release_wave(store, 1)
    (mine,) = (taken.delivery for taken in claim(store, mailing, "one"))
    silence = Outcome(Stage.MAIL, None, "before")
    deferred = judge(silence, 0, NOW, MOST_ATTEMPTS)
    assert record(store, mine.id, "one", silence, deferred)
    assert store.read(deliveries.next_due, mailing) == deferred.next_at == NOW + dt.timedelta(seconds=30)
    later = NOW + dt.timedelta(minutes=1)
    claim(store, mailing, "one", later)
    assert begin(store, mine.id, "one", later)
    expire_lease(store, "one")
    assert store.write(leases.sweep, later) == 1
    assert [(row.state, row.next_at) for row in rows(store, mailing)] == [(DeliveryState.UNCERTAIN, None)]
    assert store.read(deliveries.next_due, mailing) is None


def test_the_model_of_what_was_deferred_and_became_uncertain() -> None:
    """The model and the ledger agree about such a delivery after each step."""
    ledger = Ledger()
    silence = Outcome(Stage.MAIL, None, "before")
    steps: list[Callable[[], None]] = [
        lambda: ledger.first_plan(1, at_once=False),
        lambda: ledger.release(as_planned=True),
        lambda: ledger.claim("one", 1),
        lambda: ledger.record("one", 0, silence, silence),
        lambda: ledger.plan(1),
        lambda: ledger.claim("one", 1),
        lambda: ledger.plan(1),
        lambda: ledger.begin("one", 0),
        lambda: ledger.stand_still("one"),
    ]
    try:
        for step in steps:
            step()
            ledger.the_store_says_what_the_model_says()
            ledger.every_move_was_lawful()
    finally:
        ledger.teardown()


def test_many_claims_at_once(store: Store) -> None:
    """Sixty claims from six threads for forty deliveries: each delivery is claimed once."""
    mailing = release_wave(store, 40)
    with ThreadPoolExecutor(6) as pool:
        claims = list(pool.map(lambda at: claim(store, mailing, f"{at}"), range(60)))
    taken = [taken.delivery.id for claimed in claims for taken in claimed]
    assert sorted(taken) == [row.id for row in rows(store, mailing)]
