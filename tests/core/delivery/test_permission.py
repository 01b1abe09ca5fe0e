"""When a message may be sent, also on days when the clocks change."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.delivery.permission import Permission, earliest_permission, permission_at
from campaign.core.delivery.rules import SendRules
from campaign.core.settings import SendingRules
from campaign.core.settings.times import Window
from tests.helpers.examples import examples

BRUSSELS = ZoneInfo("Europe/Brussels")
DEADLINE = dt.datetime(2027, 12, 1, 11, 0, tzinfo=dt.UTC)
OFFICE = SendingRules(window=Window(dt.time(9, 0), dt.time(17, 0)), weekdays=(0, 1, 2, 3, 4), holidays=False)
RULES = SendRules(OFFICE, DEADLINE, BRUSSELS)


def utc(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(2027, month, day, hour, minute, second, tzinfo=dt.UTC)


def permission_under(now: dt.datetime, rules: SendingRules = OFFICE, deadline_at: dt.datetime = DEADLINE) -> Permission:
    return permission_at(now, SendRules(rules, deadline_at, BRUSSELS), BRUSSELS)


def test_inside_the_window() -> None:
    """9:00 in Brussels is 7:00 UTC in April; the start belongs to the window, the end does not."""
    assert permission_under(utc(4, 20, 7)) == Permission(granted=True)
    assert permission_under(utc(4, 20, 14, 59, 59)).granted
    assert permission_under(utc(4, 20, 15)).next_at == utc(4, 21, 7)


def test_before_the_window_says_when() -> None:
    """Early in the morning the window opens the same day, shown in the campaign's zone."""
    permission = permission_under(utc(4, 20, 5))
    assert permission == Permission(
        granted=False,
        next_at=utc(4, 20, 7),
        why="the sending window opens Tuesday 20 April 2027, 09:00 (Europe/Brussels)",
    )


def test_over_the_weekend() -> None:
    """After Friday's window comes Monday's."""
    assert permission_under(utc(4, 23, 16)).next_at == utc(4, 26, 7)


def test_one_weekday_only() -> None:
    """After the window of the only weekday, the next one opens in a week."""
    mondays = SendingRules(window=Window(dt.time(9), dt.time(10)), weekdays=(0,))
    assert permission_under(utc(4, 19, 8, 30), mondays).next_at == utc(4, 26, 7)


def test_no_weekday_at_all() -> None:
    """Without a weekday no window opens."""
    permission = permission_under(utc(4, 20, 8), SendingRules(weekdays=()))
    assert permission == Permission(granted=False, why="no sending window opens before the deadline")
    assert permission.is_final


def test_not_before() -> None:
    """Nothing is sent before the start, even in an open window."""
    rules = SendingRules(not_before_at=utc(4, 21, 8))
    permission = permission_under(utc(4, 20, 8), rules)
    assert (permission.granted, permission.next_at) == (False, utc(4, 21, 8))
    assert permission.why == "not before Wednesday 21 April 2027, 10:00 (Europe/Brussels)"
    assert permission_under(utc(4, 21, 8), rules).granted


def test_not_before_falls_outside_the_window() -> None:
    """Then the next window applies."""
    rules = SendingRules(not_before_at=utc(4, 20, 20), window=Window(dt.time(9), dt.time(17)))
    assert permission_under(utc(4, 20, 8), rules).next_at == utc(4, 21, 7)


def test_the_deadline_is_final() -> None:
    """Nothing is sent from the deadline on, to the second."""
    deadline = utc(4, 20, 10)
    assert permission_under(utc(4, 20, 9, 59, 59), deadline_at=deadline).granted
    permission = permission_under(deadline, deadline_at=deadline)
    assert permission == Permission(
        granted=False, why="the deadline has passed (Tuesday 20 April 2027, 12:00 (Europe/Brussels))"
    )
    assert permission.is_final


def test_a_window_that_opens_too_late() -> None:
    """A window that opens after the deadline does not count."""
    permission = permission_under(utc(4, 20, 16), deadline_at=utc(4, 21, 7))
    assert permission == Permission(granted=False, why="no sending window opens before the deadline")


@pytest.mark.parametrize(("now", "opens"), [(utc(3, 26, 20), utc(3, 29, 7)), (utc(10, 29, 20), utc(11, 1, 8))])
def test_nine_oclock_is_nine_oclock_after_the_clocks_changed(now: dt.datetime, opens: dt.datetime) -> None:
    """On the Friday before the clocks change, Monday's window opens at 9:00 of the new time."""
    assert permission_under(now).next_at == opens


def test_an_hour_that_does_not_exist() -> None:
    """On 28 March 2:30 does not exist: a window from then on opens an hour later, and still closes in time."""
    night = SendingRules(window=Window(dt.time(2, 30), dt.time(4, 0)))
    assert permission_under(utc(3, 28, 0, 30), night).next_at == utc(3, 28, 1, 30)
    assert permission_under(utc(3, 28, 1, 59), night).granted
    assert not permission_under(utc(3, 28, 2), night).granted


def test_an_hour_that_comes_twice() -> None:
    """On 31 October 2:00 to 3:00 occurs twice: a window that starts in it is open in the second hour, too, and one that
    ends in it closes the first time."""
    starts = SendingRules(window=Window(dt.time(2, 15), dt.time(4, 0)))
    times = ((0, 14), (0, 15), (1, 5), (2, 59), (3, 0))
    assert [permission_under(utc(10, 31, *at), starts).granted for at in times] == [False, True, True, True, False]
    ends = SendingRules(window=Window(dt.time(1, 0), dt.time(2, 30)))
    assert [permission_under(utc(10, 31, *at), ends).granted for at in ((0, 29), (0, 30), (1, 15))] == [
        True,
        False,
        False,
    ]


def test_a_whole_day_has_no_gap_at_midnight() -> None:
    """Without a window, messages are sent at every second, also the last one of a day."""
    for at in (utc(4, 20, 21, 59, 59), utc(4, 20, 22), utc(10, 31, 22, 59, 59)):
        assert permission_under(at + dt.timedelta(microseconds=500_000), SendingRules()).granted


moments = st.datetimes(dt.datetime(2027, 1, 1), dt.datetime(2027, 11, 30), timezones=st.just(dt.UTC))  # noqa: DTZ001 -- bounds are naive, `timezones` adds the zone
rules = st.builds(
    lambda not_before_at, hours, weekdays: SendingRules(
        not_before_at=not_before_at, window=Window(*hours), weekdays=weekdays
    ),
    st.none() | moments,
    st.tuples(st.times(), st.times()).map(sorted).filter(lambda hours: hours[0] < hours[1]),
    st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
)


@settings(max_examples=examples(60), deadline=None)
@given(moments, rules)
def test_the_named_time_is_allowed(now: dt.datetime, rules: SendingRules) -> None:
    """The named time is in the future, before the deadline, and allowed; a second earlier is not."""
    permission = permission_under(now, rules)
    if permission.next_at is None:
        assert permission.granted != permission.is_final
        return
    assert now < permission.next_at < DEADLINE
    assert permission_under(permission.next_at, rules).granted
    assert not permission_under(max(now, permission.next_at - dt.timedelta(seconds=1)), rules).granted


def test_it_may_until_the_window_closes() -> None:
    """The permission ends with the window, or at the deadline if that comes first."""
    assert permission_under(utc(4, 20, 9)).until == utc(4, 20, 15)
    assert permission_under(utc(4, 20, 9), deadline_at=utc(4, 20, 10)).until == utc(4, 20, 10)


def test_holidays() -> None:
    """Nothing is sent on Easter Monday and the days before it, if the institutions' holidays count."""
    rules = replace(OFFICE, holidays=True)
    assert permission_under(utc(3, 24, 17), rules).next_at == utc(3, 30, 7)
    assert permission_under(utc(3, 29, 10)).granted


def test_a_long_way_to_the_next_window() -> None:
    """From 22 December, with Fridays only, the next window is on 7 January 2028."""
    rules = SendingRules(weekdays=(4,), holidays=True)
    late = dt.datetime(2028, 2, 1, tzinfo=dt.UTC)
    assert permission_under(utc(12, 22, 9), rules, late).next_at == dt.datetime(2028, 1, 6, 23, tzinfo=dt.UTC)


ATHENS, LISBON = ZoneInfo("Europe/Athens"), ZoneInfo("Europe/Lisbon")


def test_the_window_is_on_the_addressees_clock() -> None:
    """Nine o'clock comes to Athens first and to Lisbon last, an hour apart each, in summer and winter."""
    opens = [permission_at(utc(4, 20, 4), RULES, zone).next_at for zone in (ATHENS, BRUSSELS, LISBON)]
    assert opens == [utc(4, 20, 6), utc(4, 20, 7), utc(4, 20, 8)]
    winter = [permission_at(utc(11, 2, 4), RULES, zone).next_at for zone in (ATHENS, BRUSSELS, LISBON)]
    assert winter == [utc(11, 2, 7), utc(11, 2, 8), utc(11, 2, 9)]


def first(now: dt.datetime, *zones: ZoneInfo, deadline_at: dt.datetime = DEADLINE) -> Permission:
    return earliest_permission(now, SendRules(OFFICE, deadline_at, BRUSSELS), zones)


def test_the_first_of_several_windows() -> None:
    """A wave may start as soon as one window is open; the first opening is shown in the campaign's zone."""
    assert first(utc(4, 20, 6), ATHENS, LISBON) == Permission(granted=True)
    reason = "the sending window opens Tuesday 20 April 2027, 08:00 (Europe/Brussels)"
    assert first(utc(4, 20, 4), LISBON, ATHENS) == Permission(granted=False, next_at=utc(4, 20, 6), why=reason)
    assert first(utc(4, 20, 15, 30), LISBON, ATHENS).granted


def test_no_window_opens_for_anybody() -> None:
    """After the last window of all, or the deadline, nothing may be sent."""
    assert first(utc(4, 20, 16), LISBON, ATHENS, deadline_at=utc(4, 21, 5)).is_final
    reason = first(utc(4, 20, 9), ATHENS, deadline_at=utc(4, 20, 9)).why
    assert reason == "the deadline has passed (Tuesday 20 April 2027, 11:00 (Europe/Brussels))"
