"""When a mail may go: not before its time, inside the window on the right days, never after the deadline, and no more
in a day than is allowed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from campaign.core.delivery.rules import SendRules
from campaign.core.languages.in_english import moment
from campaign.core.settings import Rules
from campaign.core.settings.rules import END_OF_DAY
from campaign.core.timetable.holidays import is_holiday

# The longest time without a window that is looked across: Christmas with its weekends, and a window of one weekday.
_DAYS_AHEAD = 22


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a mail may go now. `next_at` is when it may (aware UTC), None if it may now or never; `why` is for
    people and empty when it may go. What may go now may until `until`, None where that is not known."""

    now: bool
    next_at: dt.datetime | None = None
    why: str = ""
    until: dt.datetime | None = field(default=None, compare=False)

    @property
    def over(self) -> bool:
        return not self.now and self.next_at is None


GO = Permission(now=True)


def never(why: str) -> Permission:
    """It may not go, now or later."""
    return Permission(now=False, why=why)


def permission(now: dt.datetime, send: SendRules, zone: ZoneInfo, shown_in: ZoneInfo | None = None) -> Permission:
    """Whether a mail may go at `now`, and if not when and why. Window and days are those of `zone`; times are written
    in `shown_in`, or else there."""
    shown_in = shown_in or zone
    rules, deadline_at = send.rules, send.deadline_at
    if send.is_over(now):
        return never(f"the deadline has passed ({moment(deadline_at, shown_in)})")
    opens_at = _opens_at(max(now, rules.not_before_at or now), rules, zone)
    if opens_at is None or opens_at >= deadline_at:
        return never("no sending window opens before the deadline")
    if opens_at <= now:
        return Permission(now=True, until=min(deadline_at, _closes_at(now.astimezone(zone).date(), rules, zone)))
    why = "not before" if rules.not_before_at and now < rules.not_before_at else "the sending window opens"
    return Permission(now=False, next_at=opens_at, why=f"{why} {moment(opens_at, shown_in)}")


def earliest(now: dt.datetime, send: SendRules, zones: Iterable[ZoneInfo]) -> Permission:
    """The permission of those in whose zone a mail may go first. `zones` names at least one."""
    permissions = (permission(now, send, zone, send.zone) for zone in zones)
    return min(permissions, key=lambda may: (not may.now, may.next_at or may.until or send.deadline_at))


def _opens_at(start: dt.datetime, rules: Rules, zone: ZoneInfo) -> dt.datetime | None:
    """The first moment from `start` on that lies in a window; None when no day is allowed."""
    local = start.astimezone(zone)
    for ahead in range(_DAYS_AHEAD):
        day = local.date() + dt.timedelta(days=ahead)
        if not _is_allowed(day, rules):
            continue
        opens = dt.datetime.combine(day, rules.window.start, zone).astimezone(dt.UTC)
        if start < _closes_at(day, rules, zone):
            return max(opens, start)
    return None


def _is_allowed(day: dt.date, rules: Rules) -> bool:
    return day.weekday() in rules.weekdays and not (rules.holidays and is_holiday(day))


def _closes_at(day: dt.date, rules: Rules, zone: ZoneInfo) -> dt.datetime:
    if rules.window.end >= END_OF_DAY:
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
    return dt.datetime.combine(day, rules.window.end, zone).astimezone(dt.UTC)
