"""The state that the parts of one run share."""

import asyncio
import secrets

from campaign.adapters.smtp import MailConnection
from campaign.adapters.store.ledger import leases
from campaign.services.sending.lease import Lease
from campaign.services.sending.ledger import Ledger
from campaign.services.sending.order import RunSummary, SendOrder, StopCause


class RunState:
    """The state of one run. `stopping` ends the run after the messages in hand; others may set it, too."""

    def __init__(self, order: SendOrder, stopping: asyncio.Event) -> None:
        self.order = order
        self.stopping = stopping
        self.claim = secrets.token_hex(8)
        # With a remote database, checking each delivery once more would take a round trip.
        self.begins_ahead = not order.store.engine.shared
        self.summary = RunSummary()
        follow = order.mark.follow if order.mark else lambda: None
        self.ledger = Ledger(
            order.store, self.claim, order.clock, order.callbacks.trouble, self.fail, follow, self.doubt
        )
        self.lease = Lease(order.store, order.worker, self.claim, self.lose)
        self.connections: set[MailConnection] = set()
        """The connections that are open and in use."""
        self.error: BaseException | None = None
        """Raised at the end, once every outcome is on disk."""

    def stop(self, why: str, cause: StopCause) -> None:
        """Stop the run. The first reason counts."""
        if not self.stopping.is_set():
            self.summary.stop_reason, self.summary.cause = why, cause
            self.stopping.set()

    def doubt(self) -> None:
        """Let the lease expire at the end, so that rows in `sending` become uncertain."""
        self.lease.leave()

    def lose(self) -> None:
        """Stop the run because its lease expired. Others may now send its deliveries, unless their body was sent."""
        self.stop("this mailer was suspended, or lost the database, for too long; others take over", StopCause.OTHERS)

    def leave_to_others(self) -> None:
        """Stop the run because another one sends mailings with a pace or limits."""
        other = self.order.store.read(leases.limited_worker, self.order.wave.id)
        self.stop(f"{other or 'another mailer'} is sending the waves with a pace or limits", StopCause.OTHERS)

    def fail(self, error: BaseException) -> None:
        """Stop the run with an error."""
        self.error = self.error or error
        self.stopping.set()
