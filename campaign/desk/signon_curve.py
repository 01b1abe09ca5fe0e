"""The curve of sign-ons as numbers: where each line and word of the chart stands, in per cent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_WEEK = 7


@dataclass(frozen=True, slots=True)
class CurveWeek:
    """A week of the chart's table."""

    until: dt.date
    new: int
    total: int


@dataclass(frozen=True, slots=True)
class SignOnCurve:
    """A chart of a number that grows day by day, with its goal."""

    first: dt.date
    last: dt.date
    """The right edge: when signing closes, or today if that is later."""
    total: int
    path: str
    """The line, in a box of `days` by `top`."""
    days: int
    top: int
    """The number at the upper edge."""
    goal: int
    """0 for none."""
    today: float
    """How far to the right today is, in per cent."""
    weeks: tuple[CurveWeek, ...]

    def height(self, number: int) -> float:
        """How far down a number is, in per cent."""
        return round(100 - 100 * number / self.top, 2)


def sign_on_curve(
    by_day: Sequence[tuple[dt.date, int]], today: dt.date, closes: dt.date, goal: int
) -> SignOnCurve | None:
    """The chart of how many were listed on each day; None if nobody is listed."""
    if not by_day:
        return None
    first = by_day[0][0]
    last = max(closes, today, first + dt.timedelta(days=1))
    days = (last - first).days
    totals = list(accumulate(number for _, number in by_day))
    top = max(round(max(totals[-1], goal) * 1.1), 1)
    steps = [f"M0 {top}"]
    for (day, _), total in zip(by_day, totals, strict=True):
        steps.append(f"H{(day - first).days}V{top - total}")
    right_edge = max((min(today, last) - first).days, (by_day[-1][0] - first).days)
    steps.append(f"H{right_edge}")
    return SignOnCurve(
        first=first,
        last=last,
        total=totals[-1],
        path="".join(steps),
        days=days,
        top=top,
        goal=goal,
        today=round(100 * right_edge / days, 2),
        weeks=_weeks(by_day, today),
    )


def _weeks(by_day: Sequence[tuple[dt.date, int]], today: dt.date) -> tuple[CurveWeek, ...]:
    """The weeks up to today, each to its Sunday."""
    weeks: list[CurveWeek] = []
    total = 0
    end = by_day[0][0] + dt.timedelta(days=6 - by_day[0][0].weekday())
    last = max(today, by_day[-1][0])
    while not weeks or weeks[-1].until < last:
        start = end - dt.timedelta(days=_WEEK)
        new = sum(number for day, number in by_day if start < day <= end)
        total += new
        weeks.append(CurveWeek(min(end, last), new, total))
        end += dt.timedelta(days=_WEEK)
    return tuple(weeks)
