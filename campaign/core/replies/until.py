"""The day until which somebody is away, found in the words of an automatic answer."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from campaign.core.replies.words import UNTIL, folded

_MOST_CHARACTERS = 5_000
_NUMBERS = re.compile(
    r"(?<!\d)(\d{4})[-./]\s?(\d\d?)[-./]\s?(\d\d?)(?!\d)|(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})(?:\5\s?(\d{4}|\d\d)?)?(?!\d)"
)
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|[.ºª])?\s+(?:of |de |d'|di )?(\w{3,12})\.?(?:\s+(?:de )?(\d{4}))?"
)
_MONTH_DAY = re.compile(r"(?<!\w)(\w{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(\d{4}))?")
# "Maini" and "maijam": May, as Estonian and Latvian decline it.
_LEAST_STEM = 3
_MOST_ENDING = 4
_FAR = dt.timedelta(days=500)
_LANGUAGES = (
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"),
    *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
)
# What may stand between "until" and the date: an article, a weekday, a comma.
_ARTICLE = r"(?:(?:the|den|dem|le|el|il|lo|la|de|op|dnia|dne|am|on)\s+)?"
# Finnish and Hungarian say "until" behind the date.
_AFTER = re.compile(r"[.\s]{0,3}(?:asti|saakka|-ig)(?!\w)")
_BETWEEN = re.compile(rf"[\s,:]*{_ARTICLE}(?:[^\W\d_]{{2,14}}\.?,?\s+)?{_ARTICLE}")


def until(text: str, written: dt.date) -> dt.date | None:
    """The last day that stands after a word like "until" or "back on", not before the day on which it was `written`.

    A date without a year is the next one; 05/03 is read as the nearer of the two days that are still to come.
    """
    plain = folded(text[:_MOST_CHARACTERS])
    ends = {word.end() for word in UNTIL.finditer(plain)}
    ends |= {match.end() for match in (_BETWEEN.match(plain, end) for end in ends) if match}
    dates = _dates(plain, written)
    near = (days for start, end, days in dates if ends & {start, start - 1} or _AFTER.match(plain, end))
    found = [day for days in near for day in days]
    return max(found, default=None)


def _dates(text: str, written: dt.date) -> Iterator[tuple[int, int, list[dt.date]]]:
    """Where each date begins and ends, and the days that it may mean."""
    for match in _NUMBERS.finditer(text):
        year, month, day, one, _, two, short = match.groups()
        if year:
            yield *match.span(), _fitting([_day(int(year), int(month), int(day))], written)
        else:
            readings = [_near(short, int(two), int(one), written), _near(short, int(one), int(two), written)]
            yield *match.span(), _fitting(readings, written)[:1]
    for match in _DAY_MONTH.finditer(text):
        yield *match.span(), _fitting([_near(match[3], _month(match[2]), int(match[1]), written)], written)
    for match in _MONTH_DAY.finditer(text):
        yield *match.span(), _fitting([_near(match[3], _month(match[1]), int(match[2]), written)], written)


def _fitting(days: list[dt.date | None], written: dt.date) -> list[dt.date]:
    return sorted(day for day in days if day and written <= day <= written + _FAR)


def _near(year: str | None, month: int, day: int, written: dt.date) -> dt.date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = _day(written.year, month, day)
    return this if this is None or this >= written else _day(written.year + 1, month, day)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """A month's number by its name in any of the languages, also with an ending; 0 for other words, and for one that
    two languages use for different months."""
    stems = (word[:end] for end in range(len(word), max(len(word) - _MOST_ENDING, _LEAST_STEM) - 1, -1))
    return next((_months()[stem] for stem in stems if stem in _months()), 0)


@cache
def _months() -> dict[str, int]:
    from babel import Locale  # heavy, and wanted by few mails

    found: dict[str, set[int]] = {}
    for code in _LANGUAGES:
        names = Locale(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    found.setdefault(folded(name).rstrip("."), set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}
