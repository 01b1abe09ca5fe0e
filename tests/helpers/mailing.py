"""The mailer at work in a test: the real store, the real lines, a server on loopback."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator

from campaign.adapters.smtp import SmtpTransport, Transport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.rules import wave_rules
from campaign.core.settings import PLAIN, Rules, SmtpTable
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.order import Attempt, Callbacks, Limits, SendOrder, Summary
from campaign.services.sending.pace import Pace
from campaign.services.sending.run import run
from campaign.services.sending.send_policy import SendPolicy
from campaign.services.sending.send_wave import run_wave
from tests.helpers.ledger import DEADLINE, FAST, NOW, Clock, settings
from tests.helpers.smtp_server import SmtpServer

ONCE = Limits(connect_waits_seconds=(0,))
NOTHING_SHOWN = Callbacks()
THIS_WORKER = WorkerId()


def transport(server: SmtpServer, timeout_seconds: float = 5) -> SmtpTransport:
    return SmtpTransport(SmtpTable("127.0.0.1", server.port, PLAIN), timeout_seconds)


def order(
    store: Store,
    way: Transport,
    dispatch: int,
    rules: Rules = FAST,
    limits: Limits = ONCE,
    *,
    clock: Callable[[], dt.datetime] | None = None,
    deadline_at: dt.datetime = DEADLINE,
    callbacks: Callbacks = NOTHING_SHOWN,
    worker: WorkerId = THIS_WORKER,
    pace: Pace | None = None,
) -> SendOrder:
    """What is wanted of a run over a released wave, on a clock that stands still."""
    wave = store.read(deliveries.one_dispatch, dispatch)
    send = wave_rules(settings(rules, deadline_at), wave)
    return SendOrder(store, wave, send, way, clock or Clock(), limits, callbacks, worker, pace)


async def carried(
    store: Store,
    server: SmtpServer,
    dispatch: int,
    rules: Rules = FAST,
    *,
    clock: Callable[[], dt.datetime] | None = None,
    watch: Callable[[Attempt], None] = lambda attempt: None,
    deadline_at: dt.datetime = DEADLINE,
    patience: dt.timedelta = dt.timedelta(0),
    trouble: Callable[[str], object] = lambda _: None,
) -> Summary:
    """One run over what a released wave has left."""
    way, callbacks = transport(server, rules.timeout_seconds), Callbacks(watch, trouble)
    limits = Limits(patience)
    return await run_wave(
        order(store, way, dispatch, rules, limits, clock=clock, deadline_at=deadline_at, callbacks=callbacks)
    )


async def run_alone(wanted: SendOrder, stopping: asyncio.Event | None = None) -> Summary:
    """A run as it is within `run_wave`."""
    policy = SendPolicy(wanted.store, wanted.rules, wanted.wave, NOW)
    return await run(wanted, policy, stopping or asyncio.Event())


async def run_once(
    store: Store,
    server: SmtpServer,
    dispatch: int,
    rules: Rules = FAST,
    connect_waits_seconds: tuple[float, ...] = (0, 0.05),
    watch: Callable[[Attempt], None] = lambda attempt: None,
) -> Summary:
    """A run alone, which does not wait long for a connection."""
    limits = Limits(connect_waits_seconds=connect_waits_seconds)
    return await run_alone(order(store, transport(server), dispatch, rules, limits, callbacks=Callbacks(watch)))


async def until(true: Callable[[], object]) -> None:
    """Wait until something is so, for at most five seconds."""
    for _ in _moments():
        if true():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came to be")


def _moments() -> Iterator[int]:
    return iter(range(2500))
