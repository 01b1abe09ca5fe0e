"""Compares a campaign with its timetable: what is done, late or ahead."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.timetable.dates import StepDate, Timetable
from campaign.core.timetable.step import Step


class Progress(StrEnum):
    """The progress of a step. Under way: its wave is released, and not all of its emails are sent. Closed: its time has
    passed, and nobody has to do anything."""

    DONE = "done"
    CLOSED = "closed"
    UNDER_WAY = "under way"
    LATE = "late"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class TimetableFacts:
    """What a campaign has done."""

    frozen: bool = False
    """Whether there is a frozen version."""
    stale: bool = False
    """Whether the letter has changed since it was frozen."""
    confirmed: int = 0
    """How many sign-ons are confirmed and wait for approval."""
    released: frozenset[Step] = frozenset()
    """The steps whose wave is released."""
    finished: frozenset[Step] = frozenset()
    """The steps whose wave has no email left to send."""


@dataclass(frozen=True, slots=True)
class DateStatus:
    """A date, its progress, and what to do about it ("" for nothing)."""

    date: StepDate
    progress: Progress
    fix: str = ""


def date_statuses(timetable: Timetable, facts: TimetableFacts, now: dt.datetime) -> tuple[DateStatus, ...]:
    """Return the status of each date of a timetable at `now` (aware UTC), in order."""
    return tuple(_STATUS_RULES[date.step](date, facts, now) for date in timetable.dates)


def _sign_on(date: StepDate, facts: TimetableFacts, now: dt.datetime) -> DateStatus:
    return DateStatus(date, Progress.AHEAD if now < date.at else Progress.CLOSED)


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
