"""Finds the day until which somebody is away in the words of an automatic answer."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress

from campaign.core.languages.days_in_text import WrittenDay, days_in_any_language
from campaign.core.languages.fold import fold
from campaign.core.replies.word_patterns import UNTIL

_MAX_CHARACTERS = 5_000
_MAX_AHEAD = dt.timedelta(days=500)
# Between "until" and the date there may be an article, a weekday and a comma.
_ARTICLE = r"(?:(?:the|den|dem|le|el|il|lo|la|de|op|dnia|dne|am|on)\s+)?"
# In Finnish and Hungarian "until" follows the date.
_AFTER = re.compile(r"[.\s]{0,3}(?:asti|saakka|-ig)(?!\w)")
_BETWEEN = re.compile(rf"[\s,:]*{_ARTICLE}(?:[^\W\d_]{{2,14}}\.?,?\s+)?{_ARTICLE}")


def end_of_absence(text: str, written: dt.date) -> dt.date | None:
    """The last day after a word like "until" or "back on"; None when there is none on or after the day `written`.

    A date without a year is the next such day. 05/03 is read as the nearer one of the two possible days.
    """
    plain = fold(text[:_MAX_CHARACTERS])
    ends = {word.end() for word in UNTIL.finditer(plain)}
    ends |= {match.end() for match in (_BETWEEN.match(plain, end) for end in ends) if match}
    last_days = [day for day in days_in_any_language(plain) if _is_end(plain, day, ends)]
    # Of several readings of the same words the longest counts. One word may name different months in two languages.
    readings: dict[int, tuple[int, set[dt.date]]] = {}
    for day in sorted(last_days, key=lambda day: day.start):
        start, days = readings.setdefault(day.end, (day.start, set()))
        days.update(_next_dates(day, written) if day.start == start else ())
    return max((days.pop() for _, days in readings.values() if len(days) == 1), default=None)


def _is_end(text: str, day: WrittenDay, ends: set[int]) -> bool:
    """Whether a word like "until" stands before or after a day. `ends` are the positions where such words end."""
    return bool(ends & {day.start, day.start - 1} or _AFTER.match(text, day.end))


def _next_dates(day: WrittenDay, written: dt.date) -> list[dt.date]:
    """The day, or the nearer one of two readings, in a list; an empty list when it is past or far away."""
    pairs = {(day.month, day.day), (day.day, day.month)} if day.either_way else {(day.month, day.day)}
    dates = (date for pair in pairs for date in _dates(day.year, *pair, written))
    return sorted(date for date in dates if written <= date <= written + _MAX_AHEAD)[:1]


def _dates(year: int | None, month: int, day: int, written: dt.date) -> Iterator[dt.date]:
    """The valid dates of a day: in its year, else in the year of `written` and the next one."""
    for number in (year,) if year else (written.year, written.year + 1):
        with suppress(ValueError):
            yield dt.date(number, month, day)
