"""What a worker does when it is woken: it looks what is due, or sends so many mails of one wave.

A job names a wave and carries no truth: one that runs twice, or never, costs a look. What is claimed, sent and by whom
stands in the rows and their leases.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from campaign.adapters.store.ledger import deliveries, handover, leases
from campaign.core.delivery.records import Dispatch
from campaign.errors import CampaignError
from campaign.services.sending.run import Cause, Step
from campaign.services.sending.worker import Idle, Rounds, Work


@dataclass(frozen=True, slots=True)
class Call:
    """A job that is wanted: one wave's, alone among the waves with a pace or limits where it has any."""

    dispatch: int
    alone: bool


class Crew:
    """One worker's. `say` takes a line of what it did, `troubled` a sentence for a person, each only once in a row.

    `work` says how many mails a job sends at most: enough that the queue costs little, few enough that a wave's end is
    shared evenly.
    """

    def __init__(
        self, work: Work, stopping: asyncio.Event, say: Callable[[str], object], troubled: Callable[[str], object]
    ) -> None:
        self._said: dict[str, str] = {}
        self._trouble = ""
        self._counts: dict[int, Counter[str]] = {}
        self._say = say
        self._troubled = troubled
        self._stopping = stopping
        self._work = replace(work, sending=self._sending, idle=self._idle, troubled=self.trouble, among_others=True)
        self._rounds = Rounds(self._work, self._work.settings())

    @property
    def busy(self) -> bool:
        """Whether messages are in hand."""
        return bool(self._counts)

    def begin(self) -> None:
        """Take up what mailers left behind that are gone. Raises StoreError."""
        self._tell_doubtful(self._work.store.write(leases.recover, self._work.clock()))

    def look(self) -> tuple[Call, ...]:
        """What jobs are wanted now. Takes away leases that are over, and closes what is past its deadline."""
        store = self._work.store
        self._tell_doubtful(store.write(leases.sweep, self._work.clock()))
        return tuple(Call(wave.id, rules.is_limited) for wave, rules in self._rounds.due())

    def another(self, dispatch: int) -> Call | None:
        """The job for another worker at the same time, where one job will not do and the wave is everybody's."""
        mails = self._work.at_most_mails or 1
        due = self._work.store.read(handover.due, dispatch, self._work.clock(), mails + 1)
        return Call(dispatch, alone=False) if due > mails else None

    async def deliver(self, dispatch: int) -> bool:
        """Send so many of what is due in a wave. Whether it should go on with it at once."""
        begun, self._counts[dispatch] = self._work.clock(), Counter()
        try:
            summary = await self._rounds.turn(dispatch, self._stopping)
        finally:
            self._tell(dispatch, self._counts.pop(dispatch), self._work.clock() - begun)
        if summary is None or self._stopping.is_set():
            return False
        return summary.cause is Cause.NONE and summary.attempts > 0

    def trouble(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._troubled(sentence)
        self._trouble = sentence

    def _sending(self, step: Step) -> None:
        self._counts[step.delivery.dispatch][step.verdict.state] += 1

    def _tell(self, dispatch: int, counts: Counter[str], took: dt.timedelta) -> None:
        if counts:
            self._trouble = ""
            told = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
            wave = self._wave(dispatch)
            self._say(f"{wave.letter}, wave {wave.wave}: {told} in {took.total_seconds():.1f} s")

    def _wave(self, dispatch: int) -> Dispatch:
        return self._work.store.read(deliveries.one_dispatch, dispatch)

    def _idle(self, waiting: tuple[Idle, ...]) -> None:
        """What each wave waits for, when it is another thing than at the last look."""
        told = {f"{each.wave.letter}, wave {each.wave.wave}": f"{each.waiting} left, {each.why}" for each in waiting}
        for name, what in told.items():
            if self._said.get(name) != what:
                self._say(f"{name}: {what}")
        self._said = told

    def _tell_doubtful(self, number: int) -> None:
        if number:
            self._troubled(f"{number} on the way when their mailer was lost: uncertain now, see campaign send log")


def words(error: CampaignError) -> str:
    return f"{error.message}{f'; {error.hint}' if error.hint else ''}"
