"""Writes the ledger for all connections of a run. Writes that come in during a commit share the next commit.

A write is a function of `adapters.store.ledger.handover` with its arguments. Its result goes to `then` once it is on
disk. An error of the database goes to `failed`; without `failed` the write is repeated until it succeeds, because a
server's reply must not be lost.
"""

import asyncio
import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import handover
from campaign.errors import StoreError

# The waits between tries while the database is full, locked or out of reach. The last one repeats.
WAITS_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0)


@dataclass(slots=True, eq=False)
class _LedgerWrite:
    write: handover.LedgerWrite
    then: Callable[[Any], object]
    failed: Callable[[Exception], object] | None
    tries: int = 0


class Ledger:
    """The writer of one run, for use in one event loop.

    `claim` is the run's claim. `trouble` takes a sentence for people when the database fails and when it works again,
    `broken` every other error. `before_bodies` is called after deliveries were recorded as `sending`, before their
    bodies go; when it fails, they do not. `doubtful` is called when the database fails: a COMMIT may have been done
    although its answer was lost, so rows may be `sending` that this run does not know of.
    """

    def __init__(
        self,
        store: Store,
        claim: str,
        clock: Callable[[], dt.datetime],
        trouble: Callable[[str], object],
        broken: Callable[[BaseException], object],
        before_bodies: Callable[[], object] = lambda: None,
        doubtful: Callable[[], object] = lambda: None,
    ) -> None:
        self._store = store
        self._claim = claim
        self._clock = clock
        self._trouble = trouble
        self._broken = broken
        self._before_bodies = before_bodies
        self._doubtful = doubtful
        self._loop = asyncio.get_running_loop()
        self._waiting: list[_LedgerWrite] = []
        self._writing = 0
        self._late: set[_LedgerWrite] = set()
        self._in_trouble = False
        self._all_written = asyncio.Event()
        self._all_written.set()

    def submit(
        self,
        write: Callable[..., Any],
        *arguments: object,
        then: Callable[[Any], object] = lambda _: None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Queue a write. Writes keep their order."""
        if not (self._waiting or self._writing):
            self._loop.call_soon(self._flush)
        self._waiting.append(_LedgerWrite((write, arguments), then, failed))
        self._all_written.clear()

    async def wait_until_written(self) -> None:
        """Wait until every write is on disk."""
        await self._all_written.wait()

    def _flush(self) -> None:
        if self._waiting and not self._writing:
            writes, self._waiting = self._waiting, []
            self._submit(writes)
        if not (self._waiting or self._writing or self._late):
            self._all_written.set()

    def _submit(self, writes: list[_LedgerWrite]) -> None:
        self._writing += 1
        future = self._store.submit(handover.together, [write.write for write in writes], self._claim, self._clock())
        future.add_done_callback(lambda done: self._loop.call_soon_threadsafe(self._finish, writes, done))

    def _finish(self, writes: list[_LedgerWrite], future: "Future[list[Any]]") -> None:
        self._writing -= 1
        error = future.exception()
        if error is None:
            self._report(writes, future.result())
            self._flush()
            return
        self._doubtful()
        if len(writes) == 1:
            self._handle_error(writes[0], error)
        else:  # find the write that fails, so that the others succeed
            for write in writes:
                self._submit([write])
        self._flush()

    def _report(self, writes: list[_LedgerWrite], results: list[Any]) -> None:
        if self._in_trouble and not self._late:
            self._in_trouble = False
            self._trouble("the database works again")
        may_go = self._may_bodies_go(writes)
        for write, result in zip(writes, results, strict=True):
            if write.write[0] is handover.mark_sending and not may_go:
                result = False
            try:
                write.then(result)
            except Exception as error:  # noqa: BLE001 -- ends the run; the event loop would only log it
                self._broken(error)

    def _may_bodies_go(self, writes: list[_LedgerWrite]) -> bool:
        if any(write.write[0] is handover.mark_sending for write in writes):
            try:
                self._before_bodies()
            except Exception as error:  # noqa: BLE001 -- ends the run; the event loop would only log it
                self._broken(error)
                return False
        return True

    def _handle_error(self, write: _LedgerWrite, error: BaseException) -> None:
        if not isinstance(error, StoreError):
            self._broken(error)
        elif write.failed is not None:
            write.failed(error)
        else:
            self._try_later(write, error)

    def _try_later(self, write: _LedgerWrite, error: StoreError) -> None:
        if not self._in_trouble:
            self._in_trouble = True
            self._trouble(f"{error.message}; the mail server's replies are kept in memory until they can be saved")
        seconds = WAITS_SECONDS[min(write.tries, len(WAITS_SECONDS) - 1)]
        write.tries += 1
        self._late.add(write)
        self._loop.call_later(seconds, self._retry, write)

    def _retry(self, write: _LedgerWrite) -> None:
        self._late.discard(write)
        self._submit([write])
