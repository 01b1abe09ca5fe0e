"""When a message may be sent: not before its time, within the sending window on allowed days, never after the
deadline. Limits for a day are in `limits`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from campaign.core.delivery.rules import SendRules
from campaign.core.languages.in_english import moment
from campaign.core.settings import SendingRules
from campaign.core.settings.rules import END_OF_DAY
from campaign.core.timetable.holidays import is_holiday

# How many days to search for the next window. The longest gap is Christmas with its weekends and a single weekday.
_MAX_DAYS_AHEAD = 22


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a message may be sent now."""

    granted: bool
    """Whether it may be sent now."""
    next_at: dt.datetime | None = None
    """The earliest time at which it may be sent (aware UTC); None when that is now or never."""
    why: str = ""
    """The reason why it may not be sent now, for people; "" when it may."""
    until: dt.datetime | None = field(default=None, compare=False)
    """The end of the permission (aware UTC); None when that is not known."""

    @property
    def is_final(self) -> bool:
        """Whether it may never be sent."""
        return not self.granted and self.next_at is None


GO = Permission(granted=True)


def never(why: str) -> Permission:
    """It may not be sent, now or later."""
    return Permission(granted=False, why=why)


def permission_at(
    now: dt.datetime, send_rules: SendRules, zone: ZoneInfo, display_zone: ZoneInfo | None = None
) -> Permission:
    """Whether a message may be sent at `now` (aware). The window and the days are read in `zone`. Times in the reason
    are written in `display_zone`, by default `zone`."""
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
    """The permission of the zone in which a message may be sent first. `zones` has at least one."""
    permissions = (permission_at(now, send_rules, zone, send_rules.zone) for zone in zones)
    return min(
        permissions,
        key=lambda permission: (
            not permission.granted,
            permission.next_at or permission.until or send_rules.deadline_at,
        ),
    )


def _opens_at(start: dt.datetime, rules: SendingRules, zone: ZoneInfo) -> dt.datetime | None:
    """The first time from `start` on that lies in a window; None when no day is allowed."""
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
