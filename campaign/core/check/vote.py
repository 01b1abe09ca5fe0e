"""Checks that the day of the vote is the same in the text, the front matter and the settings."""

import datetime as dt
import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.languages.days import WrittenDay, days_in
from campaign.core.languages.vote_words import vote_words
from campaign.core.letters import Letter
from campaign.errors import Problem

_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
# A full stop ends a sentence unless a number or a short title is before it ("am 26. April", "Mr. Benifei"), or a small
# letter follows ("26 април 2027 г. на").
_END = re.compile(
    r"(?<!\b\d)(?<!\b\d\d)(?<!\b[A-Z][a-z])(?<!\bArt)(?<!\bMrs)[.!?][\"”»)*_]*\s+(?=[\"„“«(*_]*(?P<next>[^\W\d]))"
)


def vote(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a day of the vote that differs from the settings, and a weekday that does not match its date."""
    if facts.vote is None:
        return
    if letter.deadline and letter.deadline != facts.vote:
        what = f"deadline is {letter.deadline}, but in campaign.toml the vote is on {facts.vote}"
        yield Problem(text.path, text.keys.get("deadline"), what, f"write {facts.vote}, or correct campaign.toml")
    for start, end in _sentences(text):
        yield from _sentence(text, start, end, letter.language, facts.vote)


def _sentence(text: Prose, start: int, end: int, language: str, vote_day: dt.date) -> Iterator[Problem]:
    days = days_in(text.text, start, end, language)
    if not days:
        return
    votes = [match.start() for match in vote_words(language).finditer(text.text, start, end)]
    # One right date is enough ("the vote moved from the 19th to the 26th"), and so is one that may be several days.
    if votes and not any(day.several or _is_on(day, vote_day) for day in days):
        nearest = min(days, key=lambda day: min(abs(day.start - votes[0]), abs(day.start - votes[-1])))
        what = f"the vote is on {_day_text(text, nearest)} here, in campaign.toml on {vote_day}"
        yield text.problem(nearest.start, what, "correct the one that is wrong")
    for day in days:
        yield from _weekday(text, day, vote_day, near_vote=bool(votes))


def _weekday(text: Prose, day: WrittenDay, vote_day: dt.date, *, near_vote: bool) -> Iterator[Problem]:
    known_year = day.year or near_vote or _is_on(day, vote_day)
    year = day.year or vote_day.year
    actual = _actual_weekday(day, year)
    if day.weekday is None or not known_year or actual in (day.weekday, None):
        return
    fix = f"in {year} this date is a {_WEEKDAYS[actual]}; correct the weekday or the date"
    yield text.problem(day.start, f"{_day_text(text, day)} has the wrong weekday", fix)


def _is_on(day: WrittenDay, date: dt.date) -> bool:
    return (day.day, day.month) == (date.day, date.month) and day.year in (None, date.year)


def _actual_weekday(day: WrittenDay, year: int) -> int | None:
    try:
        return dt.date(year, day.month, day.day).weekday()
    except ValueError:
        return None


def _day_text(text: Prose, day: WrittenDay) -> str:
    return shorten(text.text[day.start : day.end])


def _sentences(text: Prose) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of the body, and of each line of the front matter."""
    yield from (match.span() for match in re.finditer(r".+", text.text[: text.body]))
    for paragraph in text.paragraphs:
        start = paragraph.start
        for stop in _END.finditer(text.text, paragraph.start, paragraph.end):
            if stop["next"].islower():
                continue
            yield start, stop.end()
            start = stop.end()
        yield start, paragraph.end
