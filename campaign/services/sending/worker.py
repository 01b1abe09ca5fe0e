"""What a worker does when it is woken: it looks what is due, or sends so many mails of one wave.

A job names a wave and carries no truth: one that runs twice, or never, costs a look. What is claimed, sent and by whom
stands in the rows and their leases.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from campaign.adapters.queue.jobs import Job
from campaign.adapters.store.ledger import deliveries, handover, leases
from campaign.core.delivery.records import Dispatch
from campaign.services.sending.order import Attempt, Cause
from campaign.services.sending.scheduler import Idle, WaveScheduler, Work


class Worker:
    """One worker. `show` takes a line of what it did; what `work` shows as trouble, it shows only once in a row.

    The limits of `work` say how many mails a job sends at most: enough that the queue costs little, few enough that a
    wave's end is shared evenly.
    """

    def __init__(self, work: Work, stopping: asyncio.Event, show: Callable[[str], object]) -> None:
        self._shown: dict[str, str] = {}
        self._trouble = ""
        self._counts: dict[int, Counter[str]] = {}
        self._show = show
        self._show_trouble = work.callbacks.trouble
        self._stopping = stopping
        callbacks = replace(
            work.callbacks, attempt=self._count, trouble=self.trouble, idle=self._idle, stopped=self._stopped
        )
        self._work = replace(work, callbacks=callbacks, among_others=True)
        self._scheduler = WaveScheduler(self._work)

    @property
    def busy(self) -> bool:
        """Whether messages are in hand."""
        return bool(self._counts)

    def begin(self) -> None:
        """Take up what mailers left behind that are gone. Raises StoreError."""
        self._tell_doubtful(self._work.store.write(leases.recover, self._work.clock()))

    def look(self) -> tuple[Job, ...]:
        """What jobs are wanted now. Takes away leases that are over, and closes what is past its deadline."""
        store = self._work.store
        self._tell_doubtful(store.write(leases.sweep, self._work.clock()))
        return tuple(Job(wave.id, rules.is_limited) for wave, rules in self._scheduler.due())

    def another(self, dispatch: int) -> Job | None:
        """The job for another worker at the same time, where one job will not do and the wave is everybody's."""
        mails = self._work.limits.mails or 1
        due = self._work.store.read(handover.due, dispatch, self._work.clock(), mails + 1)
        return Job(dispatch, alone=False) if due > mails else None

    async def deliver(self, dispatch: int) -> bool:
        """Send so many of what is due in a wave. Whether it should go on with it at once."""
        began_at, self._counts[dispatch] = self._work.clock(), Counter()
        try:
            summary = await self._scheduler.turn(dispatch, self._stopping)
        finally:
            self._tell(dispatch, self._counts.pop(dispatch), self._work.clock() - began_at)
        if summary is None or self._stopping.is_set():
            return False
        return summary.cause is Cause.NONE and summary.attempts > 0

    def trouble(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._show_trouble(sentence)
        self._trouble = sentence

    def _count(self, attempt: Attempt) -> None:
        self._counts[attempt.delivery.dispatch][attempt.verdict.state] += 1

    def _stopped(self, wave: Dispatch, why: str) -> None:
        self.trouble(f"wave {wave.wave}: {why}")

    def _tell(self, dispatch: int, counts: Counter[str], took: dt.timedelta) -> None:
        if counts:
            self._trouble = ""
            ended = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
            wave = self._wave(dispatch)
            self._show(f"{wave.letter}, wave {wave.wave}: {ended} in {took.total_seconds():.1f} s")

    def _wave(self, dispatch: int) -> Dispatch:
        return self._work.store.read(deliveries.one_dispatch, dispatch)

    def _idle(self, waiting: tuple[Idle, ...]) -> None:
        """What each wave waits for, when it is another thing than at the last look."""
        lines = {f"{each.wave.letter}, wave {each.wave.wave}": f"{each.waiting} left, {each.why}" for each in waiting}
        for name, what in lines.items():
            if self._shown.get(name) != what:
                self._show(f"{name}: {what}")
        self._shown = lines

    def _tell_doubtful(self, number: int) -> None:
        if number:
            self._show_trouble(f"{number} on the way when their mailer was lost: uncertain now, see campaign send log")
