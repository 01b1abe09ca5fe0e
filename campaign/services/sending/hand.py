"""The run's hand at one line: gives it messages, and has each body wait for the ledger."""

import asyncio
from typing import TYPE_CHECKING

from campaign.adapters.smtp.transport import Line
from campaign.adapters.store.ledger import handover
from campaign.core.delivery.judge import Outcome
from campaign.services.sending.parcel import Begin, Parcel

if TYPE_CHECKING:
    from campaign.services.sending.run import Running

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
            parcel.start(ahead=self._out is not None)
            if parcel.ahead and self._running.begins_ahead:
                self._begin(parcel)
        return parcel

    def more(self) -> bool:
        return bool(self._unrecorded) or (self._running.supply.more and not self._only_one)

    def _another(self) -> Parcel | None:
        return None if self._only_one else self._running.supply.take()

    def ready(self, mail: Parcel) -> None:
        """Asked here again: the deadline may have passed, or an answer come, while the server took its time."""
        mail.awaited = True
        if mail.begin is Begin.NOT_ASKED:
            self._begin_now(mail)
        elif mail.begin is not Begin.ASKED:
            self._decide(mail)

    def ended(self, mail: Parcel, outcome: Outcome) -> None:
        mail.over = True
        if mail is self._out:
            self._out = None
        elif mail.begin is Begin.HELD:
            self._running.gate.uncount(mail)
        if mail is self._kept_back:
            return
        self._unrecorded += 1
        self._recorded.clear()
        self._running.record(mail, outcome, self._on_disk)

    def _begin_now(self, mail: Parcel) -> None:
        gate = self._running.gate
        if not gate.is_open() or self._is_too_late(mail):
            self._keep_back(mail)
        elif gate.lets(mail):
            self._begin(mail)
        else:
            self._end_without(mail)

    def _begin(self, mail: Parcel) -> None:
        """It counts from here on, so that no other one takes its place within the limits."""
        mail.begin = Begin.ASKED
        self._running.gate.count(mail)
        self._running.ledger.do(
            handover.begun,
            mail.delivery.id,
            then=lambda held: self._begun(mail, held=held),
            failed=lambda error: self._not_begun(mail, error),
        )

    def _begun(self, mail: Parcel, *, held: bool) -> None:
        """It is `sending` on disk, unless the wave was paused or called off, or it is another mailer's."""
        mail.begin = Begin.HELD if held else Begin.REFUSED
        if held:
            self._running.gate.seen_ours()
        if mail.over or not held:
            self._running.gate.uncount(mail)
        if mail.awaited and not mail.over:
            self._decide(mail)

    def _not_begun(self, mail: Parcel, error: Exception) -> None:
        self._running.fail(error)
        self._begun(mail, held=False)

    def _decide(self, mail: Parcel) -> None:
        """Asked once more: the disk may have taken its time, too, and one begun ahead waited for the server."""
        running = self._running
        if mail.begin is Begin.REFUSED:
            self._keep_back(mail)
            running.supply.give_back()
        elif self._may_still_go(mail):
            self._out = mail
            self.line.send(mail)
        else:
            running.ledger.do(handover.taken_back, mail.delivery.id, mail.delivery.state)
            running.supply.give_back()
            self._end_without(mail)

    def _may_still_go(self, mail: Parcel) -> bool:
        if self._is_too_late(mail):
            return False
        return self._running.gate.still_lets(mail, begun_ahead=mail.ahead and self._running.begins_ahead)

    def _is_too_late(self, mail: Parcel) -> bool:
        """One that waited behind another does not go once the run stops."""
        return mail.ahead and self._running.plan.stopping.is_set()

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
