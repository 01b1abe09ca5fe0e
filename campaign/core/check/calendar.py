"""Checks dates against the calendar: days that no year has, and weekdays that do not match their date."""

import calendar
import datetime as dt
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.check.sentences import sentences
from campaign.core.languages.days_in_text import WrittenDay, days_in
from campaign.core.languages.vote_words import vote_words
from campaign.core.letters import Letter
from campaign.errors import Problem

_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_LEAP_YEAR = 2024
_WEEKS_AROUND = dt.timedelta(weeks=6)


def dates(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a date that the calendar does not have, and a weekday that does not match its date."""
    for start, end in sentences(text):
        for day in days_in(text.text, start, end, letter.language):
            if day.day > calendar.monthrange(day.year or _LEAP_YEAR, day.month)[1]:
                what = f"there is no {shorten(text.text[day.start : day.end])}"
                yield text.problem(day.start, what, "correct the date")
            elif day.weekday is not None:
                near_vote = vote_words(letter.language).search(text.text, start, end) is not None
                yield from _weekday(text, day, facts.vote, near_vote=near_vote)


def _weekday(text: Prose, day: WrittenDay, vote_day: dt.date | None, *, near_vote: bool) -> Iterator[Problem]:
    """Report a wrong weekday where the year is known: written, by the vote's day, or beside the vote."""
    year = day.year or _year_of_vote(day, vote_day, near_vote=near_vote)
    if year is None:
        return
    actual = calendar.weekday(year, day.month, day.day)
    if actual != day.weekday:
        fix = f"in {year} this date is a {_WEEKDAYS[actual]}; correct the weekday or the date"
        what = f"{shorten(text.text[day.start : day.end])} has the wrong weekday"
        yield text.problem(day.start, what, fix)


def _year_of_vote(day: WrittenDay, vote_day: dt.date | None, *, near_vote: bool) -> int | None:
    """Return the year of the vote if the day is that of the vote, or in a sentence about a vote some weeks from it."""
    if vote_day is None or (day.month, day.day) == (2, 29):
        return None
    distance = abs(dt.date(vote_day.year, day.month, day.day) - vote_day)
    return vote_day.year if distance <= (_WEEKS_AROUND if near_vote else dt.timedelta(0)) else None
