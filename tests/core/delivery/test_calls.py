"""Whom to ring."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from campaign.core.addressees import Addressee
from campaign.core.delivery.answered import Came, Position
from campaign.core.delivery.calls import AnswerTime, Call, Ended, calls
from campaign.core.delivery.states import State

SENT_AT = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)  # a Tuesday
NOW = dt.datetime(2027, 4, 23, 9, 0, tzinfo=dt.UTC)
THREE_DAYS = AnswerTime(3, ZoneInfo("Europe/Brussels"), holidays=True)
EVA, TOM, ANN = (Addressee(key, key.title(), key.title()) for key in ("eva", "tom", "ann"))


def back(kind: str, who: str = "eva", hour: int = 12, until: dt.date | None = None) -> Came:
    return Came(who, SENT_AT + dt.timedelta(days=1, hours=hour), kind, until)


def stands(who: str = "eva", stance: str = "supports") -> dict[str, Position]:
    return {who: Position(who, SENT_AT + dt.timedelta(days=2), stance, "phone", "said so")}


def ended(who: str, state: State = State.SENT, days: int = 0) -> Ended:
    return Ended(who, state, SENT_AT - dt.timedelta(days=days))


def test_who_is_to_be_rung() -> None:
    """Those who cannot have the letter come first, then who has had it longest, last the absent; who answered, has a
    position, or had it less than three working days ago is not among them."""
    cy, dan = Addressee("cy", "Cy", "Cy"), Addressee("dan", "Dan", "Dan")
    went = [ended("eva"), ended("tom", State.BOUNCED, -3), ended("ann", days=1), ended("cy"), ended("dan", days=5)]
    today, past = NOW.date(), SENT_AT.date()
    heard = [back("person", "cy"), back("absence", "dan", until=today), back("absence", "ann", until=past)]
    found = calls((EVA, TOM, ANN, cy, dan), went, heard, {}, NOW, THREE_DAYS)
    assert [(each.person.key, each.why, each.away_until) for each in found] == [
        ("tom", "the mail came back", None),
        ("ann", "no answer", None),
        ("eva", "no answer", None),
        ("dan", "no answer", today),
    ]
    assert calls((EVA,), went, [], {}, NOW - dt.timedelta(days=1), THREE_DAYS) == ()
    assert calls((EVA,), went, [], stands(), NOW, THREE_DAYS) == ()


def test_what_a_caller_should_know() -> None:
    """The newest thing that a machine said is told with the call; a refused address is told by itself."""
    heard = [back("delayed"), back("challenge")]
    told = "no answer; a filter wants you to confirm that you wrote"
    assert calls((EVA,), [ended("eva")], heard, {}, NOW, THREE_DAYS) == (Call(EVA, SENT_AT, told, None),)
    refused = calls((EVA,), [ended("eva", State.FAILED)], heard, {}, NOW, THREE_DAYS)
    assert [each.why for each in refused] == ["the mail server refused the address"]


def called_on(sent_at: dt.datetime, time: AnswerTime = THREE_DAYS) -> dt.date:
    """The first day on which a silent office is called, asked each noon."""
    noons = [sent_at.replace(hour=12) + dt.timedelta(days=number) for number in range(20)]
    went = [Ended("eva", State.SENT, sent_at)]
    return next(noon.date() for noon in noons if calls((EVA,), went, [], {}, noon, time))


@pytest.mark.parametrize(("holidays", "day"), [(True, dt.date(2027, 5, 12)), (False, dt.date(2027, 5, 10))])
def test_a_holiday_in_between(holidays: bool, day: dt.date) -> None:
    """Three working days after the Wednesday before Ascension are the Wednesday after where the EU's institutions'
    holidays count, of which the Thursday and the Friday are two; else the Monday."""
    assert called_on(dt.datetime(2027, 5, 5, 9, 0, tzinfo=dt.UTC), replace(THREE_DAYS, holidays=holidays)) == day


def test_a_mail_sent_late_in_the_evening() -> None:
    """A mail sent on Thursday at 23:30 UTC went on Friday by the campaign's clock: three working days after are the
    Wednesday, not the Tuesday."""
    assert called_on(dt.datetime(2027, 4, 22, 23, 30, tzinfo=dt.UTC)) == dt.date(2027, 4, 28)
    assert called_on(dt.datetime(2027, 4, 22, 21, 30, tzinfo=dt.UTC)) == dt.date(2027, 4, 27)


def test_today_is_a_day_of_the_campaign() -> None:
    """Shortly before midnight by UTC it is the next day where the campaign is, and the office is called."""
    late = dt.datetime(2027, 4, 22, 22, 30, tzinfo=dt.UTC)
    assert [each.person for each in calls((EVA,), [ended("eva")], [], {}, late, THREE_DAYS)] == [EVA]
