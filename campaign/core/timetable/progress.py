"""How a campaign stands to its timetable: what is done, what is late, what lies ahead."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.timetable.dates import StepDate, Timetable
from campaign.core.timetable.step import Step


class Progress(StrEnum):
    """Where a step stands. Under way: its mails are released and not all gone. Closed: its time ends it by itself."""

    DONE = "done"
    CLOSED = "closed"
    UNDER_WAY = "under way"
    LATE = "late"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class TimetableFacts:
    """What a campaign has done. `confirmed` counts sign-ons that wait for their approval. `released` and `finished`
    hold the steps whose wave was let go, and of which no mail waits any more."""

    frozen: bool = False
    stale: bool = False
    confirmed: int = 0
    released: frozenset[Step] = frozenset()
    finished: frozenset[Step] = frozenset()


@dataclass(frozen=True, slots=True)
class DateStatus:
    """A date, how it stands, and what to do about it ("" where there is nothing to do now)."""

    date: StepDate
    progress: Progress
    fix: str = ""


def date_statuses(timetable: Timetable, facts: TimetableFacts, now: dt.datetime) -> tuple[DateStatus, ...]:
    """Each date of a timetable at `now` (aware UTC), in order."""
    return tuple(_STATUS_RULES[date.step](date, facts, now) for date in timetable.dates)


def _sign_on(date: StepDate, facts: TimetableFacts, now: dt.datetime) -> DateStatus:
    if now < date.at:
        return DateStatus(date, Progress.AHEAD)
    if date.is_set:
        return DateStatus(date, Progress.CLOSED)
    return DateStatus(
        date, Progress.LATE, "it is open until the deadline: write closes into [signing] of campaign.toml"
    )


def _approval(date: StepDate, facts: TimetableFacts, now: dt.datetime) -> DateStatus:
    if now < date.at:
        return DateStatus(date, Progress.AHEAD)
    if not facts.confirmed:
        return DateStatus(date, Progress.DONE)
    count = "1 sign-on waits" if facts.confirmed == 1 else f"{facts.confirmed} sign-ons wait"
    return DateStatus(date, Progress.LATE, f"{count} for approval: campaign signatory list")


def _freeze(date: StepDate, facts: TimetableFacts, now: dt.datetime) -> DateStatus:
    if facts.frozen and not facts.stale:
        return DateStatus(date, Progress.DONE)
    fix = "campaign letter freeze -m MESSAGE"
    return DateStatus(date, Progress.LATE, fix) if now >= date.at else DateStatus(date, Progress.AHEAD)


def _wave(date: StepDate, facts: TimetableFacts, now: dt.datetime) -> DateStatus:
    if date.step in facts.finished:
        return DateStatus(date, Progress.DONE)
    if date.step in facts.released:
        return DateStatus(date, Progress.UNDER_WAY if now >= date.at else Progress.AHEAD)
    name = date.step.replace("_", "-")
    fix = f"campaign send preview --wave {name}, then campaign send go --wave {name}"
    return DateStatus(date, Progress.LATE, fix) if now >= date.at else DateStatus(date, Progress.AHEAD)


_STATUS_RULES: Mapping[Step, Callable[[StepDate, TimetableFacts, dt.datetime], DateStatus]] = {
    Step.SIGN_ON_CLOSES: _sign_on,
    Step.APPROVAL: _approval,
    Step.FREEZE: _freeze,
    Step.FIRST: _wave,
    Step.FOLLOW_UP: _wave,
    Step.LAST_CALL: _wave,
}
