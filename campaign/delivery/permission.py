"""When a mail may go: not before its time, inside the window on the right weekdays, never after the deadline."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.delivery.rules import END_OF_DAY, Rules


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a mail may go now. `next_at` is when it may (aware UTC), None if it may now or never; `why` is for
    people and empty when it may go."""

    now: bool
    next_at: dt.datetime | None = None
    why: str = ""

    @property
    def over(self) -> bool:
        return not self.now and self.next_at is None


def permission(now: dt.datetime, rules: Rules, zone: ZoneInfo, deadline_at: dt.datetime) -> Permission:
    """Whether a mail may go at `now`, and if not when and why."""
    if now >= deadline_at:
        return Permission(now=False, why=f"the deadline has passed ({_shown(deadline_at, zone)})")
    opens_at = _opens_at(max(now, rules.not_before_at or now), rules, zone)
    if opens_at is None or opens_at >= deadline_at:
        return Permission(now=False, why="no sending window opens before the deadline")
    if opens_at <= now:
        return Permission(now=True)
    why = "not before" if rules.not_before_at and now < rules.not_before_at else "the sending window opens"
    return Permission(now=False, next_at=opens_at, why=f"{why} {_shown(opens_at, zone)}")


def _opens_at(start: dt.datetime, rules: Rules, zone: ZoneInfo) -> dt.datetime | None:
    """The first moment from `start` on that lies in a window; None when no weekday is allowed."""
    local = start.astimezone(zone)
    for ahead in range(8):
        day = local.date() + dt.timedelta(days=ahead)
        if day.weekday() not in rules.weekdays:
            continue
        opens = dt.datetime.combine(day, rules.window_start, zone).astimezone(dt.UTC)
        if start < _closes_at(day, rules, zone):
            return max(opens, start)
    return None


def _closes_at(day: dt.date, rules: Rules, zone: ZoneInfo) -> dt.datetime:
    if rules.window_end >= END_OF_DAY:
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
    return dt.datetime.combine(day, rules.window_end, zone).astimezone(dt.UTC)


def _shown(at: dt.datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})"
