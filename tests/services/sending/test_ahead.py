"""A message is recorded as `sending` while the body before it is being sent, so that no connection waits for the disk.
What happens meanwhile is checked when the server asks for its body."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, leases, waves
from campaign.core.delivery.permission import Permission, never
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import DeliveryState
from campaign.core.settings import SendingRules
from campaign.services.sending.order import RunSummary
from campaign.services.sending.run import run
from campaign.services.sending.send_policy import SendPolicy
from tests.helpers.ledger import FAST, NOW, expire_lease, release_wave, rows, send_rules, states
from tests.helpers.mailer import order, transport_to, wait_until
from tests.helpers.smtp_server import FINE, PIPELINING, Fault, SmtpServer

QUEUED, SENDING, SENT, FAILED, UNCERTAIN, CANCELLED = (
    DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN,
    DeliveryState.CANCELLED,
)  # fmt: skip


class ChangingPolicy(SendPolicy):
    """A policy that forbids the message to one addressee once `answered` names the key."""

    def __init__(self, store: Store, rules: SendingRules, mailing: int) -> None:
        wave = store.read(deliveries.mailing_by_id, mailing)
        super().__init__(store, send_rules(rules), wave, NOW)
        self.answered = ""

    def mail_permission(self, delivery: Delivery, now: dt.datetime) -> Permission:
        return never("answered") if delivery.addressee == self.answered else super().mail_permission(delivery, now)


@dataclass(slots=True)
class Scene:
    """A wave of three whose first body was sent and not answered yet."""

    store: Store
    mailing: int
    server: SmtpServer
    stopping: asyncio.Event
    policy: ChangingPolicy
    running: "asyncio.Task[RunSummary]"

    async def finish(self) -> list[DeliveryState]:
        """The states of the deliveries once the server has answered and the run is over."""
        assert self.server.may_answer is not None
        self.server.may_answer.set()
        await self.running
        return states(self.store, self.mailing)


@asynccontextmanager
async def first_body_out(
    store: Store, faults: tuple[Fault, ...] = (), rules: SendingRules = FAST, number_sending: int = 2
) -> AsyncIterator[Scene]:
    mailing = release_wave(store, 3)
    policy = ChangingPolicy(store, rules, mailing)
    server = SmtpServer(faults=list(faults), extensions=PIPELINING, may_answer=asyncio.Event())
    async with server.listening():
        stopping = asyncio.Event()
        going = asyncio.create_task(run(order(store, transport_to(server), mailing, rules), policy, stopping))
        await wait_until(lambda: server.messages or server.commands.count("DATA") > 0)
        await wait_until(lambda: states(store, mailing) == [SENDING] * number_sending + [QUEUED] * (3 - number_sending))
        yield Scene(store, mailing, server, stopping, policy, going)


async def test_one_starts_behind_the_body_that_is_out(store: Store) -> None:
    """One message starts ahead, and no more; all three are sent on one connection."""
    async with first_body_out(store) as scene:
        await asyncio.sleep(0.05)
        assert states(store, scene.mailing) == [SENDING, SENDING, QUEUED]
        assert await scene.finish() == [SENT] * 3
        assert (len(scene.server.messages), scene.server.connections) == (3, 1)


@pytest.mark.postgresql
@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
async def test_none_starts_ahead_in_a_remote_database(store: Store) -> None:
    """With a remote database no message starts ahead."""
    async with first_body_out(store, number_sending=1) as scene:
        await asyncio.sleep(0.05)
        assert states(store, scene.mailing) == [SENDING, QUEUED, QUEUED]
        assert await scene.finish() == [SENT] * 3


def paused(scene: Scene) -> None:
    scene.store.write(waves.pause, scene.mailing, "a doubt", NOW)


def stopped(scene: Scene) -> None:
    scene.stopping.set()


def cancelled(scene: Scene) -> None:
    assert scene.store.write(waves.cancel, scene.mailing, "a mistake", NOW) == 1


@pytest.mark.parametrize(("answer", "state"), [(b"250 2.0.0 Ok\r\n", SENT), (b"451 4.3.0 later\r\n", CANCELLED)])
async def test_a_cancelled_wave_sends_no_further_body(store: Store, answer: bytes, state: DeliveryState) -> None:
    """The message that was started ahead is cancelled, too; the one on its way ends as sent, or as cancelled when the
    server asks to send it later. Nothing is sent in a later run."""
    async with first_body_out(store, (Fault("dot", answer, delivers=state is SENT),)) as scene:
        cancelled(scene)
        assert await scene.finish() == [state, CANCELLED, CANCELLED]
        assert len(scene.server.wire) == (state is SENT)
        await run(order(store, transport_to(scene.server), scene.mailing, FAST), scene.policy, asyncio.Event())
        assert len(scene.server.wire) == (state is SENT)
    assert {row.next_at for row in rows(store, scene.mailing)} == {None}
    assert not store.read(waves.waiting_mailings)


@pytest.mark.parametrize("end", [paused, stopped])
async def test_the_wave_is_stopped_meanwhile(store: Store, end: Callable[[Scene], None]) -> None:
    """A message that was started ahead waits as before: a pause takes effect within one message."""
    async with first_body_out(store) as scene:
        end(scene)
        assert await scene.finish() == [SENT, QUEUED, QUEUED]
        assert (len(scene.server.messages), [row.attempts for row in rows(store, scene.mailing)]) == (1, [1, 0, 0])


async def test_the_lease_is_taken_away_meanwhile(store: Store) -> None:
    """After a lost lease the started message is uncertain and its body is not sent."""
    async with first_body_out(store) as scene:
        expire_lease(store)
        assert store.write(leases.sweep, NOW) == 2
        assert await scene.finish() == [SENT, UNCERTAIN, QUEUED]
        assert len(scene.server.messages) == 1


async def test_an_answer_comes_in_meanwhile(store: Store) -> None:
    """An addressee who answered meanwhile gets nothing; the next one does."""
    async with first_body_out(store) as scene:
        scene.policy.answered = "mep-2"
        assert await scene.finish() == [SENT, CANCELLED, SENT]
        assert [mail.recipient for mail in scene.server.messages] == [
            "mep1@parliament.example",
            "mep3@parliament.example",
        ]


async def test_it_is_refused_after_it_started(store: Store) -> None:
    """A refusal of its recipient is recorded as usual."""
    refusal = Fault("rcpt", b"550 5.1.1 unknown\r\n")
    async with first_body_out(store, (FINE, refusal)) as scene:
        assert await scene.finish() == [SENT, FAILED, SENT]


async def test_the_connection_breaks_under_both(store: Store) -> None:
    """The first message is uncertain; the one behind it is sent on a new connection."""
    async with first_body_out(store, (Fault("dot", then="drop"),)) as scene:
        assert await scene.finish() == [UNCERTAIN, SENT, SENT]
        assert (len(scene.server.messages), scene.server.connections) == (2, 2)


async def test_it_counts_within_the_limit_of_a_day(store: Store) -> None:
    """A limit of two a day holds for messages that start ahead, too."""
    async with first_body_out(store, rules=replace(FAST, per_day=2)) as scene:
        assert await scene.finish() == [SENT, SENT, QUEUED]
