"""How a campaign stands to its timetable: what is done, what is late, what lies ahead."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.timetable.step import Step
from campaign.core.timetable.table import Date, Timetable


class Progress(StrEnum):
    """Where a step stands. Under way: its mails are released and not all gone. Closed: its time ends it by itself."""

    DONE = "done"
    CLOSED = "closed"
    UNDER_WAY = "under way"
    LATE = "late"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a campaign has done. `confirmed` counts sign-ons that wait for their approval. `released` and `finished`
    hold the steps whose wave was let go, and of which no mail waits any more."""

    frozen: bool = False
    stale: bool = False
    confirmed: int = 0
    released: frozenset[Step] = frozenset()
    finished: frozenset[Step] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """A date, how it stands, and what to do about it ("" where there is nothing to do now)."""

    date: Date
    progress: Progress
    mend: str = ""


def standings(timetable: Timetable, facts: Facts, now: dt.datetime) -> tuple[Standing, ...]:
    """Each date of a timetable at `now` (aware UTC), in order."""
    return tuple(_JUDGES[date.step](date, facts, now) for date in timetable.dates)


def _sign_on(date: Date, facts: Facts, now: dt.datetime) -> Standing:
    if now < date.at:
        return Standing(date, Progress.AHEAD)
    if date.written:
        return Standing(date, Progress.CLOSED)
    return Standing(date, Progress.LATE, "it is open until the deadline: write closes into [signing] of campaign.toml")


def _approval(date: Date, facts: Facts, now: dt.datetime) -> Standing:
    if now < date.at:
        return Standing(date, Progress.AHEAD)
    if not facts.confirmed:
        return Standing(date, Progress.DONE)
    count = "1 sign-on waits" if facts.confirmed == 1 else f"{facts.confirmed} sign-ons wait"
    return Standing(date, Progress.LATE, f"{count} for approval: campaign signatory list")


def _freeze(date: Date, facts: Facts, now: dt.datetime) -> Standing:
    if facts.frozen and not facts.stale:
        return Standing(date, Progress.DONE)
    mend = "campaign letter freeze -m MESSAGE"
    return Standing(date, Progress.LATE, mend) if now >= date.at else Standing(date, Progress.AHEAD)


def _wave(date: Date, facts: Facts, now: dt.datetime) -> Standing:
    if date.step in facts.finished:
        return Standing(date, Progress.DONE)
    if date.step in facts.released:
        return Standing(date, Progress.UNDER_WAY if now >= date.at else Progress.AHEAD)
    name = date.step.replace("_", "-")
    mend = f"campaign send preview --wave {name}, then campaign send go --wave {name}"
    return Standing(date, Progress.LATE, mend) if now >= date.at else Standing(date, Progress.AHEAD)


_JUDGES: Mapping[Step, Callable[[Date, Facts, dt.datetime], Standing]] = {
    Step.SIGN_ON_CLOSES: _sign_on,
    Step.APPROVAL: _approval,
    Step.FREEZE: _freeze,
    Step.FIRST: _wave,
    Step.FOLLOW_UP: _wave,
    Step.LAST_CALL: _wave,
}
