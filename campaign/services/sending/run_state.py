"""What the parts of one run share: its order, what it writes, whether it goes on, and how it ended."""

import asyncio
import secrets

from campaign.adapters.smtp import MailConnection
from campaign.adapters.store.ledger import leases
from campaign.services.sending.lease import Lease
from campaign.services.sending.ledger import Ledger
from campaign.services.sending.order import RunSummary, SendOrder, StopCause


class RunState:
    """One run's. `stopping` ends it after the messages in hand; whoever shares it may set it."""

    def __init__(self, order: SendOrder, stopping: asyncio.Event) -> None:
        self.order = order
        self.stopping = stopping
        self.claim = secrets.token_hex(8)
        # Elsewhere asking once more whether it may go would cost a journey to the database for each.
        self.begins_ahead = not order.store.engine.shared
        self.summary = RunSummary()
        self.ledger = Ledger(order.store, self.claim, order.clock, order.callbacks.trouble, self.fail)
        self.lease = Lease(order.store, order.worker, self.claim, self.lose)
        self.connections: set[MailConnection] = set()
        """Those that are being served."""
        self.error: BaseException | None = None
        """Raised once what is under way is on disk."""

    def stop(self, why: str, cause: StopCause) -> None:
        """End the run. The first reason counts."""
        if not self.stopping.is_set():
            self.summary.stop_reason, self.summary.cause = why, cause
            self.stopping.set()

    def lose(self) -> None:
        """End the run: its lease is over. What it had in hand is others' now, but for bodies that are out."""
        self.stop("this mailer stood still, or had no word from the database, for too long", StopCause.OTHERS)

    def leave_to_others(self) -> None:
        """End the run: another one works on the waves with a pace or limits."""
        other = self.order.store.read(leases.limited_worker)
        self.stop(f"{other or 'another mailer'} works on the waves with a pace or limits", StopCause.OTHERS)

    def fail(self, error: BaseException) -> None:
        """End the run with this error."""
        self.error = self.error or error
        self.stopping.set()
