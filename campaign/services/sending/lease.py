"""The lease of a run: taken before it claims deliveries, renewed while it works, returned at its end."""

import asyncio
import datetime as dt
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from os import getpid

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import leases
from campaign.errors import StoreError

# After how many seconds without a sign of life others take over the work of a run.
LEASE_SECONDS = 60
# How often a lease is renewed within its term, so that one lost renewal does not matter.
_RENEWALS = 3


def _process_name() -> str:
    return f"{socket.gethostname()}/{getpid()}"


@dataclass(frozen=True, slots=True)
class WorkerId:
    """Who takes a lease."""

    name: str = field(default_factory=_process_name)
    """The machine and the process id, for people."""
    seconds: int = LEASE_SECONDS
    """After how many seconds without a sign of life others take over its work."""


class Lease:
    """The lease of one run. `on_lost` is called when it expired, because this process was suspended or offline."""

    def __init__(self, store: Store, worker: WorkerId, claim: str, on_lost: Callable[[], object]) -> None:
        self._store = store
        self._worker = worker
        self._claim = claim
        self._on_lost = on_lost
        self._tidy = True

    @asynccontextmanager
    async def hold(self, mailing: int, at: dt.datetime, *, alone: bool) -> AsyncIterator[bool]:
        """Hold the lease within the block. Yields False when another run has the only lease (see `alone`).

        `alone` asks for the one lease that mailings with a pace or limits share.
        """
        arguments = (self._claim, self._worker.name, mailing, self._worker.seconds)
        if not await asyncio.wrap_future(self._store.submit(leases.take, *arguments, at, alone=alone)):
            yield False
            return
        renewing = asyncio.create_task(self._renew())
        try:
            yield True
        except BaseException:
            self.leave()
            raise
        finally:
            renewing.cancel()
            with suppress(StoreError):  # it then expires by itself
                await asyncio.wrap_future(
                    self._store.submit(leases.give_back if self._tidy else leases.expire, self._claim)
                )

    def leave(self) -> None:
        """Let the lease expire at the end instead of returning it, because deliveries may still be claimed."""
        self._tidy = False

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._worker.seconds / _RENEWALS)
            with suppress(StoreError):  # offline: the next write reports it, and the next renewal may come in time
                if not await asyncio.wrap_future(self._store.submit(leases.renew, self._claim)):
                    self._on_lost()
                    return
