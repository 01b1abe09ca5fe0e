"""Counts and moments as commands and messages say them: in English, whatever language the letter has."""

import datetime as dt
from zoneinfo import ZoneInfo


def count_of(number: int, noun: str) -> str:
    """ "1 mail", "4 mails", "0 mails"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def moment(at: dt.datetime, zone: ZoneInfo) -> str:
    """ "Monday 26 April 2027, 12:00 (Europe/Brussels)". `at` is aware."""
    return f"{at.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})"


def exact_moment(at: dt.datetime, zone: ZoneInfo) -> str:
    """A moment to the second, for a record: "26 April 2027, 12:00:05 (Europe/Brussels)". `at` is aware."""
    return f"{at.astimezone(zone):%-d %B %Y, %H:%M:%S} ({zone.key})"
