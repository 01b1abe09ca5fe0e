"""When a mail may go: not before its time, inside the window on the right days, never after the deadline, and no more
in a day than is allowed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from campaign.core.delivery.rules import SendRules
from campaign.core.languages.in_english import moment
from campaign.core.settings import SendingRules
from campaign.core.settings.rules import END_OF_DAY
from campaign.core.timetable.holidays import is_holiday

# The longest time without a window that is looked across: Christmas with its weekends, and a window of one weekday.
_MAX_DAYS_AHEAD = 22


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a mail may go now. `next_at` is when it may (aware UTC), None if it may now or never; `why` is for
    people and empty when it may go. What may go now may until `until`, None where that is not known."""

    granted: bool
    next_at: dt.datetime | None = None
    why: str = ""
    until: dt.datetime | None = field(default=None, compare=False)

    @property
    def is_final(self) -> bool:
        return not self.granted and self.next_at is None


GO = Permission(granted=True)


def never(why: str) -> Permission:
    """It may not go, now or later."""
    return Permission(granted=False, why=why)


def permission_at(
    now: dt.datetime, send_rules: SendRules, zone: ZoneInfo, display_zone: ZoneInfo | None = None
) -> Permission:
    """Whether a mail may go at `now`, and if not when and why. Window and days are those of `zone`; times are written
    in `shown_in`, or else there."""
    display_zone = display_zone or zone
    rules, deadline_at = send_rules.rules, send_rules.deadline_at
    if send_rules.is_over(now):
        return never(f"the deadline has passed ({moment(deadline_at, display_zone)})")
    opens_at = _opens_at(max(now, rules.not_before_at or now), rules, zone)
    if opens_at is None or opens_at >= deadline_at:
        return never("no sending window opens before the deadline")
    if opens_at <= now:
        return Permission(granted=True, until=min(deadline_at, _closes_at(now.astimezone(zone).date(), rules, zone)))
    why = "not before" if rules.not_before_at and now < rules.not_before_at else "the sending window opens"
    return Permission(granted=False, next_at=opens_at, why=f"{why} {moment(opens_at, display_zone)}")


def earliest_permission(now: dt.datetime, send_rules: SendRules, zones: Iterable[ZoneInfo]) -> Permission:
    """The permission of those in whose zone a mail may go first. `zones` names at least one."""
    permissions = (permission_at(now, send_rules, zone, send_rules.zone) for zone in zones)
    return min(
        permissions,
        key=lambda permission: (
            not permission.granted,
            permission.next_at or permission.until or send_rules.deadline_at,
        ),
    )


def _opens_at(start: dt.datetime, rules: SendingRules, zone: ZoneInfo) -> dt.datetime | None:
    """The first moment from `start` on that lies in a window; None when no day is allowed."""
    local = start.astimezone(zone)
    for ahead in range(_MAX_DAYS_AHEAD):
        day = local.date() + dt.timedelta(days=ahead)
        if not _is_allowed(day, rules):
            continue
        opens_at = dt.datetime.combine(day, rules.window.start, zone).astimezone(dt.UTC)
        if start < _closes_at(day, rules, zone):
            return max(opens_at, start)
    return None


def _is_allowed(day: dt.date, rules: SendingRules) -> bool:
    return day.weekday() in rules.weekdays and not (rules.holidays and is_holiday(day))


def _closes_at(day: dt.date, rules: SendingRules, zone: ZoneInfo) -> dt.datetime:
    if rules.window.end >= END_OF_DAY:
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
    return dt.datetime.combine(day, rules.window.end, zone).astimezone(dt.UTC)
