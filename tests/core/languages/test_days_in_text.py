"""Days that a text names."""

import datetime as dt

import pytest
from babel.dates import format_date
from hypothesis import example, given
from hypothesis import strategies as st

from campaign.core.compose.values import day_in_words
from campaign.core.languages import LANGUAGES
from campaign.core.languages.days_in_text import WrittenDay, days_in, days_in_any_language
from campaign.core.languages.fold import fold
from campaign.core.languages.locale import locale

DAYS = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


@given(language=st.sampled_from(sorted(LANGUAGES)), day=DAYS)
def test_the_days_of_letters_are_read_back(language: str, day: dt.date) -> None:
    """Each day as the letter's own writer has it is found, once and whole, in each language."""
    words = day_in_words(day, language)
    days = [
        (written.day, written.month, written.year) for written in days_in(f"– {words}", 0, len(words) + 2, language)
    ]
    assert days == [(day.day, day.month, day.year)]


@given(language=st.sampled_from(sorted(LANGUAGES)), day=DAYS)
def test_the_weekday_is_read_with_its_day(language: str, day: dt.date) -> None:
    """A day in its full form gives its weekday too."""
    words = format_date(day, "full", locale=locale(language))
    days = [
        (written.day, written.month, written.year, written.weekday)
        for written in days_in(words, 0, len(words), language)
    ]
    assert days == [(day.day, day.month, day.year, day.weekday())]


@pytest.mark.parametrize("language", ["el", "el-CY", "EL"])
def test_a_part_of_a_text_is_read(language: str) -> None:
    """Only what lies between the two places counts, whatever land the code names."""
    text = "1 Μαΐου, 2 Μαΐου"
    assert days_in(text, 9, len(text), language) == [WrittenDay(9, len(text), 2, 5, None, None)]
    assert days_in(text, 6, 9, language) == []


def test_a_day_beside_another_says_so() -> None:
    """Where a number is joined to the day, in front or behind, there may be several."""
    days_of_texts = [
        days_in(text, 0, len(text), "en") for text in ("25 or 26 April", "April 25 and 26", "April 25 at 10:00")
    ]
    assert [[written.several for written in days] for days in days_of_texts] == [[True], [True], [False]]


def test_in_another_language_only_the_common_forms_are_read() -> None:
    """A language without a row has figures, and English, German and French days."""
    text = "3 maja, 4 May, 5.6.2027"
    assert [(written.day, written.month) for written in days_in(text, 0, len(text), "xx")] == [(4, 5), (5, 6)]


def test_days_in_haste_are_read_in_any_language() -> None:
    """Without accents, with short months and in figures without a year; figures say that they may be turned round."""
    text = fold("BÜRO: 3 Févr., Mon 4/5, 5.6.27")
    assert {(day.day, day.month, day.year, day.either_way) for day in days_in_any_language(text)} == {
        (3, 2, None, False),
        (4, 5, None, True),
        (5, 6, 2027, True),
    }
    assert days_in_any_language("no figure") == []


@example(language="it", day=dt.date(2000, 1, 1))
@given(language=st.sampled_from(sorted(LANGUAGES)), day=DAYS)
def test_the_days_of_letters_are_read_back_in_any_language(language: str, day: dt.date) -> None:
    """Whatever language a day is written in, it is among the days that are found."""
    days = days_in_any_language(fold(day_in_words(day, language)))
    assert (day.day, day.month, day.year) in {(written.day, written.month, written.year) for written in days}
