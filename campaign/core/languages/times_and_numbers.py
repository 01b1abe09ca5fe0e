"""Times and numbers in the reader's language; times in the campaign's zone."""

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location
from babel.numbers import format_decimal

from campaign.core.languages.locale import locale


def moment(at: dt.datetime, zone: ZoneInfo, language: str) -> str:
    """Return day, time and the zone's city: "Monday, 26 April 2027, 12:00 (Brussels)". `at` is aware."""
    cldr, local = locale(language), at.astimezone(zone)
    city = get_timezone_location(zone, cldr, return_city=True)
    return f"{format_date(local, 'full', locale=cldr)}, {format_time(local, 'short', locale=cldr)} ({city})"


def decimal(number: int, language: str) -> str:
    """Return a whole number: "1,234,567" in English."""
    return format_decimal(number, locale=locale(language))


def timestamp(at: dt.datetime) -> str:
    """Return a time in UTC as in RFC 3339: 2027-03-01T09:30:00Z."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
