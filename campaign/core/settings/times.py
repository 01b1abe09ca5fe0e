"""The kinds of values that are times, and the conversion of local times to UTC."""

import datetime as dt
import difflib
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from campaign.core.settings.kinds import InvalidValue, ValueKind, required_text, text
from campaign.core.timetable.lead_time import LeadTime, read_lead_time

PlannedTime = LeadTime | dt.datetime | None
"""When a step is planned: a time before the vote, a fixed time, or None for never."""
DISPLAY_FORMAT = "%Y-%m-%d %H:%M"
"""The strftime format of a local time in a message."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
END_OF_DAY = dt.time(23, 59, 59)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?")
_WINDOW = re.compile(r"(\d\d):(\d\d)\s*-\s*(\d\d):(\d\d)")
_YEARS = range(2000, 3000)


class Window(NamedTuple):
    """Hours of a day, from `start` to before `end`."""

    start: dt.time
    end: dt.time
    """END_OF_DAY for midnight."""


def moment(raw: object) -> dt.datetime:
    """A local day and time, naive."""
    if isinstance(raw, str) and _MOMENT.fullmatch(raw.strip()):
        try:
            raw = dt.datetime.fromisoformat(raw.strip())
        except ValueError:
            raise InvalidValue from None
    if not isinstance(raw, dt.datetime):
        raise InvalidValue
    if raw.tzinfo is not None:
        raise InvalidValue("write the local time without an offset; its zone is set in [campaign]")
    if raw.year not in _YEARS:
        raise InvalidValue
    return raw


def date(raw: object) -> PlannedTime:
    """A time before the vote, or a local day and time; None for "none"."""
    if not isinstance(raw, str):
        return moment(raw)
    if raw.strip().lower() == "none":
        return None
    return read_lead_time(raw) or moment(raw)


def window(raw: object) -> Window:
    """Hours of a day."""
    match = _WINDOW.fullmatch(text(raw))
    if not match:
        raise InvalidValue
    try:
        hours = [int(digits) for digits in match.groups()]
        start, end = dt.time(hours[0], hours[1]), _end(hours[2], hours[3])
    except ValueError:
        raise InvalidValue from None
    if end <= start:
        raise InvalidValue("write an end that is after the start, on the same day")
    return Window(start, end)


def _end(hour: int, minute: int) -> dt.time:
    return END_OF_DAY if (hour, minute) == (24, 0) else dt.time(hour, minute)


def weekdays(raw: object) -> tuple[int, ...]:
    """Days of the week, in order; 0 is Monday."""
    days: set[int] = set()
    for part in text(raw).lower().split(","):
        first, _, last = (name.strip() for name in part.partition("-"))
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise InvalidValue
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return tuple(sorted(days))


def zone(raw: object) -> ZoneInfo:
    """A zone of the time zone database. Raises InvalidValue with the nearest name."""
    name = required_text(raw)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; malformed; a folder of the database
        near = difflib.get_close_matches(name, sorted(available_timezones()), 1)
        raise InvalidValue(f"did you mean {near[0]}?" if near else "") from None


def instant(local: dt.datetime, time_zone: ZoneInfo) -> dt.datetime:
    """A local time in UTC. Raises InvalidValue if the clocks skip it or show it twice."""
    early, late = local.replace(tzinfo=time_zone, fold=0), local.replace(tzinfo=time_zone, fold=1)
    at = early.astimezone(dt.UTC)
    if early.utcoffset() == late.utcoffset():
        return at
    what = f"is {local.strftime(DISPLAY_FORMAT)}"
    back = at.astimezone(time_zone).replace(tzinfo=None)
    if back != local:
        valid = back.strftime(DISPLAY_FORMAT)
        fix = f"this time does not exist in {time_zone.key}, because the clocks skip it; write {valid}"
        raise InvalidValue(fix, what)
    raise InvalidValue(
        f"this time occurs twice in {time_zone.key}, because the clocks go back; choose a time outside that hour", what
    )


MOMENT = ValueKind("day and time as YYYY-MM-DD HH:MM in quotes, in the campaign's zone", moment)
DATE = ValueKind('"N days before, HH:MM", "N working days before, HH:MM", "YYYY-MM-DD HH:MM" or "none"', date)
WINDOW = ValueKind("hours of the day as HH:MM-HH:MM in quotes", window)
DAYS = ValueKind("days as mon-fri or mon,wed in quotes", weekdays)
ZONE = ValueKind("the name of a time zone in quotes", zone)
