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
        self.marks_in_advance = not order.store.engine.shared
        """Whether a message that waits behind another is marked as `sending` already. It is checked again before its
        body is sent; with a remote database that check would take a round trip."""
        self.summary = RunSummary()
        follow = order.mark.follow if order.mark else lambda: None
        self.ledger = Ledger(
            order.store, self.claim, order.clock, order.callbacks.trouble, self.fail, follow, self.let_lease_expire
        )
        self.lease = Lease(order.store, order.worker, self.claim, self.stop_without_lease)
        self.connections: set[MailConnection] = set()
        """The connections that are open and in use."""
        self.error: BaseException | None = None
        """Raised at the end, once every outcome is on disk."""

    def stop(self, why: str, cause: StopCause) -> None:
        """Stop the run. The first reason counts."""
        if not self.stopping.is_set():
            self.summary.stop_reason, self.summary.cause = why, cause
            self.stopping.set()

    def let_lease_expire(self) -> None:
        """Do not return the lease at the end, but let it expire, so that rows in `sending` become uncertain."""
        self.lease.leave()

    def stop_without_lease(self) -> None:
        """Stop the run because its lease expired. Others may now send its deliveries, unless their body was sent."""
        self.stop(
            "this mailer was suspended, or could not reach the database, for too long; other mailers take over",
            StopCause.OTHERS,
        )

    def leave_to_others(self) -> None:
        """Stop the run because another one sends mailings with a pace or limits."""
        other = self.order.store.read(leases.limited_worker, self.order.wave.id)
        self.stop(f"{other or 'another mailer'} is sending the waves with a pace or limits", StopCause.OTHERS)

    def fail(self, error: BaseException) -> None:
        """Stop the run with an error."""
        self.error = self.error or error
        self.stopping.set()
