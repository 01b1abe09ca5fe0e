"""The mailer at work in a test: the real store, the real lines, a server on loopback."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator

from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.rules import wave_rules
from campaign.core.settings import PLAIN, Rules, SmtpTable
from campaign.services.sending.limits import WaveLeave
from campaign.services.sending.run import Run, Step, Summary, run
from campaign.services.sending.send_wave import carry_out
from tests.helpers.ledger import DEADLINE, FAST, NOW, Clock, send_rules, settings
from tests.helpers.smtp_server import SmtpServer


def transport(server: SmtpServer, timeout_seconds: float = 5) -> SmtpTransport:
    return SmtpTransport(SmtpTable("127.0.0.1", server.port, PLAIN), timeout_seconds)


async def carried(
    store: Store,
    server: SmtpServer,
    dispatch: int,
    rules: Rules = FAST,
    *,
    clock: Callable[[], dt.datetime] | None = None,
    watch: Callable[[Step], None] = lambda step: None,
    deadline_at: dt.datetime = DEADLINE,
    patience: dt.timedelta = dt.timedelta(0),
    trouble: Callable[[str], object] = lambda _: None,
) -> Summary:
    """One run over what a released wave has left, on a clock that stands still."""
    way = transport(server, rules.timeout_seconds)
    own = wave_rules(settings(rules, deadline_at), store.read(deliveries.one_dispatch, dispatch))
    return await carry_out(store, own, dispatch, way, clock or Clock(), watch, patience, trouble=trouble)


async def run_once(
    store: Store,
    server: SmtpServer,
    dispatch: int,
    rules: Rules = FAST,
    connect_waits_seconds: tuple[float, ...] = (0, 0.05),
    watch: Callable[[Step], None] = lambda step: None,
) -> Summary:
    """A run alone, which does not wait long for a connection."""
    plan = Run(
        store,
        dispatch,
        transport(server),
        rules,
        WaveLeave(store, send_rules(rules), store.read(deliveries.one_dispatch, dispatch), NOW),
        Clock(),
        watch,
        asyncio.Event(),
        connect_waits_seconds,
    )
    return await run(plan)


async def until(true: Callable[[], object]) -> None:
    """Wait until something is so, for at most five seconds."""
    for _ in _moments():
        if true():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came to be")


def _moments() -> Iterator[int]:
    return iter(range(2500))
