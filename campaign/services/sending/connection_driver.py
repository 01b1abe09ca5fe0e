"""Drives one connection of a run. It lets a message's body go only after the ledger recorded that it is being sent."""

import asyncio

from campaign.adapters.smtp import MailConnection
from campaign.adapters.store.ledger import handover
from campaign.core.delivery.attempt import Outcome
from campaign.services.sending.claim_queue import ClaimQueue
from campaign.services.sending.outgoing_mail import BeginState, OutgoingMail
from campaign.services.sending.recorder import Recorder
from campaign.services.sending.run_state import RunState
from campaign.services.sending.send_guard import SendGuard

# Servers close idle connections. With longer gaps than this, every message gets its own connection.
_MAX_IDLE_SECONDS = 20


class ConnectionDriver:
    """The `MailSource` of one connection, which calls it. `first` is the message that the connection was opened for."""

    def __init__(
        self,
        state: RunState,
        guard: SendGuard,
        queue: ClaimQueue,
        recorder: Recorder,
        connection: MailConnection,
        first: OutgoingMail,
    ) -> None:
        self._state = state
        self._guard = guard
        self._queue = queue
        self._recorder = recorder
        self._connection = connection
        self._first: OutgoingMail | None = first
        self._only_one = state.order.rules.rules.seconds_apart > _MAX_IDLE_SECONDS
        self._body_out: OutgoingMail | None = None  # the message whose body was sent and not answered yet
        self._without_body: OutgoingMail | None = None
        self._unrecorded = 0
        self._recorded = asyncio.Event()
        self._recorded.set()

    async def wait_until_recorded(self) -> None:
        """Wait until the outcome of every message is on disk."""
        await self._recorded.wait()

    def next(self) -> OutgoingMail | None:
        if self._unrecorded and not self._connection.pipelining:
            return None  # without pipelining, one message at a time
        mail, self._first = self._first or self._take(), None
        if mail is not None:
            mail.start(ahead=self._body_out is not None)
            self._date(mail)
            if mail.ahead and self._state.marks_in_advance:
                self._begin(mail)
        return mail

    def _date(self, mail: OutgoingMail) -> None:
        """Put the present time into the message's date, if the run does so."""
        order = self._state.order
        if order.dating:
            mail.wire, mail.pieces = order.dating.apply(mail.wire, mail.pieces, order.clock())

    def more(self) -> bool:
        return bool(self._unrecorded) or (self._queue.may_have_more and not self._only_one)

    def _take(self) -> OutgoingMail | None:
        return None if self._only_one else self._queue.take()

    def ready(self, mail: OutgoingMail) -> None:
        """Check again: while the server took its time, the deadline may have passed, or an answer may have come in."""
        mail.body_requested = True
        if mail.begin is BeginState.NOT_REQUESTED:
            self._begin_now(mail)
        elif mail.begin is not BeginState.REQUESTED:
            self._decide(mail)

    def finish(self, mail: OutgoingMail, outcome: Outcome) -> None:
        mail.finished = True
        if mail is self._body_out:
            self._body_out = None
        elif mail.begin is BeginState.GRANTED:
            self._guard.uncount(mail)
        if mail is self._without_body:
            return
        self._unrecorded += 1
        self._recorded.clear()
        self._recorder.record(mail, outcome, self._after_record)

    def _begin_now(self, mail: OutgoingMail) -> None:
        if not self._guard.is_open() or self._is_too_late(mail):
            self._keep_back(mail)
        elif self._guard.may_begin(mail):
            self._begin(mail)
        else:
            self._end_without(mail)

    def _begin(self, mail: OutgoingMail) -> None:
        """Record it as `sending`, and count it, so that no other message takes its place within the limits."""
        mail.begin = BeginState.REQUESTED
        self._guard.count(mail)
        self._state.ledger.submit(
            handover.mark_sending,
            mail.delivery.id,
            then=lambda ours: self._after_begin(mail, ours=ours),
            failed=lambda error: self._begin_failed(mail, error),
        )

    def _after_begin(self, mail: OutgoingMail, *, ours: bool) -> None:
        """It is `sending` on disk if it is ours: the mailing was not paused or cancelled, and no other run has it."""
        mail.begin = BeginState.GRANTED if ours else BeginState.REFUSED
        if ours:
            self._guard.confirm_ours()
        if mail.finished or not ours:
            self._guard.uncount(mail)
        if mail.body_requested and not mail.finished:
            self._decide(mail)

    def _begin_failed(self, mail: OutgoingMail, error: Exception) -> None:
        self._state.fail(error)
        self._after_begin(mail, ours=False)

    def _decide(self, mail: OutgoingMail) -> None:
        """Check once more, since writing to disk took time, and a message that started ahead waited for the server."""
        if mail.begin is BeginState.REFUSED:
            self._keep_back(mail)
            self._queue.release()
        elif self._may_still_go(mail):
            self._body_out = mail
            self._connection.send(mail)
        else:
            self._state.ledger.submit(handover.revert_sending, mail.delivery.id, mail.delivery.state)
            self._queue.release()
            self._end_without(mail)

    def _may_still_go(self, mail: OutgoingMail) -> bool:
        if self._is_too_late(mail):
            return False
        return self._guard.may_still_go(mail, ahead=mail.ahead and self._state.marks_in_advance)

    def _is_too_late(self, mail: OutgoingMail) -> bool:
        """A message that waited behind another is not sent once the run stops."""
        return mail.ahead and self._state.stopping.is_set()

    def _keep_back(self, mail: OutgoingMail) -> None:
        """Leave the delivery as it was: it is the next one again."""
        self._queue.put_back(mail)
        self._end_without(mail)

    def _end_without(self, mail: OutgoingMail) -> None:
        """Do not send its body. This ends the connection, because the server waits for one."""
        self._without_body = mail
        self._connection.keep_back(mail)

    def _after_record(self) -> None:
        self._unrecorded -= 1
        if not self._unrecorded:
            self._recorded.set()
        self._connection.wake()
