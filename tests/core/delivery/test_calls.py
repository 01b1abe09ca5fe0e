"""Whom to ring."""

import datetime as dt

from campaign.core.addressees import Addressee
from campaign.core.delivery.answered import Came, Position
from campaign.core.delivery.calls import Call, Ended, calls, working_days_after
from campaign.core.delivery.states import State

SENT_AT = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)  # a Tuesday
TODAY = dt.date(2027, 4, 23)
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
    heard = [back("person", "cy"), back("absence", "dan", until=TODAY), back("absence", "ann", until=SENT_AT.date())]
    found = calls((EVA, TOM, ANN, cy, dan), went, heard, {}, TODAY, 3)
    assert [(each.person.key, each.why, each.away_until) for each in found] == [
        ("tom", "the mail came back", None),
        ("ann", "no answer", None),
        ("eva", "no answer", None),
        ("dan", "no answer", TODAY),
    ]
    assert calls((EVA,), went, [], {}, TODAY - dt.timedelta(days=1), 3) == ()
    assert calls((EVA,), went, [], stands(), TODAY, 3) == ()


def test_what_a_caller_should_know() -> None:
    """The newest thing that a machine said is told with the call; a refused address is told by itself."""
    heard = [back("delayed"), back("challenge")]
    told = "no answer; a filter wants you to confirm that you wrote"
    assert calls((EVA,), [ended("eva")], heard, {}, TODAY, 3) == (Call(EVA, SENT_AT, told, None),)
    refused = calls((EVA,), [ended("eva", State.FAILED)], heard, {}, TODAY, 3)
    assert [each.why for each in refused] == ["the mail server refused the address"]


def test_working_days() -> None:
    """Three working days after a Thursday are the Tuesday after."""
    assert working_days_after(dt.date(2027, 4, 22), 3) == dt.date(2027, 4, 27)
    assert working_days_after(dt.date(2027, 4, 22), 0) == dt.date(2027, 4, 22)
