import asyncio
import os
import sys
import threading
from collections.abc import Iterator

import pytest

from campaign.mailer.process import on_one_core, run_sending

linux = pytest.mark.skipif(sys.platform != "linux", reason="the call is Linux's")


@pytest.fixture
def beside() -> Iterator[threading.Thread]:
    """A thread that was there before, as the store's writer is."""
    ending = threading.Event()
    thread = threading.Thread(target=ending.wait)
    thread.start()
    yield thread
    ending.set()
    thread.join()


@linux
def test_a_mailers_threads_share_a_core(beside: threading.Thread) -> None:
    """While it sends, the loop's thread and the writer's are on the same one core, and behind it on all again."""
    before = os.sched_getaffinity(0)
    with on_one_core():
        own, writers = os.sched_getaffinity(0), os.sched_getaffinity(beside.native_id or 0)
    assert (len(own), own <= before, writers) == (1, True, own)
    assert (os.sched_getaffinity(0), os.sched_getaffinity(beside.native_id or 0)) == (before, before)


@linux
def test_all_cores_are_given_back_after_an_error() -> None:
    """A run that breaks does not keep the process on one core."""
    before = os.sched_getaffinity(0)
    with pytest.raises(ZeroDivisionError), on_one_core():
        raise ZeroDivisionError
    assert os.sched_getaffinity(0) == before


@linux
def test_a_thread_that_ends_meanwhile_harms_nothing() -> None:
    """A thread that has ended is left alone."""
    before = os.sched_getaffinity(0)
    ending = threading.Event()
    thread = threading.Thread(target=ending.wait)
    thread.start()
    with on_one_core():
        ending.set()
        thread.join()
    assert os.sched_getaffinity(0) == before


def test_other_systems_have_no_such_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system is not Linux, all goes on as it was."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    done = False
    with on_one_core():
        done = True
    assert done


async def loop_and_cores() -> tuple[str, int]:
    """Which library's event loop this runs on, and on how many cores."""
    return type(asyncio.get_running_loop()).__module__.partition(".")[0], len(os.sched_getaffinity(0))


@linux
@pytest.mark.fast
def test_a_mailer_runs_on_the_quickest_loop() -> None:
    """Where uvloop is installed a mailer's work runs on it, on one core."""
    assert run_sending(loop_and_cores()) == ("uvloop", 1)


@linux
def test_pythons_own_loop_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where uvloop is not installed the work runs on Python's own event loop."""
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert run_sending(loop_and_cores()) == ("asyncio", 1)
