"""Leases: a mailer keeps its claims while it renews its lease, and loses them if it does not."""

import threading

import pytest

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, handover, leases
from campaign.core.delivery.attempt import Outcome, Stage, judge
from campaign.core.delivery.states import DeliveryState
from tests.helpers.ledger import NOW, begin, claim, event_lines, expire_lease, record, release_wave, rows, states

SENT, QUEUED, SENDING, UNCERTAIN = (
    DeliveryState.SENT,
    DeliveryState.QUEUED,
    DeliveryState.SENDING,
    DeliveryState.UNCERTAIN,
)
TAKEN = Outcome(Stage.BODY, 250, "Ok")


def take(store: Store, claim: str, *, mailing: int = 1, seconds: int = 60, alone: bool = False) -> bool:
    return store.write(leases.take, claim, f"{claim}'s machine", mailing, seconds, NOW, alone=alone)


def test_nothing_is_claimed_without_a_lease(store: Store) -> None:
    """A mailer without a lease cannot claim; with a new lease it can."""
    mailing = release_wave(store, 1)
    claim(store, mailing, "one", number=0)
    expire_lease(store)
    store.write(leases.sweep, NOW)
    assert not store.write(leases.renew, "one")
    assert store.write(handover.together, [(handover.claim_due, (mailing, 1))], "one", NOW) == [()]
    assert len(claim(store, mailing, "one")) == 1


def test_the_sweeper_takes_only_what_is_over(store: Store) -> None:
    """If one of two mailers stalls, its claims are released and what it was sending is uncertain; the other's stay."""
    mailing = release_wave(store, 4)
    dead = [taken.delivery.id for taken in claim(store, mailing, "dead", number=2)]
    alive = [taken.delivery.id for taken in claim(store, mailing, "alive", number=2)]
    assert begin(store, dead[0], "dead")
    assert begin(store, alive[0], "alive")
    assert store.write(leases.sweep, NOW) == 0
    expire_lease(store, "dead")
    assert store.write(leases.sweep, NOW) == 1
    assert states(store, mailing) == [UNCERTAIN, QUEUED, SENDING, QUEUED]
    assert not begin(store, dead[1], "dead")
    assert begin(store, alive[1], "alive")
    assert [line[:2] for line in event_lines(store, mailing)] == [(1, UNCERTAIN)]
    assert [taken.delivery.id for taken in claim(store, mailing, "next", number=5)] == [dead[1]]


def test_a_lease_can_be_renewed(store: Store) -> None:
    """Renewing starts the term again, and so does a claim."""
    mailing = release_wave(store, 2)
    take(store, "one", mailing=mailing)
    for renewing in (lambda: store.write(leases.renew, "one"), lambda: claim(store, mailing, "one")):
        expire_lease(store)
        assert renewing()
        assert store.write(leases.sweep, NOW) == 0
    assert store.write(leases.renew, "one")


def test_the_database_s_clock_counts(store: Store) -> None:
    """A lease of 0 seconds expires at once, whatever the mailer's clock shows."""
    take(store, "one", seconds=0)
    assert store.write(leases.sweep, NOW.replace(year=1990)) == 0
    assert not store.write(leases.renew, "one")


def test_one_mailer_has_the_limited_waves(store: Store) -> None:
    """One mailer has all waves with a pace or limits until its lease ends; the others are open to all."""
    assert store.read(leases.limited_worker, 1) is None
    assert take(store, "one", alone=True)
    assert not take(store, "two", mailing=2, alone=True)
    assert take(store, "three")
    assert take(store, "four")
    assert store.read(leases.limited_worker, 1) == "one's machine"
    store.write(leases.give_back, "one")
    assert take(store, "two", mailing=2, alone=True)
    expire_lease(store, "two")
    assert take(store, "five", alone=True)


def test_a_late_answer_ends_the_doubt(store: Store) -> None:
    """A mailer suspended past its lease can still record the answer to a body, if it is its own delivery and no person
    settled it first."""
    mailing = release_wave(store, 4)
    ids = [taken.delivery.id for taken in claim(store, mailing, "one", number=4)]
    for delivery in ids:
        assert begin(store, delivery, "one")
    expire_lease(store)
    assert store.write(leases.sweep, NOW) == 4
    refused, silence = Outcome(Stage.DATA, 550, "no"), Outcome(Stage.BODY, None, "timeout")
    store.write(deliveries.settle, ids[3], UNCERTAIN, DeliveryState.FAILED, "it is not there", NOW)
    assert [
        record(store, delivery, by, outcome, judge(outcome, 0, NOW, 5))
        for delivery, by, outcome in (
            (ids[0], "two", TAKEN),
            (ids[0], "one", TAKEN),
            (ids[1], "one", refused),
            (ids[2], "one", silence),
            (ids[3], "one", TAKEN),
        )
    ] == [False, True, False, False, False]
    assert states(store, mailing) == [SENT, UNCERTAIN, UNCERTAIN, DeliveryState.FAILED]


def test_claims_without_a_lease_are_released(store: Store) -> None:
    """A starting mailer releases claims from before there were leases."""
    mailing = release_wave(store, 2)
    store.write(lambda db: db.execute("UPDATE delivery SET claim = 'old'"))
    store.write(lambda db: db.execute("UPDATE delivery SET state = 'sending' WHERE addressee = 'mep-1'"))
    assert store.write(leases.recover, NOW) == 1
    assert states(store, mailing) == [UNCERTAIN, QUEUED]
    assert [taken.delivery.id for taken in claim(store, mailing, "one", number=2)] == [rows(store, mailing)[1].id]


def test_a_starting_mailer_releases_dead_claims(store: Store) -> None:
    """On one machine a starting mailer is the only one; in a shared database the leases of others count."""
    mailing = release_wave(store, 1)
    (mine,) = claim(store, mailing, "one")
    assert begin(store, mine.delivery.id, "one")
    shared = store.read(lambda db: db.shared)
    assert store.write(leases.recover, NOW) == (0 if shared else 1)
    assert store.write(leases.renew, "one") == shared


def test_a_lease_that_is_left_is_swept(store: Store) -> None:
    """A run that fails lets its lease expire, and the next sweep releases its claims."""
    mailing = release_wave(store, 1)
    claim(store, mailing, "one")
    store.write(leases.expire, "one")
    assert len(claim(store, mailing, "two")) == 1


@pytest.mark.postgresql
def test_claims_do_not_block_one_another(request: pytest.FixtureRequest) -> None:
    """While one worker's claim is not committed, another claims the next deliveries."""
    address = request.getfixturevalue("server").database()
    with Store.open(address) as one, Store.open(address) as two:
        mailing = release_wave(one, 4)
        claim(two, mailing, "two", number=0)
        claimed, go_on = threading.Event(), threading.Event()

        def claim_slowly(db: object) -> tuple[int, ...]:
            leases.take(db, "one", "", mailing, 60, NOW, alone=False)  # type: ignore[arg-type]  # a Database
            mine = handover.claim_due(db, mailing, 2, "one", "2027-04-20T09:00:00.000000Z")  # type: ignore[arg-type]  # a Database
            claimed.set()
            assert go_on.wait(10)
            return tuple(taken.delivery.id for taken in mine)

        waiting = one.submit(claim_slowly)
        assert claimed.wait(10), waiting.exception()
        others = [taken.delivery.id for taken in claim(two, mailing, "two", number=4)]
        go_on.set()
        assert sorted([*waiting.result(), *others]) == [row.id for row in rows(one, mailing)]
        assert len(others) == 2
