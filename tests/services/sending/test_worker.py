"""A worker: which jobs it asks for, what a job sends, and what it reports."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field, replace

import pytest

from campaign.adapters.queue.connection import cancel
from campaign.adapters.queue.jobs import Job
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, leases, waves
from campaign.core.delivery.records import MailingKind
from campaign.core.delivery.states import DeliveryState
from campaign.core.settings import SendingRules
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.order import RunLimits
from campaign.services.sending.scheduler import MailerCallbacks, MailerWork
from campaign.services.sending.worker import Worker
from tests.helpers.ledger import FAST, NOW, Clock, claim, expire_lease, release_wave, settings, states
from tests.helpers.mailer import transport_to
from tests.helpers.smtp_server import SmtpServer

SENT, QUEUED, EXPIRED = DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.EXPIRED
PACED = replace(FAST, per_minute=6000)


@dataclass
class WatchedWorker:
    """A worker in a test, with everything that it reports."""

    store: Store
    server: SmtpServer
    rules: SendingRules = FAST
    mails: int = 3
    deadline_at: dt.datetime = NOW + dt.timedelta(days=6)
    lines: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def worker(self) -> Worker:
        work = MailerWork(
            store=self.store,
            settings=lambda: settings(self.rules, self.deadline_at),
            clock=Clock(),
            transport=lambda _: transport_to(self.server),
            callbacks=MailerCallbacks(trouble=self.troubles.append),
            limits=RunLimits(mails=self.mails, connect_waits_seconds=(0,)),
            worker=WorkerId("mail1/7"),
        )
        return Worker(work, self.stopping, self.lines.append)


async def test_a_job(store: Store) -> None:
    """A job sends up to its limit, reports it, and continues while there is more; another job is asked for when
    needed."""
    mailing = release_wave(store, 5)
    async with SmtpServer().listening() as server:
        woken = WatchedWorker(store, server)
        worker = woken.worker()
        assert worker.look() == (Job(mailing, alone=False),)
        assert worker.additional_job(mailing) == Job(mailing, alone=False)
        assert await worker.deliver(mailing)
        assert states(store, mailing) == [SENT] * 3 + [QUEUED] * 2
        assert worker.additional_job(mailing) is None
        assert await worker.deliver(mailing)
        assert not await worker.deliver(mailing)
        assert worker.look() == ()
    assert states(store, mailing) == [SENT] * 5
    assert woken.lines == [f"exemption, wave first: {number} sent in 0.0 s" for number in (3, 2)]


async def test_what_is_limited_is_one_worker_s(store: Store) -> None:
    """While another worker sends mailings with a pace, a job does nothing and asks for no other."""
    mailing = release_wave(store, 1)
    store.write(leases.take, "other", "mail2/9", 7, 60, NOW, alone=True)
    async with SmtpServer().listening() as server:
        worker = WatchedWorker(store, server, PACED).worker()
        assert worker.look() == (Job(mailing, alone=True),)
        assert not await worker.deliver(mailing)
        assert server.connections == 0
        expire_lease(store)
        worker.look()
        assert await worker.deliver(mailing)
    assert states(store, mailing) == [SENT]


async def test_the_pace_goes_on_where_another_worker_ended(store: Store) -> None:
    """A worker that takes over keeps the gap after the newest attempt."""
    mailing = release_wave(store, 2)
    rules = replace(FAST, per_minute=240, jitter=0)
    async with SmtpServer().listening() as server:
        for _ in range(2):
            await WatchedWorker(store, server, rules, mails=1).worker().deliver(mailing)
    first, second = server.arrivals
    assert second - first > 0.24
    assert store.read(waves.newest_attempt, MailingKind.LETTER) == NOW
    assert store.read(waves.newest_attempt, MailingKind.NOTICE) is None


async def test_a_look_tidies_up(store: Store) -> None:
    """Expired claims are removed, uncertain deliveries reported; after the deadline everything expires."""
    mailing = release_wave(store, 2)
    (mine, _) = claim(store, mailing, "dead", number=2)
    store.write(lambda db: db.execute("UPDATE delivery SET state = 'sending' WHERE addressee = 'mep-1'"))
    expire_lease(store)
    async with SmtpServer().listening() as server:
        woken = WatchedWorker(store, server, deadline_at=NOW)
        assert woken.worker().look() == ()
    assert states(store, mailing) == [DeliveryState.UNCERTAIN, EXPIRED]
    assert woken.troubles == ["1 email half-sent when a mailer was lost, uncertain now; see campaign send log"]
    assert mine.delivery.addressee == "mep-1"


async def test_why_a_wave_waits_is_reported_once(store: Store) -> None:
    """The same reason is reported only once."""
    mailing = release_wave(store, 2)
    store.write(waves.pause, mailing, "by a person", NOW)
    async with SmtpServer().listening() as server:
        woken = WatchedWorker(store, server)
        worker = woken.worker()
        assert (worker.look(), worker.look()) == ((), ())
        assert woken.lines == ["exemption, wave first: 2 left, paused: by a person"]
        store.write(waves.unpause, mailing)
        claim(store, mailing, "other", number=2)
        worker.look()
        assert woken.lines[1:] == ["exemption, wave first: 2 left, other mailers are sending it"]


async def test_a_worker_that_is_asked_to_end(store: Store) -> None:
    """It finishes the messages in hand and asks for no more jobs."""
    mailing = release_wave(store, 1)
    async with SmtpServer().listening() as server:
        woken = WatchedWorker(store, server)
        woken.stopping.set()
        assert not await woken.worker().deliver(mailing)
    assert store.read(deliveries.counts, mailing) == {QUEUED: 1}


async def test_the_end_is_asked_for_until_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost cancellation is repeated, but not while messages are in hand."""
    monkeypatch.setattr("campaign.adapters.queue.connection._AGAIN_SECONDS", 0.01)
    lost, in_hand = [], [True, True, True]

    async def deaf() -> None:
        while len(lost) < 2:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost.append(len(in_hand))
        await asyncio.sleep(60)

    working = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    assert await cancel(working, lambda: bool(in_hand) and in_hand.pop()) is None
    assert (working.cancelled(), lost) == (True, [3, 0])
