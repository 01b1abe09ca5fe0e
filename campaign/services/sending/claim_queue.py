"""Claims deliveries in advance and hands them to the connections of a run, at the pace of the run."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from campaign.adapters.store.ledger import handover, messages
from campaign.core.delivery.records import ClaimedDelivery
from campaign.core.message.wire import UNSHARED, Wire
from campaign.errors import StoreError
from campaign.services.sending.outgoing_mail import OutgoingMail
from campaign.services.sending.pace import Pace
from campaign.services.sending.run_state import RunState
from campaign.services.sending.send_guard import SendGuard

# How many deliveries to claim in advance for each connection: enough that no connection waits for the disk, few enough
# to release the rest at the end with one small statement.
_CLAIMS_PER_CONNECTION = 32


class ClaimQueue:
    """Gives each delivery to one connection."""

    def __init__(self, state: RunState, guard: SendGuard) -> None:
        self._state = state
        self._guard = guard
        self._order = state.order
        rules = state.order.rules.rules
        self._pace = state.order.pace or Pace(rules.seconds_apart, rules.jitter)
        self._claimed: deque[OutgoingMail] = deque()
        self._claims_ahead = _CLAIMS_PER_CONNECTION * max(1, rules.connections)
        self._left = state.order.limits.mails
        self._wires: dict[int, Wire] = {}
        self._requested = False
        self._exhausted = False
        self._changed = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None

    def take(self) -> OutgoingMail | None:
        """The next message to send; None while there is none. The connections are woken when that changes."""
        if self._state.stopping.is_set():
            return None
        mail = self._next()
        if len(self._claimed) <= self._claims_ahead // 2:
            self._request()
        return mail if mail is None or mail.pieces else self._with_message(mail)

    def _with_message(self, mail: OutgoingMail) -> OutgoingMail | None:
        """Read the message of a delivery. Returns None, and ends the run, when the database cannot be read."""
        try:
            mail.wire, mail.pieces = self._order.store.read(messages.parts, mail.delivery.id)
        except StoreError as error:
            self.put_back(mail)
            self._state.fail(error)
            return None
        return mail

    async def first(self) -> OutgoingMail | None:
        """Wait for the first message of a connection that is still to be opened. None when there will be none."""
        while self.may_have_more:
            mail = self.take()
            if mail is not None:
                return mail
            if self.may_have_more:  # every delivery that was left may just have been deferred
                self._changed.clear()
                await self._changed.wait()
        return None

    @property
    def may_have_more(self) -> bool:
        """Whether there may be a next message."""
        return not self._state.stopping.is_set() and bool(self._claimed or not self._exhausted)

    @property
    def is_used_up(self) -> bool:
        """Whether the run has claimed as many deliveries as it may send."""
        return self._left is not None and self._left <= 0

    def put_back(self, mail: OutgoingMail) -> None:
        """Put back a delivery that was not started. It is the next one again."""
        self._claimed.appendleft(mail)

    def refill(self) -> None:
        """Another delivery is due."""
        self._exhausted = self.is_used_up
        self._wake_all()

    def release(self) -> None:
        """Release the claims on deliveries that were not started. A run that goes on claims them again."""
        claimed = [mail.delivery.id for mail in self._claimed]
        self._claimed.clear()
        self._exhausted = self.is_used_up
        if claimed:
            self._state.ledger.submit(handover.release_claims, claimed, failed=lambda _: self._state.lease.leave())

    @contextmanager
    def wake_when_stopped(self) -> Iterator[None]:
        """Within the block, everybody who waits for a delivery is woken when the run stops."""
        task = asyncio.ensure_future(self._wake_when_stopped())
        try:
            yield
        finally:
            task.cancel()

    async def _wake_when_stopped(self) -> None:
        await self._state.stopping.wait()
        self._wake_all()

    def _next(self) -> OutgoingMail | None:
        while self._claimed and self._guard.is_open() and self._is_time():
            mail = self._claimed.popleft()
            if self._guard.may_begin(mail):
                return mail
            self._pace.give_back()
        return None

    def _is_time(self) -> bool:
        loop = asyncio.get_running_loop()
        seconds = self._pace.wait(loop.time())
        if seconds > 0 and self._timer is None:
            self._timer = loop.call_later(seconds, self._on_timer)
        return seconds <= 0

    def _on_timer(self) -> None:
        self._timer = None
        self._wake_all()

    def _request(self) -> None:
        if self._requested or self._exhausted:
            return
        self._requested = True
        number = self._claims_ahead - len(self._claimed)
        number = number if self._left is None else min(number, self._left)
        self._state.ledger.submit(
            handover.claim_due,
            self._order.wave.id,
            number,
            then=lambda claimed: self._add(claimed, number),
            failed=self._state.fail,
        )

    def _add(self, claimed: tuple[ClaimedDelivery, ...], number: int) -> None:
        self._requested = False
        if self._left is not None:
            self._left -= len(claimed)
        self._exhausted = len(claimed) < number or self.is_used_up
        self._claimed.extend(map(self._outgoing, claimed))
        self._wake_all()

    def _outgoing(self, claimed: ClaimedDelivery) -> OutgoingMail:
        if claimed.content is None:
            return OutgoingMail(claimed.delivery)
        if claimed.wire is None:
            return OutgoingMail(claimed.delivery, UNSHARED, (claimed.content,))
        if claimed.wire not in self._wires:
            self._wires[claimed.wire] = self._order.store.read(messages.wire, claimed.wire)
        return OutgoingMail(claimed.delivery, self._wires[claimed.wire], messages.unpack(claimed.content))

    def _wake_all(self) -> None:
        """Wake the connections, because there is a delivery for them, or there will be none."""
        self._changed.set()
        for connection in tuple(self._state.connections):
            connection.wake()
