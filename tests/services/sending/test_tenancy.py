"""Runs of the mailer and their leases: several at once, one that stood still, one that may send so many mails."""

import asyncio
from dataclasses import replace

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import leases
from campaign.core.delivery.states import State
from campaign.core.settings import Rules
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.order import Cause, Limits, SendOrder
from tests.helpers.ledger import FAST, NOW, lapsed, released, states
from tests.helpers.mailing import order, run_alone, transport, until
from tests.helpers.smtp_server import Fault, SmtpServer

SENT, QUEUED, SENDING, UNCERTAIN = State.SENT, State.QUEUED, State.SENDING, State.UNCERTAIN


def plan(
    store: Store, server: SmtpServer, dispatch: int, rules: Rules = FAST, seconds: int = 60, most: int | None = None
) -> SendOrder:
    limits, worker = Limits(mails=most, connect_waits_seconds=(0,)), WorkerId("this one", seconds)
    return order(store, transport(server, rules.timeout_seconds), dispatch, rules, limits, worker=worker)


def held(store: Store) -> int:
    number: int = store.read(lambda db: db.execute("SELECT count(*) FROM lease").fetchone()[0])
    return number


async def test_two_runs_share_a_wave(store: Store) -> None:
    """Each mail goes once, and their leases end with them."""
    dispatch = released(store, 80)
    async with SmtpServer().listening() as server:
        await asyncio.gather(*(run_alone(plan(store, server, dispatch)) for _ in range(2)))
    assert sorted(server.recipients) == sorted(f"mep{number}@parliament.example" for number in range(1, 81))
    assert states(store, dispatch) == [SENT] * 80
    assert held(store) == 0


async def test_a_pace_is_one_run_s(store: Store) -> None:
    """Who keeps a pace must send all of it: another run leaves such waves alone, and says who works on them."""
    dispatch = released(store, 1)
    paced = replace(FAST, per_minute=6000)
    store.write(leases.taken, "other", "mail2/71", 7, 60, NOW, alone=True)
    async with SmtpServer().listening() as server:
        summary = await run_alone(plan(store, server, dispatch, paced))
        assert (summary.cause, summary.stopped) == (Cause.OTHERS, "mail2/71 works on the waves with a pace or limits")
        assert server.connections == 0
        store.write(leases.given_back, "other")
        await run_alone(plan(store, server, dispatch, paced))
    assert states(store, dispatch) == [SENT]


async def test_so_many_mails(store: Store) -> None:
    """A run with a limit claims no more than that; what a server put off and is due again does not count anew."""
    dispatch = released(store, 5)
    async with SmtpServer().listening() as server:
        assert (await run_alone(plan(store, server, dispatch, most=3))).attempts == 3
        assert states(store, dispatch) == [SENT] * 3 + [QUEUED] * 2
        assert (await run_alone(plan(store, server, dispatch, most=3))).attempts == 2


async def test_a_run_says_a_word_in_time(store: Store) -> None:
    """A message that takes longer than the lease is its run's all the same."""
    dispatch = released(store, 1)
    async with SmtpServer(faults=[Fault("dot", then="stall")]).listening() as server:
        going = asyncio.create_task(
            run_alone(plan(store, server, dispatch, replace(FAST, timeout_seconds=2), seconds=1))
        )
        await until(lambda: states(store, dispatch) == [SENDING])
        await asyncio.sleep(1.3)
        assert store.write(leases.sweep, NOW) == 0
        assert states(store, dispatch) == [SENDING]
        await going
    assert states(store, dispatch) == [UNCERTAIN]


async def test_a_run_that_stood_still(store: Store) -> None:
    """Its lease was taken away: it lets no further body out, says why, and leaves the rest to others."""
    dispatch = released(store, 3)
    slow = Fault("mail", b"", then="stall")
    async with SmtpServer(faults=[slow]).listening() as server:
        going = asyncio.create_task(
            run_alone(plan(store, server, dispatch, replace(FAST, timeout_seconds=1), seconds=1))
        )
        await until(lambda: server.arrivals)
        lapsed(store)
        store.write(leases.sweep, NOW)
        summary = await going
        assert (summary.cause, server.kept) == (Cause.OTHERS, [])
        assert states(store, dispatch) == [QUEUED] * 3
        await run_alone(plan(store, server, dispatch))
    assert states(store, dispatch) == [SENT] * 3
