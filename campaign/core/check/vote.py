"""Checks that the day of the vote is the same in the text, the front matter and the settings.

A date in a sentence that speaks of a vote is the vote's unless the sentence says otherwise: it names another body or
another year, or sets the date before or after the vote. Such sentences are right far more often than wrong.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.check.sentences import clauses
from campaign.core.languages.days_in_text import WrittenDay, days_in
from campaign.core.languages.vote_context import ContextPatterns, vote_context
from campaign.core.languages.vote_words import vote_words
from campaign.core.letters import Letter
from campaign.errors import Problem

# A wrong date of a vote is near the right one, or has the same day in another month.
_NEAR = dt.timedelta(days=16)
# Farther from each other, a date and a vote have little to do with each other.
_MOST_WORDS = 10

_COUNTED = re.compile(r"\d\s{0,12}$")
_WORD_BEFORE = re.compile(r"(?:[\w’']+\W+){0,3}$")


def vote(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a day of the vote that differs from the settings."""
    if facts.vote and letter.deadline and letter.deadline != facts.vote:
        what = f"deadline is {letter.deadline}, but in campaign.toml the vote is on {facts.vote}"
        yield Problem(text.path, text.keys.get("deadline"), what, f"write {facts.vote}, or correct campaign.toml")
    for day, is_sure in _other_days(text, letter, facts):
        if is_sure:
            what = f"the vote is on {_day_text(text, day)} here, in campaign.toml on {facts.vote}"
            yield text.problem(day.start, what, "correct the one that is wrong")


def possible_vote(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of another day in a sentence about a vote that may be the campaign's."""
    for day, is_sure in _other_days(text, letter, facts):
        if not is_sure:
            what = f"{_day_text(text, day)} is beside a vote; the campaign's vote is on {facts.vote}"
            yield text.problem(day.start, what, "correct it if the same vote is meant")


def _other_days(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[tuple[WrittenDay, bool]]:
    """Yield each date that may be meant as the day of the vote and is another, and whether that is sure."""
    if facts.vote is None:
        return
    for start, end in clauses(text):
        days = days_in(text.text, start, end, letter.language)
        if days and (
            votes := [
                match.span()
                for match in vote_words(letter.language).finditer(text.text, start, end)
                if not _COUNTED.search(text.text, max(start, match.start() - 14), match.start())  # "361 votes"
            ]
        ):
            yield from _other_day(text.text, (start, end), days, votes, letter.language, facts.vote)


def _other_day(
    text: str,
    clause: tuple[int, int],
    days: Sequence[WrittenDay],
    votes: Sequence[tuple[int, int]],
    language: str,
    vote_day: dt.date,
) -> Iterator[tuple[WrittenDay, bool]]:
    # One right date is enough ("the vote moved from the 19th to the 26th"), and so is one that may be several days.
    if any(day.several or _is_on(day, vote_day) for day in days):
        return
    day, word = min(((day, word) for day in days for word in votes), key=lambda pair: _gap(*pair)[1] - _gap(*pair)[0])
    words = vote_context(language)
    date = _date(day, vote_day.year)
    if date is None or words.bodies.search(text, *clause) or _is_apart(text, clause[0], day, word, words):
        return
    near = abs(date - vote_day) <= _NEAR
    if (day.day, day.month) == (vote_day.day, vote_day.month):
        yield day, abs(date.year - vote_day.year) == 1  # a slip of the year
    elif day.year in (None, vote_day.year):
        alike = near or day.day == vote_day.day
        between = text[slice(*_gap(day, word))]
        sure = alike and len(between.split()) <= _MOST_WORDS and not _has_committee(text, clause, words)
        if sure or near or day.year is None:
            yield day, sure


def _has_committee(text: str, clause: tuple[int, int], words: ContextPatterns) -> bool:
    """Whether the clause names a committee that is not the addressees' own."""
    return any(match["your"] is None for match in words.committees.finditer(text, *clause))


def _is_apart(text: str, start: int, day: WrittenDay, word: tuple[int, int], words: ContextPatterns) -> bool:
    """Whether the text sets the day before or after the vote: "sign before 20 April", "12 May, after your vote"."""
    between = _gap(day, word)
    if words.apart.search(text, *between):
        return True
    if not text[slice(*between)].strip():
        return False  # "before the 25 April vote"
    before = _WORD_BEFORE.search(text, max(start, day.start - 40), day.start)
    begin = before.start() if before else day.start
    return word[0] >= day.end and words.apart.search(text, begin, day.start) is not None


def _gap(day: WrittenDay, word: tuple[int, int]) -> tuple[int, int]:
    """Return start and end of the text between a day and a word."""
    return (day.end, word[0]) if word[0] >= day.end else (word[1], max(word[1], day.start))


def _is_on(day: WrittenDay, date: dt.date) -> bool:
    return (day.day, day.month) == (date.day, date.month) and day.year in (None, date.year)


def _date(day: WrittenDay, year: int) -> dt.date | None:
    """Return the date in its own year or else in `year`; None if the calendar does not have it."""
    try:
        return dt.date(day.year or year, day.month, day.day)
    except ValueError:
        return None


def _day_text(text: Prose, day: WrittenDay) -> str:
    return shorten(text.text[day.start : day.end])
