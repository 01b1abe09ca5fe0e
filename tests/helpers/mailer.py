"""The mailer in tests: with the real store, real connections and a server on loopback."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator

from campaign.adapters.smtp import SmtpTransport, Transport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.rules import wave_rules
from campaign.core.settings import PLAIN, SendingRules, SmtpTable
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.order import Attempt, RunCallbacks, RunLimits, RunSummary, SendOrder
from campaign.services.sending.pace import Pace
from campaign.services.sending.run import run
from campaign.services.sending.send_policy import SendPolicy
from campaign.services.sending.send_wave import run_wave
from tests.helpers.ledger import DEADLINE, FAST, NOW, Clock, settings
from tests.helpers.smtp_server import SmtpServer

ONCE = RunLimits(connect_waits_seconds=(0,))
NO_CALLBACKS = RunCallbacks()
THIS_WORKER = WorkerId()


def transport_to(server: SmtpServer, timeout_seconds: float = 5) -> SmtpTransport:
    return SmtpTransport(SmtpTable("127.0.0.1", server.port, PLAIN), timeout_seconds)


def order(
    store: Store,
    smtp_transport: Transport,
    mailing: int,
    rules: SendingRules = FAST,
    limits: RunLimits = ONCE,
    *,
    clock: Callable[[], dt.datetime] | None = None,
    deadline_at: dt.datetime = DEADLINE,
    callbacks: RunCallbacks = NO_CALLBACKS,
    worker: WorkerId = THIS_WORKER,
    pace: Pace | None = None,
) -> SendOrder:
    """The order for a run over a released wave, with a clock that stands still."""
    wave = store.read(deliveries.mailing_by_id, mailing)
    send = wave_rules(settings(rules, deadline_at), wave)
    return SendOrder(store, wave, send, smtp_transport, clock or Clock(), limits, callbacks, worker, pace)


async def send_wave(
    store: Store,
    server: SmtpServer,
    mailing: int,
    rules: SendingRules = FAST,
    *,
    clock: Callable[[], dt.datetime] | None = None,
    watch: Callable[[Attempt], None] = lambda attempt: None,
    deadline_at: dt.datetime = DEADLINE,
    patience: dt.timedelta = dt.timedelta(0),
    trouble: Callable[[str], object] = lambda _: None,
) -> RunSummary:
    """Run the mailer once over the waiting deliveries of a released wave."""
    smtp_transport, callbacks = transport_to(server, rules.timeout_seconds), RunCallbacks(watch, trouble)
    limits = RunLimits(patience)
    return await run_wave(
        order(store, smtp_transport, mailing, rules, limits, clock=clock, deadline_at=deadline_at, callbacks=callbacks)
    )


async def run_alone(send_order: SendOrder, stopping: asyncio.Event | None = None) -> RunSummary:
    """One run, as `run_wave` starts it."""
    policy = SendPolicy(send_order.store, send_order.rules, send_order.wave, NOW)
    return await run(send_order, policy, stopping or asyncio.Event())


async def run_once(
    store: Store,
    server: SmtpServer,
    mailing: int,
    rules: SendingRules = FAST,
    connect_waits_seconds: tuple[float, ...] = (0, 0.05),
    watch: Callable[[Attempt], None] = lambda attempt: None,
) -> RunSummary:
    """One run that does not wait long for a connection."""
    limits = RunLimits(connect_waits_seconds=connect_waits_seconds)
    return await run_alone(order(store, transport_to(server), mailing, rules, limits, callbacks=RunCallbacks(watch)))


async def wait_until(condition: Callable[[], object]) -> None:
    """Wait until a condition is true, for at most half a minute."""
    for _ in _moments():
        if condition():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("the condition did not become true")


def _moments() -> Iterator[int]:
    return iter(range(15_000))
