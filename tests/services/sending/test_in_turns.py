import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.services.sending.process import core_of_disk, in_turns, run_sending

linux = pytest.mark.skipif(sys.platform != "linux", reason="the call is Linux's")
LEDGER = Path(__file__)  # any file: what matters is the disk that it is on


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
    with in_turns(LEDGER):
        own, writers = os.sched_getaffinity(0), os.sched_getaffinity(beside.native_id or 0)
    assert (len(own), own <= before, writers) == (1, True, own)
    assert (os.sched_getaffinity(0), os.sched_getaffinity(beside.native_id or 0)) == (before, before)


@linux
def test_no_thread_takes_over_half_way(beside: threading.Thread) -> None:
    """While it sends, a thread that wakes up waits for its turn, and behind it not; what somebody else chose stays."""

    def policies() -> list[int]:
        return [os.sched_getscheduler(0), os.sched_getscheduler(beside.native_id or 0)]

    with in_turns(LEDGER):
        assert policies() == [os.SCHED_BATCH, os.SCHED_BATCH]
    assert policies() == [os.SCHED_OTHER, os.SCHED_OTHER]
    for chosen in (os.SCHED_BATCH, os.SCHED_IDLE):
        os.sched_setscheduler(beside.native_id or 0, chosen, os.sched_param(0))
        with in_turns(LEDGER):
            assert policies() == [os.SCHED_BATCH, chosen]
        assert policies() == [os.SCHED_OTHER, chosen]


@linux
def test_all_cores_are_given_back_after_an_error() -> None:
    """A run that breaks does not keep the process on one core."""
    before = os.sched_getaffinity(0)
    with pytest.raises(ZeroDivisionError), in_turns(LEDGER):
        raise ZeroDivisionError
    assert os.sched_getaffinity(0) == before


@linux
def test_a_thread_that_ends_meanwhile_harms_nothing() -> None:
    """A thread that has ended is left alone."""
    before = os.sched_getaffinity(0)
    ending = threading.Event()
    thread = threading.Thread(target=ending.wait)
    thread.start()
    with in_turns(LEDGER):
        ending.set()
        thread.join()
    assert os.sched_getaffinity(0) == before


def test_other_systems_have_no_such_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system is not Linux, all goes on as it was."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    done = False
    with in_turns(LEDGER):
        done = True
    assert done


@linux
def test_a_mailers_work_is_run_in_turns() -> None:
    """The work itself runs on one core, and what it returns is returned."""

    async def cores() -> int:
        return len(os.sched_getaffinity(0))

    assert run_sending(cores(), LEDGER) == 1


@linux
def test_the_core_that_hears_from_the_disk() -> None:
    """It is the core that hears from the ledger's disk; where that cannot be told, as of a database elsewhere, any."""
    cores = sorted(os.sched_getaffinity(0))
    any_core = cores[os.getpid() % len(cores)]
    heard = core_of_disk(LEDGER)
    with in_turns(LEDGER):
        assert os.sched_getaffinity(0) == {any_core if heard is None else heard}
    for nowhere in ("postgresql://campaign@127.0.0.1/campaign", LEDGER / "that is not there"):
        with in_turns(nowhere):
            assert os.sched_getaffinity(0) == {any_core}


@linux
def test_only_cores_that_it_may_use() -> None:
    """A process that is kept to some cores stays on those, whichever hears from the disk."""
    before = os.sched_getaffinity(0)
    for core in before:
        os.sched_setaffinity(0, {core})
        with in_turns(LEDGER):
            assert os.sched_getaffinity(0) == {core}
        os.sched_setaffinity(0, before)
