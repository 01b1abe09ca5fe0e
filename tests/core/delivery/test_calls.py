"""The call list."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from campaign.core.addressees import Addressee
from campaign.core.delivery.calls import AnswerTime, Call, DeliveryResult, calls_to_make
from campaign.core.delivery.replies import CallNote, Position, ReplyProof, ReplySummary
from campaign.core.delivery.states import DeliveryState

SENT_AT = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)  # a Tuesday
NOW = dt.datetime(2027, 4, 23, 9, 0, tzinfo=dt.UTC)
THREE_DAYS = AnswerTime(3, ZoneInfo("Europe/Brussels"), holidays=True)
EVA, TOM, ANN = (Addressee(key, key.title(), key.title()) for key in ("eva", "tom", "ann"))


def reply(kind: str, who: str = "eva", hour: int = 12, until: dt.date | None = None) -> ReplySummary:
    return ReplySummary(who, SENT_AT + dt.timedelta(days=1, hours=hour), kind, until)


def position(who: str = "eva", stance: str = "supports") -> dict[str, Position]:
    return {who: Position(who, SENT_AT + dt.timedelta(days=2), stance, "phone", "said so")}


def result(who: str, state: DeliveryState = DeliveryState.SENT, days: int = 0) -> DeliveryResult:
    return DeliveryResult(who, state, SENT_AT - dt.timedelta(days=days))


def test_who_is_to_be_called() -> None:
    """Addressees whom the letter did not reach come first, then those who received it longest ago, last those who are
    away. Whoever answered, has a position, or got the letter less than three working days ago is not on the list."""
    cy, dan = Addressee("cy", "Cy", "Cy"), Addressee("dan", "Dan", "Dan")
    went = [
        result("eva"),
        result("tom", DeliveryState.BOUNCED, -3),
        result("ann", days=1),
        result("cy"),
        result("dan", days=5),
    ]
    today, past = NOW.date(), SENT_AT.date()
    heard = [reply("person", "cy"), reply("absence", "dan", until=today), reply("absence", "ann", until=past)]
    due = calls_to_make((EVA, TOM, ANN, cy, dan), went, heard, {}, NOW, THREE_DAYS)
    assert [(call.person.key, call.why, call.away_until) for call in due] == [
        ("tom", "the email bounced", None),
        ("ann", "no answer", None),
        ("eva", "no answer", None),
        ("dan", "no answer", today),
    ]
    assert calls_to_make((EVA,), went, [], {}, NOW - dt.timedelta(days=1), THREE_DAYS) == ()
    assert calls_to_make((EVA,), went, [], position(), NOW, THREE_DAYS) == ()


def test_what_a_caller_should_know() -> None:
    """The newest automatic answer is shown with the call; for a refused address only the refusal."""
    heard = [reply("delayed"), reply("challenge")]
    reason = "no answer; a filter asks you to confirm that you wrote"
    assert calls_to_make((EVA,), [result("eva")], heard, {}, NOW, THREE_DAYS) == (Call(EVA, SENT_AT, reason, None),)
    refused = calls_to_make((EVA,), [result("eva", DeliveryState.FAILED)], heard, {}, NOW, THREE_DAYS)
    assert [call.why for call in refused] == ["the mail server refused the address"]


def test_calls_that_gave_no_position() -> None:
    """An office that was called stays on the list with the notes, newest first; on the same day it goes to the end."""
    went = [result("eva"), result("tom"), result("ann")]
    earlier = CallNote("eva", NOW - dt.timedelta(days=1), "nobody answered")
    today = CallNote("eva", NOW, "call again on Thursday")
    due = calls_to_make((EVA, TOM, ANN), went, [], {}, NOW, THREE_DAYS, [today, earlier])
    assert [call.person for call in due] == [TOM, ANN, EVA]
    assert [call.notes for call in due] == [(), (), (today, earlier)]
    due = calls_to_make((EVA, TOM, ANN), went, [], {}, NOW, THREE_DAYS, [earlier])
    assert [call.person for call in due] == [EVA, TOM, ANN]


def test_a_claim_is_asked_about_and_stops_nothing() -> None:
    """An email that only says that it is from an office changes neither whether nor when it is called; it is
    mentioned."""
    claims = [
        ReplySummary("eva", SENT_AT, kind, NOW.date(), ReplyProof.CLAIM) for kind in ("person", "absence", "delayed")
    ]
    reason = "no answer; an email says that it is from this office, without proof: see campaign reply list, and ask"
    assert calls_to_make((EVA,), [result("eva")], claims, {}, NOW, THREE_DAYS) == (Call(EVA, SENT_AT, reason, None),)
    proven = ReplySummary("eva", SENT_AT, "person", None, ReplyProof.SENDER)
    assert calls_to_make((EVA,), [result("eva")], [*claims, proven], {}, NOW, THREE_DAYS) == ()


def called_on(sent_at: dt.datetime, time: AnswerTime = THREE_DAYS) -> dt.date:
    """The first day on which a silent office is called, checked every noon."""
    noons = [sent_at.replace(hour=12) + dt.timedelta(days=number) for number in range(20)]
    went = [DeliveryResult("eva", DeliveryState.SENT, sent_at)]
    return next(noon.date() for noon in noons if calls_to_make((EVA,), went, [], {}, noon, time))


@pytest.mark.parametrize(("holidays", "day"), [(True, dt.date(2027, 5, 12)), (False, dt.date(2027, 5, 10))])
def test_a_holiday_in_between(holidays: bool, day: dt.date) -> None:
    """Three working days after the Wednesday before Ascension is the next Wednesday if the EU institutions' holidays
    count, which Thursday and Friday are; otherwise it is Monday."""
    assert called_on(dt.datetime(2027, 5, 5, 9, 0, tzinfo=dt.UTC), replace(THREE_DAYS, holidays=holidays)) == day


def test_a_mail_sent_late_in_the_evening() -> None:
    """An email of Thursday 23:30 UTC was sent on Friday in the campaign's zone: three working days later is
    Wednesday."""
    assert called_on(dt.datetime(2027, 4, 22, 23, 30, tzinfo=dt.UTC)) == dt.date(2027, 4, 28)
    assert called_on(dt.datetime(2027, 4, 22, 21, 30, tzinfo=dt.UTC)) == dt.date(2027, 4, 27)


def test_today_is_a_day_of_the_campaign() -> None:
    """Shortly before midnight UTC it is already the next day in the campaign's zone, and the office is called."""
    late = dt.datetime(2027, 4, 22, 22, 30, tzinfo=dt.UTC)
    assert [call.person for call in calls_to_make((EVA,), [result("eva")], [], {}, late, THREE_DAYS)] == [EVA]
