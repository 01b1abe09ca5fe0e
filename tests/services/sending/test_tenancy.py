"""Runs and their leases: several at once, one that was suspended, one with a limit."""

import asyncio
from dataclasses import replace

import pytest

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import leases
from campaign.core.delivery.states import DeliveryState
from campaign.core.settings import SendingRules
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.order import RunLimits, SendOrder, StopCause
from tests.helpers.ledger import FAST, NOW, expire_lease, release_wave, states
from tests.helpers.mailer import order, run_alone, transport_to, wait_until
from tests.helpers.smtp_server import Fault, SmtpServer

SENT, QUEUED, SENDING, UNCERTAIN = (
    DeliveryState.SENT,
    DeliveryState.QUEUED,
    DeliveryState.SENDING,
    DeliveryState.UNCERTAIN,
)


def order_with_lease(
    store: Store,
    server: SmtpServer,
    mailing: int,
    rules: SendingRules = FAST,
    seconds: int = 60,
    most: int | None = None,
) -> SendOrder:
    limits, worker = RunLimits(mails=most, connect_waits_seconds=(0,)), WorkerId("this one", seconds)
    return order(store, transport_to(server, rules.timeout_seconds), mailing, rules, limits, worker=worker)


def number_of_leases(store: Store) -> int:
    number: int = store.read(lambda db: db.execute("SELECT count(*) FROM lease").fetchone()[0])
    return number


async def test_two_runs_share_a_wave(store: Store) -> None:
    """Each message is sent once, and the leases end with the runs."""
    mailing = release_wave(store, 80)
    async with SmtpServer().listening() as server:
        await asyncio.gather(*(run_alone(order_with_lease(store, server, mailing)) for _ in range(2)))
    assert sorted(server.recipients) == sorted(f"mep{number}@parliament.example" for number in range(1, 81))
    assert states(store, mailing) == [SENT] * 80
    assert number_of_leases(store) == 0


async def test_a_pace_is_one_run_s(store: Store) -> None:
    """Only one run sends mailings with a pace; another leaves them alone and names it."""
    mailing = release_wave(store, 1)
    paced = replace(FAST, per_minute=6000)
    store.write(leases.take, "other", "mail2/71", 7, 60, NOW, alone=True)
    async with SmtpServer().listening() as server:
        summary = await run_alone(order_with_lease(store, server, mailing, paced))
        assert (summary.cause, summary.stop_reason) == (
            StopCause.OTHERS,
            "mail2/71 is sending the waves with a pace or limits",
        )
        assert server.connections == 0
        store.write(leases.give_back, "other")
        await run_alone(order_with_lease(store, server, mailing, paced))
    assert states(store, mailing) == [SENT]


async def test_so_many_mails(store: Store) -> None:
    """A run claims no more than its limit; a deferred delivery that is due again does not count twice."""
    mailing = release_wave(store, 5)
    async with SmtpServer().listening() as server:
        assert (await run_alone(order_with_lease(store, server, mailing, most=3))).attempts == 3
        assert states(store, mailing) == [SENT] * 3 + [QUEUED] * 2
        assert (await run_alone(order_with_lease(store, server, mailing, most=3))).attempts == 2


@pytest.mark.slow
async def test_a_run_says_a_word_in_time(store: Store) -> None:
    """A run keeps a message that takes longer than the lease, because it renews the lease."""
    mailing = release_wave(store, 1)
    async with SmtpServer(faults=[Fault("dot", then="stall")]).listening() as server:
        going = asyncio.create_task(
            run_alone(order_with_lease(store, server, mailing, replace(FAST, timeout_seconds=2), seconds=1))
        )
        await wait_until(lambda: states(store, mailing) == [SENDING])
        await asyncio.sleep(1.3)
        assert store.write(leases.sweep, NOW) == 0
        assert states(store, mailing) == [SENDING]
        await going
    assert states(store, mailing) == [UNCERTAIN]


@pytest.mark.slow
async def test_a_run_that_stood_still(store: Store) -> None:
    """A run that lost its lease sends no further body, gives the reason, and leaves the rest to others."""
    mailing = release_wave(store, 3)
    slow = Fault("mail", b"", then="stall")
    async with SmtpServer(faults=[slow]).listening() as server:
        going = asyncio.create_task(
            run_alone(order_with_lease(store, server, mailing, replace(FAST, timeout_seconds=1), seconds=1))
        )
        await wait_until(lambda: server.arrivals)
        expire_lease(store)
        store.write(leases.sweep, NOW)
        summary = await going
        assert (summary.cause, server.messages) == (StopCause.OTHERS, [])
        assert states(store, mailing) == [QUEUED] * 3
        await run_alone(order_with_lease(store, server, mailing))
    assert states(store, mailing) == [SENT] * 3
