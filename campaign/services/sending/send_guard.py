"""Asks the policy of a run whether a message may be sent: before it starts, and again just before its body."""

import asyncio
import datetime as dt

from campaign.adapters.store.ledger import handover
from campaign.core.delivery.permission import Permission
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import DeliveryState
from campaign.errors import StoreError
from campaign.services.sending.order import StopCause
from campaign.services.sending.outgoing_mail import OutgoingMail
from campaign.services.sending.run_state import RunState
from campaign.services.sending.send_policy import SendPolicy


class SendGuard:
    """Defers a message that may not be sent now, and cancels one that may never be sent. Neither is a failure.

    The clock and the database are read once for everything that the event loop does in one iteration.
    """

    def __init__(self, state: RunState, policy: SendPolicy) -> None:
        self._state = state
        self._policy = policy
        self._loop = asyncio.get_running_loop()
        self._time: dt.datetime | None = None
        self._ours: bool | None = None

    def is_open(self) -> bool:
        """Whether any message may be sent now. If not, or if the database cannot be read, the run stops."""
        try:
            permission = self._policy.wave_permission(self._now())
        except StoreError as error:
            self._state.fail(error)
            return False
        if not permission.granted:
            self._state.stop(permission.why, StopCause.PERMISSION)
        return permission.granted

    def may_begin(self, mail: OutgoingMail) -> bool:
        """Whether this message may be sent now. If not, it is deferred or cancelled."""
        permission = self._policy.mail_permission(mail.delivery, self._now())
        if not permission.granted:
            self._defer_or_cancel(mail.delivery, permission)
        return permission.granted

    def may_still_go(self, mail: OutgoingMail, *, ahead: bool) -> bool:
        """Whether a message that was counted may still be sent. It is counted again, as of now. A message that was
        started `ahead` was checked long ago, so everything is checked again."""
        delivery = mail.delivery
        self._policy.uncount(delivery)  # it must not count against itself
        may = self.is_open()
        if may and ahead:
            may = self._policy.mail_permission(delivery, self._now()).granted and self._is_ours()
        self._policy.count(delivery, self._now())
        return may

    def _is_ours(self) -> bool:
        """Whether, by the database, the mailing was not paused meanwhile and the run still has its claims."""
        if self._ours is None:
            self._forget_soon()
            self._ours = self._read_ours()
        return self._ours

    def confirm_ours(self) -> None:
        """A write has just confirmed that the mailing is not paused and the run has its claims."""
        if self._ours is None:
            self._forget_soon()
            self._ours = True

    def count(self, mail: OutgoingMail) -> None:
        """Count a message whose body is about to be sent, so that no other takes its place within the limits."""
        self._policy.count(mail.delivery, self._now())

    def uncount(self, mail: OutgoingMail) -> None:
        self._policy.uncount(mail.delivery)

    def _now(self) -> dt.datetime:
        if self._time is None:
            self._forget_soon()
            self._time = self._state.order.clock()
        return self._time

    def _forget_soon(self) -> None:
        if self._time is None and self._ours is None:
            self._loop.call_soon(self._forget)

    def _forget(self) -> None:
        self._time = self._ours = None

    def _read_ours(self) -> bool:
        order = self._state.order
        try:
            return order.store.read(handover.may_send, order.wave.id, self._state.claim)
        except StoreError as error:
            self._state.fail(error)
            return False

    def _defer_or_cancel(self, delivery: Delivery, permission: Permission) -> None:
        state = DeliveryState.CANCELLED if permission.is_final else DeliveryState.DEFERRED
        self._state.ledger.submit(
            handover.defer,
            delivery.id,
            state,
            permission.next_at,
            permission.why,
            then=lambda ours: self._call_off(delivery, permission) if ours and permission.is_final else None,
        )

    def _call_off(self, delivery: Delivery, permission: Permission) -> None:
        self._state.summary.cancellations.append((delivery, permission.why))
