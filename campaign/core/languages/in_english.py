"""Counts and times in English, for commands and messages, whatever the letter's language."""

import datetime as dt
from zoneinfo import ZoneInfo


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun: "1 email", "4 emails", "0 emails"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def moment(at: dt.datetime, zone: ZoneInfo) -> str:
    """Return a time to the minute: "Monday 26 April 2027, 12:00 (Europe/Brussels)". `at` is aware."""
    return f"{at.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})"


def exact_moment(at: dt.datetime, zone: ZoneInfo) -> str:
    """Return a time to the second: "26 April 2027, 12:00:05 (Europe/Brussels)". `at` is aware."""
    return f"{at.astimezone(zone):%-d %B %Y, %H:%M:%S} ({zone.key})"
