"""Whether a mail may go at this moment: asked of the run's leave before each one, and again just before its body."""

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

from campaign.adapters.store.ledger import handover
from campaign.core.delivery.permission import Permission
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import State
from campaign.errors import StoreError
from campaign.services.sending.parcel import Parcel

if TYPE_CHECKING:
    from campaign.services.sending.run import Running


class Gate:
    """A mail that may not go waits for its time, or is called off where there is none. That is nobody's failure.

    The time, and what is on disk, are asked once for all that the loop does in one go."""

    def __init__(self, running: "Running") -> None:
        self._running = running
        self._leave = running.plan.leave
        self._loop = asyncio.get_running_loop()
        self._time: dt.datetime | None = None
        self._ours: bool | None = None

    def is_open(self) -> bool:
        """Whether any mail may go now; where not, the run stops."""
        allowed = self._leave.wave(self._now())
        if not allowed.now:
            self._running.forbid(allowed.why)
        return allowed.now

    def lets(self, parcel: Parcel) -> bool:
        """Whether this one may go now; where not, it is put off."""
        allowed = self._leave.one(parcel.delivery, self._now())
        if not allowed.now:
            self._put_off(parcel.delivery, allowed)
        return allowed.now

    def still_lets(self, parcel: Parcel, *, begun_ahead: bool) -> bool:
        """Whether one that was counted may go all the same; it is counted anew, as of now. Begun ahead, it was asked
        about long ago, and all is asked again."""
        delivery = parcel.delivery
        self._leave.uncount(delivery)  # itself must not be what stands in its way
        may = self.is_open()
        if may and begun_ahead:
            may = self._leave.one(delivery, self._now()).now and self._is_ours()
        self._leave.count(delivery, self._now())
        return may

    def _is_ours(self) -> bool:
        """Whether the wave still goes, and this run's claims still count, by what is on disk: it may have been paused,
        or taken over, meanwhile."""
        if self._ours is None:
            self._forget_soon()
            self._ours = self._read()
        return self._ours

    def seen_ours(self) -> None:
        """The disk said so just now."""
        if self._ours is None:
            self._forget_soon()
            self._ours = True

    def count(self, parcel: Parcel) -> None:
        """Its body is about to go: no other one may take its place within the limits."""
        self._leave.count(parcel.delivery, self._now())

    def uncount(self, parcel: Parcel) -> None:
        self._leave.uncount(parcel.delivery)

    def _now(self) -> dt.datetime:
        if self._time is None:
            self._forget_soon()
            self._time = self._running.plan.clock()
        return self._time

    def _forget_soon(self) -> None:
        if self._time is None and self._ours is None:
            self._loop.call_soon(self._forget)

    def _forget(self) -> None:
        self._time = self._ours = None

    def _read(self) -> bool:
        plan = self._running.plan
        try:
            return plan.store.read(handover.goes, plan.dispatch, self._running.claim)
        except StoreError as error:
            self._running.fail(error)
            return False

    def _put_off(self, delivery: Delivery, allowed: Permission) -> None:
        state = State.CANCELLED if allowed.over else State.DEFERRED
        self._running.ledger.do(
            handover.put_off,
            delivery.id,
            state,
            allowed.next_at,
            allowed.why,
            then=lambda held: self._called_off(delivery, allowed) if held and allowed.over else None,
        )

    def _called_off(self, delivery: Delivery, allowed: Permission) -> None:
        self._running.summary.called_off.append((delivery, allowed.why))
