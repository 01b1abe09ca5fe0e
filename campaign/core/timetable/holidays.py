"""Working days: Monday to Friday, with or without the holidays of the EU's institutions.

The institutions publish a list for each year. Computed here are the days that every list has, not the bridge days of a
single year.
"""

import datetime as dt
from functools import cache

_SATURDAY = 5
# Days after Easter Sunday: Maundy Thursday, Good Friday, Easter Monday, Ascension and the Friday after, Whit Monday.
_ABOUT_EASTER = (-3, -2, 1, 39, 40, 50)
# Days of the year: New Year, Labour Day, Schuman Day, Belgium's day, Assumption, All Saints and All Souls.
_FIXED = ((1, 1), (1, 2), (5, 1), (5, 9), (7, 21), (8, 15), (11, 1), (11, 2))
_CHRISTMAS = range(24, 32)


@cache
def eu_holidays(year: int) -> frozenset[dt.date]:
    """Return the days on which the EU's institutions are closed every year."""
    fixed = {dt.date(year, month, day) for month, day in _FIXED}
    christmas = {dt.date(year, 12, day) for day in _CHRISTMAS}
    return frozenset(fixed | christmas | {easter(year) + dt.timedelta(days=after) for after in _ABOUT_EASTER})


def is_holiday(day: dt.date) -> bool:
    """Whether the EU's institutions are closed on a day, apart from weekends."""
    return day in eu_holidays(day.year)


def is_working_day(day: dt.date, *, holidays: bool) -> bool:
    """Whether a day is neither on a weekend nor, with `holidays`, a holiday of the EU's institutions."""
    return day.weekday() < _SATURDAY and not (holidays and is_holiday(day))


def add_working_days(day: dt.date, number: int, *, holidays: bool) -> dt.date:
    """Return the day `number` working days after a day; before it if the number is negative; the day itself for 0.
    `holidays` is as in `is_working_day`."""
    step = dt.timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left > 0:
        day += step
        left -= is_working_day(day, holidays=holidays)
    return day


def easter(year: int) -> dt.date:
    """Return Easter Sunday by the Gregorian rule: golden number, century, epact, Sunday."""
    golden = year % 19
    century = year // 100
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    return dt.date(year, 3, 28) + dt.timedelta(days=epact - sunday)
