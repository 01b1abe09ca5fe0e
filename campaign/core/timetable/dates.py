"""The dates of a campaign, and whether they are in order."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from campaign.core.languages.in_english import moment
from campaign.core.timetable.step import STEP_NAMES, Step


@dataclass(frozen=True, slots=True)
class StepDate:
    """When a step is planned."""

    step: Step
    at: dt.datetime
    """Aware, in UTC."""
    is_set: bool = False
    """Whether campaign.toml sets it; otherwise it is the default."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """The dates in the order of their steps. A step that the campaign leaves out has no date."""

    dates: tuple[StepDate, ...] = ()

    def date(self, step: Step) -> StepDate | None:
        """Return a step's date; None if the campaign leaves it out."""
        return next((date for date in self.dates if date.step is step), None)


def order_problems(timetable: Timetable, deadline_at: dt.datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Return a message for each step planned before the step that it needs, or after the deadline."""
    wrong = [
        f"{STEP_NAMES[later.step]} is planned before {STEP_NAMES[earlier.step]} ({moment(earlier.at, zone)})"
        for earlier, later in pairwise(timetable.dates)
        if later.at < earlier.at
    ]
    late = [
        f"{STEP_NAMES[date.step]} is planned after the deadline ({moment(deadline_at, zone)})"
        for date in timetable.dates
        if date.at >= deadline_at
    ]
    return (*wrong, *late)
