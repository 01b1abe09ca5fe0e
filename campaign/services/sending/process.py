"""A process that does nothing else than send: its threads take turns on one core.

The loop that speaks to the mail server and the store's writer take turns under Python's lock, mail by mail. On two
cores each turn is a wake-up on the other one, where a busy neighbour (a mail server on the same machine, say) has the
writer wait for up to a millisecond, eight mails long; `bench/send.py` was a quarter slower so. A tenth more is won on
the core that hears from the disk, since the writer waits for it at each commit, and four hundredths where each thread
goes on until it waits: one that takes over half-way only finds that the other holds the lock.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Collection, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from campaign.services.sending.interrupts import busiest_core

T = TypeVar("T")


def run_sending(work: Coroutine[Any, Any, T], ledger: Path | str) -> T:
    """Run a mailer's work to its end, as `asyncio.run` does, and return what it returns.

    `ledger` is what it writes to: the store's file, or the address of a database elsewhere.
    """
    with in_turns(ledger):
        return asyncio.run(work)


@contextmanager
def in_turns(ledger: Path | str) -> Iterator[None]:
    """Keep the threads that this process has by now on one of its cores, each until it waits, and let them go again
    behind it.

    Threads that are begun meanwhile stay on that core. Does nothing where the system has no such calls (they are
    Linux's), or does not allow them.
    """
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    threads = [each.native_id for each in threading.enumerate() if each.native_id is not None]
    ordinary = [each for each in threads if _policy(each) == os.SCHED_OTHER]  # a policy that somebody chose stays
    _keep(threads, [_core_for(ledger, cores)])
    _schedule(ordinary, os.SCHED_BATCH)
    try:
        yield
    finally:
        _keep(threads, cores)
        _schedule(ordinary, os.SCHED_OTHER)


def _core_for(ledger: Path | str, cores: Collection[int]) -> int:
    heard = core_of_disk(ledger) if isinstance(ledger, Path) else None
    if heard is not None and heard in cores:
        return heard
    # Not the same one for all: mailers of several campaigns may work side by side.
    return sorted(cores)[os.getpid() % len(cores)]


def core_of_disk(file: Path) -> int | None:
    """The core that hears from the disk that a file is on; None where the system does not say."""
    try:
        device = file.stat().st_dev
        place = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve(strict=True)
        return busiest_core(Path("/proc/interrupts").read_text(), place.parts)
    except OSError:
        return None


def _keep(threads: Iterable[int], cores: Iterable[int]) -> None:
    for each in threads:
        with suppress(OSError):  # it has ended meanwhile, or may not be moved
            os.sched_setaffinity(each, cores)


def _policy(thread: int) -> int | None:
    with suppress(OSError):
        return os.sched_getscheduler(thread)
    return None


def _schedule(threads: Iterable[int], policy: int) -> None:
    """By a policy of sched(7)."""
    for each in threads:
        with suppress(OSError):
            os.sched_setscheduler(each, policy, os.sched_param(0))
