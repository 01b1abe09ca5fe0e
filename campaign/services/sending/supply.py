"""What may begin now: deliveries claimed ahead of the lines, given out at the pace of the run."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from campaign.adapters.store.ledger import handover, messages
from campaign.core.delivery.records import Claimed
from campaign.core.message.wire import WHOLE, Wire
from campaign.services.sending.pace import Pace
from campaign.services.sending.parcel import Parcel

if TYPE_CHECKING:
    from campaign.services.sending.run import Running

# Claimed ahead for each line: enough that none waits for the disk and a claim costs little, few enough that what is
# given back at the end is one small statement.
_AHEAD_A_LINE = 32


class Supply:
    """Gives each delivery to one line. `dry` says that nothing more is due."""

    def __init__(self, running: "Running") -> None:
        self._running = running
        self._plan = running.plan
        self._pace = self._plan.pace or Pace(self._plan.rules.seconds_apart, self._plan.rules.jitter)
        self._claimed: deque[Parcel] = deque()
        self._ahead = _AHEAD_A_LINE * max(1, self._plan.rules.connections)
        self._left = self._plan.at_most_mails
        self._wires: dict[int, Wire] = {}
        self._asked = False
        self._dry = False
        self._bell = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None

    def take(self) -> Parcel | None:
        """The next message that may begin, None while there is none; the lines are woken when that changes."""
        if self._plan.stopping.is_set():
            return None
        parcel = self._next()
        if len(self._claimed) <= self._ahead // 2:
            self._ask()
        if parcel is not None and not parcel.own:
            parcel.wire, parcel.own = self._plan.store.read(messages.parts, parcel.delivery.id)
        return parcel

    async def first(self) -> Parcel | None:
        """The next message for a line that is not open yet; None when there will be none."""
        while self.more:
            parcel = self.take()
            if parcel is not None:
                return parcel
            if self.more:  # what was put off just now may have been all
                self._bell.clear()
                await self._bell.wait()
        return None

    @property
    def more(self) -> bool:
        """Whether there may be a next message."""
        return not self._plan.stopping.is_set() and bool(self._claimed or not self._dry)

    @property
    def spent(self) -> bool:
        """Whether as many were claimed as the run may send."""
        return self._left is not None and self._left <= 0

    def put_back(self, parcel: Parcel) -> None:
        """It was not begun: it is the next one again."""
        self._claimed.appendleft(parcel)

    def refill(self) -> None:
        """Something is due again."""
        self._dry = self.spent
        self._ring()

    def give_back(self) -> None:
        """Let go of what was claimed and not begun. What is due is claimed anew where the run goes on."""
        held = [parcel.delivery.id for parcel in self._claimed]
        self._claimed.clear()
        self._dry = self.spent
        if held:
            self._running.ledger.do(handover.let_go, held, failed=lambda _: self._running.lease.leave())

    @contextmanager
    def ringing_when_stopped(self) -> Iterator[None]:
        """While this holds, whoever waits here is woken when the run stops."""
        task = asyncio.ensure_future(self._ring_when_stopped())
        try:
            yield
        finally:
            task.cancel()

    async def _ring_when_stopped(self) -> None:
        await self._plan.stopping.wait()
        self._ring()

    def _next(self) -> Parcel | None:
        gate = self._running.gate
        while self._claimed and gate.is_open() and self._is_time():
            parcel = self._claimed.popleft()
            if gate.lets(parcel):
                return parcel
            self._pace.give_back()
        return None

    def _is_time(self) -> bool:
        loop = asyncio.get_running_loop()
        seconds = self._pace.wait(loop.time())
        if seconds > 0 and self._alarm is None:
            self._alarm = loop.call_later(seconds, self._wake)
        return seconds <= 0

    def _wake(self) -> None:
        self._alarm = None
        self._ring()

    def _ask(self) -> None:
        if self._asked or self._dry:
            return
        self._asked = True
        number = self._ahead - len(self._claimed)
        number = number if self._left is None else min(number, self._left)
        self._running.ledger.do(
            handover.claimed,
            self._plan.dispatch,
            number,
            then=lambda claimed: self._came(claimed, number),
            failed=self._running.fail,
        )

    def _came(self, claimed: tuple[Claimed, ...], asked: int) -> None:
        self._asked = False
        if self._left is not None:
            self._left -= len(claimed)
        self._dry = len(claimed) < asked or self.spent
        self._claimed.extend(map(self._parcel, claimed))
        self._ring()

    def _parcel(self, claimed: Claimed) -> Parcel:
        if claimed.kept is None:
            return Parcel(claimed.delivery)
        if claimed.wire is None:
            return Parcel(claimed.delivery, WHOLE, (claimed.kept,))
        if claimed.wire not in self._wires:
            self._wires[claimed.wire] = self._plan.store.read(messages.wire, claimed.wire)
        return Parcel(claimed.delivery, self._wires[claimed.wire], messages.unpacked(claimed.kept))

    def _ring(self) -> None:
        """Wake the lines: there is something for them, or there will be no more."""
        self._bell.set()
        for hand in tuple(self._running.hands):
            hand.line.wake()
