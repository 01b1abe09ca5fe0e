"""A moment as people are told it: with its weekday, and the zone in words."""

import datetime as dt
from zoneinfo import ZoneInfo


def moment(at: dt.datetime, zone: ZoneInfo) -> str:
    """ "Monday 26 April 2027, 12:00 (Europe/Brussels)". `at` is aware."""
    return f"{at.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})"
