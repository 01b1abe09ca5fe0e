"""A process that does nothing else than send: on one core, and on the quickest event loop that is installed.

The loop that speaks to the mail server and the store's writer take turns under Python's lock, mail by mail. On two
cores each turn is a wake-up on the other one, where a busy neighbour (a mail server on the same machine, say) has the
writer wait for up to a millisecond, eight mails long; `bench/send.py` was a quarter slower so.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

T = TypeVar("T")


def run_sending(work: Coroutine[Any, Any, T]) -> T:
    """Run a mailer's work to its end, as `asyncio.run` does, and return what it returns."""
    with on_one_core(), asyncio.Runner(loop_factory=quickest_loop()) as runner:
        return runner.run(work)


def quickest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes the event loop: uvloop where it is installed (the extra `fast`); None for Python's own."""
    try:
        import uvloop
    except ImportError:
        return None
    made: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return made


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep the threads that this process has by now on one of its cores, and let them go again behind it.

    Threads that are begun meanwhile stay on that core. Does nothing where the system has no such call (it is Linux's),
    or does not allow it.
    """
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    threads = [each.native_id for each in threading.enumerate() if each.native_id is not None]
    # Not the same one for all: mailers of several campaigns may work side by side.
    _keep(threads, [sorted(cores)[os.getpid() % len(cores)]])
    try:
        yield
    finally:
        _keep(threads, cores)


def _keep(threads: Iterable[int], cores: Iterable[int]) -> None:
    for each in threads:
        with suppress(OSError):  # it has ended meanwhile, or may not be moved
            os.sched_setaffinity(each, cores)
