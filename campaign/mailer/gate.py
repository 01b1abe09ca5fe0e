"""Whether a mail may go at this moment: asked of the run's leave before each one, and again just before its body."""

import datetime as dt
from typing import TYPE_CHECKING

from campaign.delivery.permission import Permission
from campaign.delivery.records import Delivery
from campaign.delivery.states import State
from campaign.mailer.parcel import Parcel
from campaign.store import handover

if TYPE_CHECKING:
    from campaign.mailer.run import Running


class Gate:
    """A mail that may not go waits for its time, or is called off where there is none. That is nobody's failure."""

    def __init__(self, running: "Running") -> None:
        self._running = running
        self._leave = running.plan.leave

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

    def count(self, parcel: Parcel) -> None:
        """Its body is about to go: no other one may take its place within the limits."""
        self._leave.count(parcel.delivery, self._now())

    def uncount(self, parcel: Parcel) -> None:
        self._leave.uncount(parcel.delivery)

    def _now(self) -> dt.datetime:
        return self._running.plan.clock()

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
