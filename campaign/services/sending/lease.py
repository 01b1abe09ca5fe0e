"""The lease of a run: taken before it claims anything, renewed while it lives, given back at its end."""

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

# How long others wait for a word from a mailer before they take its work over.
LEASE_SECONDS = 60
# It is renewed so often within its term that one lost word does not matter.
_RENEWALS = 3


def _process_name() -> str:
    return f"{socket.gethostname()}/{getpid()}"


@dataclass(frozen=True, slots=True)
class WorkerId:
    """Who takes leases."""

    name: str = field(default_factory=_process_name)
    """For people: the machine, and the number of the process."""
    seconds: int = LEASE_SECONDS
    """How long others wait for a word from it before they take its work over."""


class Lease:
    """One run's. `lost` is told when it was taken away: this process stood still, or was cut off, past its term."""

    def __init__(self, store: Store, worker: WorkerId, claim: str, on_lost: Callable[[], object]) -> None:
        self._store = store
        self._worker = worker
        self._claim = claim
        self._on_lost = on_lost
        self._tidy = True

    @asynccontextmanager
    async def hold(self, mailing: int, at: dt.datetime, *, alone: bool) -> AsyncIterator[bool]:
        """Hold it while the block runs; False where another has the one that there is."""
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
            with suppress(StoreError):  # then it ends by itself
                await asyncio.wrap_future(
                    self._store.submit(leases.give_back if self._tidy else leases.expire, self._claim)
                )

    def leave(self) -> None:
        """Something may still be claimed at its end."""
        self._tidy = False

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._worker.seconds / _RENEWALS)
            with suppress(StoreError):  # away: whoever writes tells of it, and the next word may come in time
                if not await asyncio.wrap_future(self._store.submit(leases.renew, self._claim)):
                    self._on_lost()
                    return
