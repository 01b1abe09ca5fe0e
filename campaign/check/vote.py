"""The day of the vote: in the text, in the front matter and in the settings it is the same."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.check.facts import Facts
from campaign.check.prose import Prose, shortened
from campaign.errors import Problem
from campaign.letters import Letter

# Capitals count: "all 26 may vote" is no date, "26 May" is.
_MONTHS = {
    name: number
    for names in (
        "January February March April May June July August September October November December",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_WEEKDAYS = {
    name: number
    for names in (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
    )
    for number, name in enumerate(names.split())
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_GAP = r"\s{1,12}"  # a line may end here, and the next be indented
_DATE = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(_WEEKDAYS)}),?{_GAP}(?:(?:the|den|le){_GAP})?)?"
    r"(?:"
    rf"(?<![\d.])(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?{_GAP}(?:of{_GAP})?(?P<m1>{_MONTH})\b(?:,?{_GAP}(?P<y1>\d{{4}})\b)?"
    rf"|\b(?P<m2>{_MONTH}){_GAP}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?[€%])(?:,?{_GAP}(?P<y2>\d{{4}})\b)?"
    r"|(?<!\d)(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?!\d)"
    r"|(?<![\d.])(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>\d{4})(?!\d)"
    r")"
)
_VOTE = re.compile(
    r"\b(?:votes?|voting|votera|voteront|scrutins?|\w{0,30}abstimmung\w{0,4}|abstimmen|abstimmt)\b", re.IGNORECASE
)
# A stop ends a sentence unless a numeral or a short title stands before it: "am 26. April", "Mr. Benifei".
_END = re.compile(
    r"(?<!\b\d)(?<!\b\d\d)(?<!\b[A-Z][a-z])(?<!\bArt)(?<!\bMrs)[.!?][\"”»)*_]*\s+(?=[\"„“«(*_]*[^\W\da-z])"
)


@dataclass(frozen=True, slots=True)
class _Day:
    """A date as written. `year` and `weekday` (0 is Monday) are None where they are not given."""

    offset: int
    words: str
    day: int
    month: int
    year: int | None
    weekday: int | None

    def is_on(self, date: dt.date) -> bool:
        return (self.day, self.month) == (date.day, date.month) and self.year in (None, date.year)

    def actual_weekday(self, year: int) -> int | None:
        try:
            return dt.date(self.year or year, self.month, self.day).weekday()
        except ValueError:
            return None


def vote(text: Prose, letter: Letter, facts: Facts) -> Iterator[Problem]:
    """A day of the vote that is not the one in the settings, or a weekday that does not fit its date."""
    if facts.vote is None:
        return
    if letter.deadline and letter.deadline != facts.vote:
        what = f"deadline is {letter.deadline}, the vote in campaign.toml on {facts.vote}"
        yield Problem(text.path, text.keys.get("deadline"), what, f"write {facts.vote}, or correct it there")
    for start, end in _sentences(text):
        yield from _sentence(text, start, end, facts.vote)


def _sentence(text: Prose, start: int, end: int, vote_day: dt.date) -> Iterator[Problem]:
    days = [_day(found) for found in _DATE.finditer(text.text, start, end)]
    if not days:
        return
    votes = [found.start() for found in _VOTE.finditer(text.text, start, end)]
    # One right date speaks for the sentence: "the vote moved from the 19th to the 26th".
    if votes and not any(day.is_on(vote_day) for day in days):
        nearest = min(days, key=lambda day: min(abs(day.offset - votes[0]), abs(day.offset - votes[-1])))
        what = f"the vote is dated {nearest.words}, campaign.toml says {vote_day}"
        yield text.problem(nearest.offset, what, "correct the one that is wrong")
    for day in days:
        yield from _weekday(text, day, vote_day, near_vote=bool(votes))


def _weekday(text: Prose, day: _Day, vote_day: dt.date, *, near_vote: bool) -> Iterator[Problem]:
    known_year = day.year or near_vote or day.is_on(vote_day)
    actual = day.actual_weekday(vote_day.year)
    if day.weekday is None or not known_year or actual in (day.weekday, None):
        return
    name = list(_WEEKDAYS)[actual]
    year = day.year or vote_day.year
    yield text.problem(
        day.offset, f"{day.words} is not the right weekday", f"in {year} it is a {name}; correct day or date"
    )


def _sentences(text: Prose) -> Iterator[tuple[int, int]]:
    """Each sentence of the body, and each line of the front matter."""
    yield from (found.span() for found in re.finditer(r".+", text.text[: text.body]))
    for paragraph in text.paragraphs:
        start = paragraph.start
        for stop in _END.finditer(text.text, paragraph.start, paragraph.end):
            yield start, stop.end()
            start = stop.end()
        yield start, paragraph.end


def _day(found: re.Match[str]) -> _Day:
    part = found.groupdict()
    form = next(form for form in "1234" if part[f"d{form}"])
    month, year, weekday = part[f"m{form}"], part[f"y{form}"], part["weekday"]
    return _Day(
        offset=found.start(),
        words=shortened(found.group()),
        day=int(part[f"d{form}"]),
        month=_MONTHS.get(month) or int(month),
        year=int(year) if year else None,
        weekday=_WEEKDAYS[weekday] if weekday else None,
    )
