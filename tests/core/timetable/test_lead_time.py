"""Dates counted back from the vote."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.timetable.holidays import is_working_day
from campaign.core.timetable.lead_time import LeadTime, read_lead_time

VOTE = dt.date(2027, 4, 26)  # a Monday


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("10 working days before, 09:00", LeadTime(10, True, dt.time(9))),
        ("1 Working day  before 18:30", LeadTime(1, True, dt.time(18, 30))),
        ("3 days before, 09:00", LeadTime(3, False, dt.time(9))),
        ("0 days before, 08:00", LeadTime(0, False, dt.time(8))),
        ("3 days after, 09:00", None),
        ("3 days before, 25:00", None),
        ("3 days before", None),
        ("2027-04-12 09:00", None),
    ],
)
def test_how_it_is_written(text: str, lead: LeadTime | None) -> None:
    """Days or working days before, and a time of day; anything else is no lead."""
    assert read_lead_time(text) == lead


@pytest.mark.parametrize(
    ("lead", "moment"),
    [
        (LeadTime(0, True, dt.time(8)), dt.datetime(2027, 4, 26, 8)),  # noqa: DTZ001 -- local times are naive here
        (LeadTime(1, True, dt.time(9)), dt.datetime(2027, 4, 23, 9)),  # noqa: DTZ001 -- as above
        (LeadTime(1, False, dt.time(9)), dt.datetime(2027, 4, 25, 9)),  # noqa: DTZ001 -- as above
        (LeadTime(10, True, dt.time(9)), dt.datetime(2027, 4, 12, 9)),  # noqa: DTZ001 -- as above
    ],
)
def test_counting_back(lead: LeadTime, moment: dt.datetime) -> None:
    """Working days leave weekends out, days do not."""
    assert lead.before(VOTE, holidays=False) == moment


def test_holidays_are_not_counted() -> None:
    """Two working days before Wednesday 31 March 2027 is Easter Monday, or, with the holidays, the Wednesday before."""
    after_easter = dt.date(2027, 3, 31)
    assert LeadTime(2, True, dt.time(9)).before(after_easter, holidays=False).date() == dt.date(2027, 3, 29)
    assert LeadTime(2, True, dt.time(9)).before(after_easter, holidays=True).date() == dt.date(2027, 3, 24)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.integers(1, 60), st.booleans())
def test_it_lands_on_a_working_day(day: dt.date, days: int, holidays: bool) -> None:
    """So many working days lie between, the one it lands on among them."""
    start = LeadTime(days, working=True, time=dt.time(9)).before(day, holidays=holidays).date()
    between = [start + dt.timedelta(days=after) for after in range((day - start).days)]
    assert is_working_day(start, holidays=holidays)
    assert sum(is_working_day(between_day, holidays=holidays) for between_day in between) == days
