"""The work of a `campaign worker`: it looks for due mailings, or sends a number of messages of one mailing.

A job only names a mailing. A job that runs twice, or never, does no harm: the deliveries and their leases in the
database say what is claimed and sent, and by whom.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from campaign.adapters.queue.jobs import Job
from campaign.adapters.store.ledger import deliveries, handover, leases
from campaign.core.delivery.records import Mailing
from campaign.core.languages.in_english import count_of
from campaign.services.sending.order import Attempt, StopCause
from campaign.services.sending.scheduler import IdleWave, MailerWork, WaveScheduler


class Worker:
    """One worker.

    `show` takes a line about what it did. The same trouble is shown only once in a row. The limits of `work` say how
    many messages a job may send: enough that the queue costs little, few enough that workers can share a mailing.
    """

    def __init__(self, work: MailerWork, stopping: asyncio.Event, show: Callable[[str], object]) -> None:
        self._last_idle: dict[str, str] = {}
        self._trouble = ""
        self._counts: dict[int, Counter[str]] = {}
        self._show = show
        self._show_trouble = work.callbacks.trouble
        self._stopping = stopping
        callbacks = replace(
            work.callbacks, attempt=self._count, trouble=self.trouble, idle=self._idle, stopped=self._stopped
        )
        self._work = replace(work, callbacks=callbacks, shares_pace=True)
        self._scheduler = WaveScheduler(self._work)

    @property
    def busy(self) -> bool:
        """Whether messages are in hand."""
        return bool(self._counts)

    def begin(self) -> None:
        """Recover deliveries of mailers that no longer run. Raises StoreError."""
        self._report_uncertain(self._work.store.write(leases.recover, self._work.clock()))

    def look(self) -> tuple[Job, ...]:
        """The jobs that are needed now. Removes expired leases, and expires deliveries past their deadline."""
        store = self._work.store
        self._report_uncertain(store.write(leases.sweep, self._work.clock()))
        return tuple(Job(wave.id, rules.is_limited, wave.kind.queue) for wave, rules in self._scheduler.due())

    def additional_job(self, mailing: int) -> Job | None:
        """A job for another worker at the same time; None when one job is enough for a mailing."""
        mails = self._work.limits.mails or 1
        due = self._work.store.read(handover.count_due, mailing, self._work.clock(), mails + 1)
        return Job(mailing, alone=False, queue=self._wave(mailing).kind.queue) if due > mails else None

    async def deliver(self, mailing: int) -> bool:
        """Send what is due in a mailing, up to the limit of a job. Returns whether to continue at once."""
        began_at, self._counts[mailing] = self._work.clock(), Counter()
        try:
            summary = await self._scheduler.turn(mailing, self._stopping)
        finally:
            self._report(mailing, self._counts.pop(mailing), self._work.clock() - began_at)
        if summary is None or self._stopping.is_set():
            return False
        return summary.cause is StopCause.NONE and summary.attempts > 0

    def trouble(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._show_trouble(sentence)
        self._trouble = sentence

    def _count(self, attempt: Attempt) -> None:
        self._counts[attempt.delivery.mailing][attempt.verdict.state] += 1

    def _stopped(self, wave: Mailing, why: str) -> None:
        self.trouble(f"wave {wave.wave}: {why}")

    def _report(self, mailing: int, counts: Counter[str], took: dt.timedelta) -> None:
        if counts:
            self._trouble = ""
            ended = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
            wave = self._wave(mailing)
            self._show(f"{wave.letter}, wave {wave.wave}: {ended} in {took.total_seconds():.1f} s")

    def _wave(self, mailing: int) -> Mailing:
        return self._work.store.read(deliveries.mailing_by_id, mailing)

    def _idle(self, waiting: tuple[IdleWave, ...]) -> None:
        """Show what each mailing waits for, if that has changed since the last look."""
        lines = {f"{idle.wave.letter}, wave {idle.wave.wave}": f"{idle.waiting} left, {idle.why}" for idle in waiting}
        for name, what in lines.items():
            if self._last_idle.get(name) != what:
                self._show(f"{name}: {what}")
        self._last_idle = lines

    def _report_uncertain(self, number: int) -> None:
        if number:
            emails = count_of(number, "email")
            self._show_trouble(f"{emails} half-sent when a mailer was lost, uncertain now; see campaign send log")
