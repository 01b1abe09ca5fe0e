"""Whether a mail may go at this moment: asked of the run's policy before each one, and again just before its body."""

import asyncio
import datetime as dt

from campaign.adapters.store.ledger import handover
from campaign.core.delivery.permission import Permission
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import State
from campaign.errors import StoreError
from campaign.services.sending.order import Cause
from campaign.services.sending.outgoing_mail import OutgoingMail
from campaign.services.sending.run_state import RunState
from campaign.services.sending.send_policy import SendPolicy


class SendGuard:
    """A mail that may not go waits for its time, or is called off where there is none. That is nobody's failure.

    The time, and what is on disk, are asked once for all that the loop does in one go."""

    def __init__(self, state: RunState, policy: SendPolicy) -> None:
        self._state = state
        self._policy = policy
        self._loop = asyncio.get_running_loop()
        self._time: dt.datetime | None = None
        self._ours: bool | None = None

    def is_open(self) -> bool:
        """Whether any mail may go now; where not, or where the store cannot say, the run stops."""
        try:
            allowed = self._policy.wave(self._now())
        except StoreError as error:
            self._state.fail(error)
            return False
        if not allowed.now:
            self._state.stop(allowed.why, Cause.PERMISSION)
        return allowed.now

    def may_begin(self, mail: OutgoingMail) -> bool:
        """Whether this one may go now; where not, it is put off."""
        allowed = self._policy.one(mail.delivery, self._now())
        if not allowed.now:
            self._put_off(mail.delivery, allowed)
        return allowed.now

    def may_still_go(self, mail: OutgoingMail, *, begun_ahead: bool) -> bool:
        """Whether one that was counted may go all the same; it is counted anew, as of now. Begun ahead, it was asked
        about long ago, and all is asked again."""
        delivery = mail.delivery
        self._policy.uncount(delivery)  # itself must not be what stands in its way
        may = self.is_open()
        if may and begun_ahead:
            may = self._policy.one(delivery, self._now()).now and self._is_ours()
        self._policy.count(delivery, self._now())
        return may

    def _is_ours(self) -> bool:
        """Whether the wave still goes, and this run's claims still count, by what is on disk: it may have been paused,
        or taken over, meanwhile."""
        if self._ours is None:
            self._forget_soon()
            self._ours = self._read()
        return self._ours

    def confirm_ours(self) -> None:
        """The disk has just said that the wave goes and this run's claims count."""
        if self._ours is None:
            self._forget_soon()
            self._ours = True

    def count(self, mail: OutgoingMail) -> None:
        """Its body is about to go: no other one may take its place within the limits."""
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

    def _read(self) -> bool:
        order = self._state.order
        try:
            return order.store.read(handover.goes, order.wave.id, self._state.claim)
        except StoreError as error:
            self._state.fail(error)
            return False

    def _put_off(self, delivery: Delivery, allowed: Permission) -> None:
        state = State.CANCELLED if allowed.over else State.DEFERRED
        self._state.ledger.do(
            handover.put_off,
            delivery.id,
            state,
            allowed.next_at,
            allowed.why,
            then=lambda ours: self._call_off(delivery, allowed) if ours and allowed.over else None,
        )

    def _call_off(self, delivery: Delivery, allowed: Permission) -> None:
        self._state.summary.called_off.append((delivery, allowed.why))
