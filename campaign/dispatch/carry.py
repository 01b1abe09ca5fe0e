"""Carrying a released wave out: one mailer at a time, from where the last one ended."""

import asyncio
import datetime as dt
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from campaign.delivery.states import State
from campaign.errors import Refused
from campaign.mailer.run import Run, Step, Summary, run
from campaign.mailer.transport import Transport
from campaign.settings import Settings
from campaign.store import Store, deliveries

# A run in a terminal waits this long for a deferred delivery before it ends and says when to resume.
PATIENCE = dt.timedelta(seconds=60)


@contextmanager
def only_mailer(lock: Path) -> Iterator[None]:
    """Hold the campaign's mailer lock; the kernel frees it when the process ends, however it ends.

    Raises Refused when another mailer is at work.
    """
    held = FileLock(lock, mode=0o600)
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise Refused("another mailer is at work on this campaign", hint="wait for it, or stop it first") from None
    try:
        yield
    finally:
        held.release()


async def carry_out(
    store: Store,
    settings: Settings,
    dispatch: int,
    transport: Transport,
    clock: Callable[[], dt.datetime],
    watch: Callable[[Step], object] = lambda _: None,
    patience: dt.timedelta = PATIENCE,
    trouble: Callable[[str], object] = lambda _: None,
) -> Summary:
    """Send what a released wave has left. Call it inside `only_mailer`, after `recover`.

    Ctrl-C finishes the messages in hand, then ends. Past the deadline what still waits becomes `expired`. While the
    store is away, `trouble` is told; the mail server's answers are kept until it is back.
    """
    stopping = asyncio.Event()
    plan = Run(
        store=store,
        dispatch=dispatch,
        transport=transport,
        rules=settings.sending,
        zone=settings.campaign.zone,
        deadline_at=settings.campaign.deadline_at,
        clock=clock,
        watch=watch,
        stopping=stopping,
        trouble=trouble,
    )
    with _stopped_by_signals(stopping):
        summary = await run(plan, patience)
    expire(store, settings, dispatch, clock())
    if stopping.is_set() and not summary.stopped:
        summary.stopped = "stopped by hand"
    return summary


def expire(store: Store, settings: Settings, dispatch: int, now: dt.datetime) -> int:
    """Close what still waits when the deadline has passed. Returns how many."""
    if now < settings.campaign.deadline_at:
        return 0
    return store.write(deliveries.close, dispatch, State.EXPIRED, "the deadline passed before it could go", now)


@contextmanager
def _stopped_by_signals(stopping: asyncio.Event) -> Iterator[None]:
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
