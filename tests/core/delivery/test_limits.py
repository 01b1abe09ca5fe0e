"""Limits for any 24 hours, and the gap between messages."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.delivery.limits import DAY, domain_of, within_limit
from campaign.core.delivery.permission import GO, Permission
from campaign.core.settings import SendingRules

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = dt.datetime(2027, 4, 20, 9, tzinfo=dt.UTC)


def ago(*hours: float) -> list[dt.datetime]:
    return [NOW - dt.timedelta(hours=number) for number in hours]


def test_below_the_limit() -> None:
    """With fewer messages in 24 hours, or without a limit, another one may be sent."""
    assert within_limit(ago(2, 1), 3, "it", NOW, BRUSSELS) == GO
    assert within_limit(ago(2, 1), None, "it", NOW, BRUSSELS) == GO


def test_at_the_limit() -> None:
    """The next one may be sent when the oldest that counts is 24 hours old, to the second."""
    assert within_limit(ago(30, 23, 2, 1), 3, "the daily limit", NOW, BRUSSELS) == Permission(
        granted=False,
        next_at=NOW + dt.timedelta(hours=1),
        why="the daily limit is 3 in 24 hours; the next email can be sent Tuesday 20 April 2027, 12:00 "
        "(Europe/Brussels)",
    )
    assert within_limit(ago(24, 2, 1), 3, "it", NOW, BRUSSELS) == GO


@given(st.lists(st.integers(0, 200), max_size=40), st.integers(1, 5))
def test_no_24_hours_hold_more(gaps: list[int], limit: int) -> None:
    """No 24 hours ever have more messages than the limit."""
    gone: list[dt.datetime] = []
    now = NOW
    for gap in gaps:
        now += dt.timedelta(minutes=gap * 10)
        allowed = within_limit(gone, limit, "it", now, BRUSSELS)
        now = allowed.next_at or now
        gone.append(now)
    assert all(later - earlier >= DAY for earlier, later in zip(gone, gone[limit:], strict=False))


def test_whose_limit() -> None:
    """A domain has its own limit, the one for all others, or none; case does not matter."""
    rules = SendingRules(per_day_by_domain=(("parliament.example", 2), ("*", 5)))
    assert [rules.limit_of(domain) for domain in ("Parliament.example", "a.example")] == [2, 5]
    assert SendingRules().limit_of("a.example") is None
    assert domain_of("Ann@Parliament.Example") == "parliament.example"
    assert [rule.is_limited_by_day for rule in (SendingRules(), SendingRules(per_day=1), rules)] == [False, True, True]


def test_how_far_apart() -> None:
    """The slower of two paces applies."""
    assert SendingRules(per_minute=30).seconds_apart == 2
    assert SendingRules(per_minute=30, per_hour=60).seconds_apart == 60
    assert SendingRules(per_minute=1, per_hour=3600).seconds_apart == 60
    assert SendingRules(per_minute=100_000).seconds_apart == 0
    limits = (
        SendingRules(per_minute=100_000),
        SendingRules(per_minute=99_999),
        SendingRules(per_minute=100_000, per_day=9),
    )
    assert [rule.is_limited for rule in limits] == [False, True, True]
    assert SendingRules(per_minute=100_000, per_hour=60).seconds_apart == 60
