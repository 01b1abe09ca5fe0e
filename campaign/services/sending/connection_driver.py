"""Drives one line of a run: gives it messages, and has each body wait for the ledger."""

import asyncio

from campaign.adapters.smtp import Line
from campaign.adapters.store.ledger import handover
from campaign.core.delivery.attempt import Outcome
from campaign.services.sending.claim_queue import ClaimQueue
from campaign.services.sending.outgoing_mail import Begin, OutgoingMail
from campaign.services.sending.recorder import Recorder
from campaign.services.sending.run_state import RunState
from campaign.services.sending.send_guard import SendGuard

# Where mails go further apart, each has a line of its own: servers end one that idles.
_LONGEST_IDLE_SECONDS = 20


class ConnectionDriver:
    """The source of one line's mails. `first` is the message that the line was opened for."""

    def __init__(
        self, state: RunState, guard: SendGuard, queue: ClaimQueue, recorder: Recorder, line: Line, first: OutgoingMail
    ) -> None:
        self._state = state
        self._guard = guard
        self._queue = queue
        self._recorder = recorder
        self._line = line
        self._first: OutgoingMail | None = first
        self._only_one = state.order.rules.rules.seconds_apart > _LONGEST_IDLE_SECONDS
        self._out: OutgoingMail | None = None  # whose body is out
        self._kept_back: OutgoingMail | None = None
        self._unrecorded = 0
        self._recorded = asyncio.Event()
        self._recorded.set()

    async def recorded(self) -> None:
        """Wait until how each message ended is on disk."""
        await self._recorded.wait()

    def next(self) -> OutgoingMail | None:
        if self._unrecorded and not self._line.pipelining:
            return None  # a line that goes step by step does so here, too
        mail, self._first = self._first or self._another(), None
        if mail is not None:
            mail.start(ahead=self._out is not None)
            if mail.ahead and self._state.begins_ahead:
                self._begin(mail)
        return mail

    def more(self) -> bool:
        return bool(self._unrecorded) or (self._queue.more and not self._only_one)

    def _another(self) -> OutgoingMail | None:
        return None if self._only_one else self._queue.take()

    def ready(self, mail: OutgoingMail) -> None:
        """Asked here again: the deadline may have passed, or an answer come, while the server took its time."""
        mail.awaited = True
        if mail.begin is Begin.NOT_ASKED:
            self._begin_now(mail)
        elif mail.begin is not Begin.ASKED:
            self._decide(mail)

    def ended(self, mail: OutgoingMail, outcome: Outcome) -> None:
        mail.over = True
        if mail is self._out:
            self._out = None
        elif mail.begin is Begin.HELD:
            self._guard.uncount(mail)
        if mail is self._kept_back:
            return
        self._unrecorded += 1
        self._recorded.clear()
        self._recorder.record(mail, outcome, self._on_disk)

    def _begin_now(self, mail: OutgoingMail) -> None:
        if not self._guard.is_open() or self._is_too_late(mail):
            self._keep_back(mail)
        elif self._guard.may_begin(mail):
            self._begin(mail)
        else:
            self._end_without(mail)

    def _begin(self, mail: OutgoingMail) -> None:
        """It counts from here on, so that no other one takes its place within the limits."""
        mail.begin = Begin.ASKED
        self._guard.count(mail)
        self._state.ledger.do(
            handover.begun,
            mail.delivery.id,
            then=lambda ours: self._after_begin(mail, ours=ours),
            failed=lambda error: self._begin_failed(mail, error),
        )

    def _after_begin(self, mail: OutgoingMail, *, ours: bool) -> None:
        """It is `sending` on disk, unless the wave was paused or called off, or it is another mailer's."""
        mail.begin = Begin.HELD if ours else Begin.REFUSED
        if ours:
            self._guard.confirm_ours()
        if mail.over or not ours:
            self._guard.uncount(mail)
        if mail.awaited and not mail.over:
            self._decide(mail)

    def _begin_failed(self, mail: OutgoingMail, error: Exception) -> None:
        self._state.fail(error)
        self._after_begin(mail, ours=False)

    def _decide(self, mail: OutgoingMail) -> None:
        """Asked once more: the disk may have taken its time, too, and one begun ahead waited for the server."""
        if mail.begin is Begin.REFUSED:
            self._keep_back(mail)
            self._queue.give_back()
        elif self._may_still_go(mail):
            self._out = mail
            self._line.send(mail)
        else:
            self._state.ledger.do(handover.taken_back, mail.delivery.id, mail.delivery.state)
            self._queue.give_back()
            self._end_without(mail)

    def _may_still_go(self, mail: OutgoingMail) -> bool:
        if self._is_too_late(mail):
            return False
        return self._guard.may_still_go(mail, begun_ahead=mail.ahead and self._state.begins_ahead)

    def _is_too_late(self, mail: OutgoingMail) -> bool:
        """One that waited behind another does not go once the run stops."""
        return mail.ahead and self._state.stopping.is_set()

    def _keep_back(self, mail: OutgoingMail) -> None:
        """Nothing has happened to it: it waits as before."""
        self._queue.put_back(mail)
        self._end_without(mail)

    def _end_without(self, mail: OutgoingMail) -> None:
        """Its body does not go, and the line ends with that."""
        self._kept_back = mail
        self._line.keep_back(mail)

    def _on_disk(self) -> None:
        self._unrecorded -= 1
        if not self._unrecorded:
            self._recorded.set()
        self._line.wake()
