"""Finds the days that a text names, in the languages that it may be written in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from campaign.core.languages.day_words import DAY_WORDS, NONE, DayWords
from campaign.core.languages.fold import fold
from campaign.core.languages.locale import locale

# Texts in any language quote these.
_ALWAYS = ("en", "de", "fr")
_GAP = r"\s{1,12}"  # a line may end here, and the next one be indented
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_STARTS = r"(?<![\d.,/])(?<!\d[–-])"
# Folded, "1º" is "1o", and "1ú" is "1u".
_ORDINAL = r"(?:st|nd|rd|th|er|re|\.?[ºª°oa]|\.|-?(?:ви|ри|ти|ми)|[ηή]ς?|[úu]|:?e)?"
_ARTICLE = rf"(?:(?:the|dem|den|le|el|la|dne|dňa|dnia|dana){_GAP})?"
_NUMERIC = (
    rf"(?<!\d)(?P<y3>\d{{4}})(?P<s3>-|/|\.\s?)(?P<m3>{_MONTH})(?P=s3)(?P<d3>{_DAY})(?![\d-])"
    rf"|{_STARTS}(?P<d4>{_DAY})(?P<s4>/|-|\.\s?)(?P<m4>{_MONTH})(?P=s4)(?P<y4>\d{{4}})(?!\d)"
)
# Any numbers, the month after the day or before it, with or without a year of two or four digits.
_ANY_NUMERIC = (
    r"(?<!\d)(?P<y3>\d{4})(?P<s3>[-./])\s?(?P<m3>\d\d?)[-./]\s?(?P<d3>\d\d?)(?!\d)"
    r"|(?<!\d)(?P<d4>\d\d?)(?P<s4>[-./])\s?(?P<m4>\d\d?)(?:(?P=s4)\s?(?P<y4>\d{4}|\d\d)?)?(?!\d)"
)
_DIGIT = re.compile(r"\d")
_JOINED = rf"(?:{_GAP}\w{{1,4}}){{1,2}}{_GAP}"  # "and", "ou le"
_AFTER_ANOTHER = re.compile(rf"(?<![\d:.,/])\d{{1,2}}(?:\.|-\w{{1,4}}|st|nd|rd|th)?,?{_JOINED}$")
_BEFORE_ANOTHER = re.compile(rf"(?:\.|-\w{{1,4}})?(?:\s?[–-]\s?|{_JOINED})\d{{1,2}}(?![\d:])")


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as a text writes it. The calendar may not have it (31 April)."""

    start: int
    """Where it begins in the text."""
    end: int
    """Where it ends in the text."""
    day: int
    """The day of the month."""
    month: int
    """The month, from 1."""
    year: int | None
    """The year; None if it is not given."""
    weekday: int | None
    """The weekday, 0 for Monday; None if it is not given."""
    several: bool = False
    """Whether the text may name another day beside it, which is not read: "25 or 26 April"."""
    either_way: bool = False
    """Whether day and month may be the other way round: "05/03"."""


def days_in(text: str, start: int, end: int, language: str) -> list[WrittenDay]:
    """Find the days in a part of a text, in order: in words of its language, of English, German or French, or in
    numbers with a year, the month in the middle."""
    if not _DIGIT.search(text, start, end):
        return []
    own = language.partition("-")[0].lower()
    codes = [code for code in dict.fromkeys((own, *_ALWAYS)) if code in DAY_WORDS]
    no_month = re.compile(DAY_WORDS[codes[0]].not_month or r"(?!)")
    all_days = [day for code in codes for day in _Reader.of(code).days(text, start, end)]
    days: list[WrittenDay] = []
    for day in sorted(all_days, key=lambda day: (day.start, -day.end)):  # of those that overlap, the first and longest
        if not no_month.match(text, day.end, end) and (not days or days[-1].end <= day.start):
            days.append(day)
    return days


def days_in_any_language(folded_text: str) -> list[WrittenDay]:
    """Find the days in a text that was folded by `fold`, in any language and any spelling: also with abbreviated
    months, in numbers without a year, and more than one for a day that languages read differently."""
    if not _DIGIT.search(folded_text):
        return []
    return [day for code in DAY_WORDS for day in _Reader.of(code, loose=True).days(folded_text, 0, len(folded_text))]


class _Reader:
    """Finds the days of one language; if `loose`, in a folded text and in any spelling."""

    def __init__(self, code: str, *, loose: bool) -> None:
        cldr, words = locale(code), DAY_WORDS[code]
        forms = [(kind, width) for kind in ("format", "stand-alone") for width in ("wide", "abbreviated")[: 1 + loose]]
        months = [{cldr.months[kind][width][number].rstrip(".") for kind, width in forms} for number in range(1, 13)]
        weekdays = [{cldr.days[kind]["wide"][number] for kind, _ in forms} for number in range(7)]
        self.loose = loose
        self.months = _alternatives(months, words.months, words.month_endings)
        self.weekdays = _alternatives(weekdays, words.weekdays, words.weekday_endings)
        if loose:
            self.months, self.weekdays = list(map(fold, self.months)), list(map(fold, self.weekdays))
        self.pattern = re.compile(_pattern(words, "|".join(self.months), "|".join(self.weekdays), loose=loose))

    @staticmethod
    @cache
    def of(code: str, *, loose: bool = False) -> "_Reader":
        return _Reader(code, loose=loose)

    def days(self, text: str, start: int, end: int) -> Iterator[WrittenDay]:
        for match in self.pattern.finditer(text, start, end):
            part = match.groupdict()
            form = next(form for form in "1234" if part[f"d{form}"])
            year = part[f"y{form}"] or part.get(f"before{form}")
            month = part[f"m{form}"].rstrip(".")
            yield WrittenDay(
                start=match.start(),
                end=match.end(),
                day=int(part[f"d{form}"]),
                month=int(month) if month.isdecimal() else _number(self.months, month) + 1,
                year=int(year) + 2000 * (len(year) == 2) if year else None,
                weekday=_weekday(self.weekdays, part["weekday"] or part.get("after")),
                several=_is_one_of_several(text, match, form),
                either_way=self.loose and form == "4",
            )


def _is_one_of_several(text: str, match: re.Match[str], form: str) -> bool:
    if form == "1":
        return _AFTER_ANOTHER.search(text, max(0, match.start() - 40), match.start()) is not None
    return form == "2" and _BEFORE_ANOTHER.match(text, match.end("d2")) is not None


def _weekday(alternatives: Sequence[str], word: str | None) -> int | None:
    return _number(alternatives, word) if word else None


def _number(alternatives: Sequence[str], word: str) -> int:
    return next(at for at, forms in enumerate(alternatives) if re.fullmatch(forms, word))


def _alternatives(names: Sequence[set[str]], further: str, endings: str) -> list[str]:
    """Return all forms of each name, also with a capital letter, as at the start of a sentence."""
    more = further.split() or [NONE] * len(names)
    return [_forms(own, other, endings) for own, other in zip(names, more, strict=True)]


def _forms(names: set[str], further: str, endings: str) -> str:
    forms = {re.escape(name).replace(r"\ ", _GAP) for name in names} | {*further.split("|")} - {NONE}
    spellings = {spelling for form in forms for spelling in (form, form[0].upper() + form[1:])}
    return f"(?:{'|'.join(sorted(spellings, key=lambda form: (-len(form), form)))}){endings}"


def _pattern(words: DayWords, months: str, weekdays: str, *, loose: bool) -> str:
    month = rf"(?:{months})\b" + r"\.?" * loose
    first = r"(?:st|nd|rd|th)?(?!\d)" if loose else words.month_first
    month_first = _month_first(words, first, month, weekdays) if first else r"(?!)(?P<d2>)(?P<m2>)(?P<y2>)"
    forms = (_day_first(words, month), _ANY_NUMERIC if loose else _NUMERIC, month_first)
    return rf"(?:\b(?P<weekday>{weekdays}),?{_GAP}{_ARTICLE})?(?:{'|'.join(forms)})"


def _year_first(words: DayWords, form: int) -> str:
    return rf"(?:(?<!\d)(?P<before{form}>\d{{4}}){words.year_first}{_GAP})?" if words.year_first else ""


def _day_first(words: DayWords, month: str) -> str:
    between = f"(?:{words.between})?" if words.between else ""
    return f"{_year_first(words, 1)}{_STARTS}(?P<d1>{_DAY}){_ORDINAL}{_GAP}{between}(?P<m1>{month}){_of_year(1)}"


def _month_first(words: DayWords, first: str, month: str, weekdays: str) -> str:
    """Return the pattern of a month before a day; not after "in": "in May 27 states vote"."""
    after = rf"(?:(?:\.|\s?d\.|-\w{{1,4}})?,?{_GAP}(?P<after>{weekdays})\b)?" if words.weekday_after else ""
    day = rf"(?<!\b[Ii]n\s)\b(?P<m2>{month}){_GAP}(?P<d2>{_DAY}){first}"
    return f"{_year_first(words, 2)}{day}{_of_year(2)}{after}"


def _of_year(form: int) -> str:
    return rf"(?:,?{_GAP}(?:(?:de|del|do){_GAP})?(?P<y{form}>\d{{4}})(?!\d))?"
