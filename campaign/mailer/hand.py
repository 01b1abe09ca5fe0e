"""The run's hand at one line: gives it messages, and has each body wait for the ledger."""

import asyncio
from typing import TYPE_CHECKING

from campaign.delivery.judge import Outcome
from campaign.mailer.parcel import Parcel
from campaign.mailer.transport import Line
from campaign.store import handover

if TYPE_CHECKING:
    from campaign.mailer.run import Running

# Where mails go further apart, each has a line of its own: servers end one that idles.
_LONGEST_IDLE_SECONDS = 20


class Hand:
    """The party of one line. `first` is the message that the line was opened for."""

    def __init__(self, running: "Running", line: Line, first: Parcel) -> None:
        self.line = line
        self._running = running
        self._first: Parcel | None = first
        self._only_one = running.plan.rules.seconds_apart > _LONGEST_IDLE_SECONDS
        self._out: Parcel | None = None  # whose body is out
        self._kept_back: Parcel | None = None
        self._unrecorded = 0
        self._recorded = asyncio.Event()
        self._recorded.set()

    async def recorded(self) -> None:
        """Wait until how each message ended is on disk."""
        await self._recorded.wait()

    def next(self) -> Parcel | None:
        if self._unrecorded and not self.line.pipelining:
            return None  # a line that goes step by step does so here, too
        parcel, self._first = self._first or self._another(), None
        if parcel is not None:
            parcel.ahead = self._out is not None
        return parcel

    def more(self) -> bool:
        return bool(self._unrecorded) or (self._running.supply.more and not self._only_one)

    def _another(self) -> Parcel | None:
        return None if self._only_one else self._running.supply.take()

    def ready(self, mail: Parcel) -> None:
        """Asked here again: the deadline may have passed, or an answer come, while the server took its time."""
        running = self._running
        if not running.gate.is_open() or (mail.ahead and running.plan.stopping.is_set()):
            self._keep_back(mail)
        elif running.gate.lets(mail):
            self._begin(mail)
        else:
            self._end_without(mail)

    def ended(self, mail: Parcel, outcome: Outcome) -> None:
        if mail is self._out:
            self._out = None
        if mail is self._kept_back:
            return
        self._unrecorded += 1
        self._recorded.clear()
        self._running.record(mail, outcome, self._on_disk)

    def _begin(self, mail: Parcel) -> None:
        self._running.gate.count(mail)
        self._running.ledger.do(
            handover.begun,
            mail.delivery.id,
            then=lambda held: self._begun(mail, held=held),
            failed=lambda error: self._not_begun(mail, error),
        )

    def _begun(self, mail: Parcel, *, held: bool) -> None:
        """It is `sending` on disk, unless the wave was paused or called off, or it is another mailer's. Asked once
        more: the disk may have taken its time, too."""
        gate, running = self._running.gate, self._running
        gate.uncount(mail)  # itself must not be what stands in its way
        if not held:
            self._keep_back(mail)
            running.supply.give_back()
        elif gate.is_open():
            gate.count(mail)
            self._out = mail
            self.line.send(mail)
        else:
            running.ledger.do(handover.taken_back, mail.delivery.id, mail.delivery.state)
            self._end_without(mail)

    def _not_begun(self, mail: Parcel, error: Exception) -> None:
        self._running.gate.uncount(mail)
        self._running.fail(error)
        self._keep_back(mail)

    def _keep_back(self, mail: Parcel) -> None:
        """Nothing has happened to it: it waits as before."""
        self._running.supply.put_back(mail)
        self._end_without(mail)

    def _end_without(self, mail: Parcel) -> None:
        """Its body does not go, and the line ends with that."""
        self._kept_back = mail
        self.line.keep_back(mail)

    def _on_disk(self) -> None:
        self._unrecorded -= 1
        if not self._unrecorded:
            self._recorded.set()
        self.line.wake()
