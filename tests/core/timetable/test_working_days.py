"""Working days, and the days on which the European institutions are closed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.timetable.holidays import add_working_days, easter, eu_holidays, is_working_day


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1954, 4, 18), (1981, 4, 19), (2008, 3, 23), (2024, 3, 31), (2027, 3, 28), (2038, 4, 25), (2049, 4, 18)],
)
def test_easter(year: int, month: int, day: int) -> None:
    """Easter falls where the almanacs have it, in the years of the rule's exceptions too."""
    assert easter(year) == dt.date(year, month, day)


@given(st.integers(1600, 3000))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    """It is a Sunday from 22 March to 25 April."""
    sunday = easter(year)
    assert sunday.weekday() == 6
    assert dt.date(year, 3, 22) <= sunday <= dt.date(year, 4, 25)


def test_the_days_of_a_year() -> None:
    """In 2027: New Year, the days about Easter, May, Ascension, Whit Monday, summer, All Saints, Christmas week."""
    assert sorted(f"{day:%d.%m}" for day in eu_holidays(2027) if day.month < 12) == sorted(
        ["01.01", "02.01", "25.03", "26.03", "29.03", "01.05", "06.05", "07.05", "09.05", "17.05", "21.07", "15.08",
         "01.11", "02.11"]
    )  # fmt: skip
    assert sum(day.month == 12 for day in eu_holidays(2027)) == 8


def test_weekends_are_never_working_days() -> None:
    """Saturday and Sunday are free whether holidays count or not; Good Friday only where they do."""
    good_friday = dt.date(2027, 3, 26)
    assert [is_working_day(good_friday, holidays=holidays) for holidays in (False, True)] == [True, False]
    assert [is_working_day(good_friday + dt.timedelta(days=after), holidays=False) for after in (1, 2, 3)] == [
        False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "day"), [(3, "2027-04-27"), (0, "2027-04-22"), (-4, "2027-04-16"), (-18, "2027-03-24")]
)
def test_counting_working_days(number: int, day: str) -> None:
    """Three working days after a Thursday are the Tuesday after, four before it the Friday before; Easter's days are
    none."""
    assert add_working_days(dt.date(2027, 4, 22), number, holidays=True) == dt.date.fromisoformat(day)
