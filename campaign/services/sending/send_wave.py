"""Carrying a released wave out: one mailer at a time, from where the last one ended."""

import asyncio
import datetime as dt
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path

from campaign.adapters.clock import wait_for_stop
from campaign.adapters.files.lock import hold_lock
from campaign.adapters.smtp.transport import Transport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, mailings, waves
from campaign.core.delivery.records import Post
from campaign.core.delivery.rules import SendRules
from campaign.core.delivery.states import State
from campaign.services.sending.lease import Tenant
from campaign.services.sending.limits import WaveLeave
from campaign.services.sending.pace import Pace
from campaign.services.sending.run import CONNECT_WAITS_SECONDS, Run, Step, Summary, run

# A run in a terminal waits this long for a deferred delivery before it ends and says when to resume.
PATIENCE = dt.timedelta(seconds=60)


def only_mailer(lock: Path) -> AbstractContextManager[None]:
    """Hold the campaign's mailer lock. Raises Refused when another mailer is at work."""
    return hold_lock(lock, "another mailer is at work on this campaign", hint="wait for it, or stop it first")


async def carry_out(
    store: Store,
    rules: SendRules,
    dispatch: int,
    transport: Transport,
    clock: Callable[[], dt.datetime],
    watch: Callable[[Step], object] = lambda _: None,
    patience: dt.timedelta = PATIENCE,
    stopping: asyncio.Event | None = None,
    pace: Pace | None = None,
    at_most: dt.timedelta | None = None,
    connect_waits_seconds: tuple[float, ...] = CONNECT_WAITS_SECONDS,
    trouble: Callable[[str], object] = lambda _: None,
    tenant: Tenant | None = None,
    at_most_mails: int | None = None,
) -> Summary:
    """Send what a released wave has left. Call it inside `only_mailer`, after `recover`, unless others share the store.

    `rules` are those of the wave. Of mails to signatories only what waits keeps its bytes.
    Ends when nothing more is due, when it may not go on, or after the messages in hand once `stopping` is set, which
    Ctrl-C does where it is not given: then a wave of the letter is paused, so that no other mailer goes on with what a
    person stopped. It ends so after `at_most` and `at_most_mails`, too. Past the deadline what still waits becomes
    `expired`. While the store is away, `trouble` is told; the mail server's answers are kept until then.
    """
    wave = store.read(deliveries.one_dispatch, dispatch)
    plan = Run(
        store=store,
        dispatch=dispatch,
        transport=transport,
        rules=rules.rules,
        leave=WaveLeave(store, rules, wave, clock()),
        clock=clock,
        watch=watch,
        stopping=asyncio.Event(),
        connect_waits_seconds=connect_waits_seconds,
        pace=pace,
        trouble=trouble,
        tenant=tenant or Tenant(),
        at_most_mails=at_most_mails,
    )
    asked = stopping or asyncio.Event()
    with nullcontext() if stopping else stopped_by_signals(asked):
        async with _passed_on(asked, plan.stopping, at_most):
            summary = await run(plan, patience)
    expire(store, rules, dispatch, clock())
    if wave.post is not Post.LETTER:
        store.write(mailings.forget_sent)
    if asked.is_set() and not stopping and wave.post is Post.LETTER:
        store.write(waves.pause, dispatch, "stopped by hand", clock())
    summary.stopped = summary.stopped or ("stopped by hand" if asked.is_set() else _paused(store, dispatch))
    return summary


def _paused(store: Store, dispatch: int) -> str:
    wave = store.read(deliveries.one_dispatch, dispatch)
    return f"paused: {wave.paused_why}" if wave.paused_at else ""


def expire(store: Store, rules: SendRules, dispatch: int, now: dt.datetime) -> int:
    """Close what still waits when the deadline has passed. Returns how many."""
    if not rules.is_over(now):
        return 0
    return store.write(deliveries.close, dispatch, State.EXPIRED, "the deadline passed before it could go", now)


@asynccontextmanager
async def _passed_on(
    asked: asyncio.Event, stopping: asyncio.Event, at_most: dt.timedelta | None
) -> AsyncIterator[None]:
    """Who asks for the end also ends this run, and so does the time; that a run ends by itself asks nobody else to."""

    async def pass_on() -> None:
        await wait_for_stop(asked, at_most.total_seconds()) if at_most else await asked.wait()
        stopping.set()

    task = asyncio.create_task(pass_on())
    try:
        yield
    finally:
        task.cancel()


@contextmanager
def stopped_by_signals(stopping: asyncio.Event) -> Iterator[None]:
    """The first Ctrl-C asks the run to end after the messages in hand; a second one ends the process."""
    loop = asyncio.get_running_loop()
    names = (signal.SIGINT, signal.SIGTERM)

    def ask() -> None:
        stopping.set()
        release()

    def release() -> None:
        for name in names:
            loop.remove_signal_handler(name)

    try:
        for name in names:
            loop.add_signal_handler(name, ask)
    except (NotImplementedError, RuntimeError):  # not on Windows, nor outside the main thread
        yield
        return
    try:
        yield
    finally:
        release()
