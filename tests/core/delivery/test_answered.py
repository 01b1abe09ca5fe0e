"""What stops a follow-up, and whom to ring."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from campaign.addressees import Addressee
from campaign.delivery.answered import Came, Position, stops
from campaign.delivery.calls import Call, Ended, calls, working_days_after
from campaign.delivery.states import State

ZONE = ZoneInfo("Europe/Brussels")
SENT_AT = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)  # a Tuesday
TODAY = dt.date(2027, 4, 23)
EVA, TOM, ANN = (Addressee(key, key.title(), key.title()) for key in ("eva", "tom", "ann"))


def back(kind: str, who: str = "eva", hour: int = 12, until: dt.date | None = None) -> Came:
    return Came(who, SENT_AT + dt.timedelta(days=1, hours=hour), kind, until)


def stands(who: str = "eva", stance: str = "supports") -> dict[str, Position]:
    return {who: Position(who, SENT_AT + dt.timedelta(days=2), stance, "phone", "said so")}


STOPPING = {
    "person": "answered on 21 April 2027",
    "permanent": "the mail came back on 21 April 2027",
    "complaint": "complained about the mail on 21 April 2027",
}
PASSING = ("delayed", "absence", "acknowledgement", "challenge", "delivered", "read", "unread", "automatic")


@pytest.mark.parametrize("kind", STOPPING)
def test_what_stops_a_follow_up(kind: str) -> None:
    """A person's reply, a bounce and a complaint stop a follow-up, and say since when."""
    assert stops([back(kind, hour=1)], {}, ZONE) == {"eva": STOPPING[kind]}


@pytest.mark.parametrize("kind", PASSING)
def test_what_stops_none(kind: str) -> None:
    """What a machine says of an absence, a receipt or a delay stops no follow-up."""
    assert stops([back(kind)], {}, ZONE) == {}


def test_a_position_stops_it_whatever_else_came() -> None:
    """A recorded position stops a follow-up, by itself and before any reply; of replies the oldest is named."""
    both = [back("permanent", "tom", 30), back("person", "tom", 1)]
    assert stops(both, stands(), ZONE) == {
        "tom": "answered on 21 April 2027",
        "eva": "position on record since 22 April 2027: supports",
    }
    assert stops(both, stands("tom"), ZONE) == {"tom": "position on record since 22 April 2027: supports"}


def test_a_day_is_the_campaigns_own() -> None:
    """The day of a reply is told in the campaign's zone."""
    assert stops([back("person", hour=14)], {}, ZONE) == {"eva": "answered on 22 April 2027"}


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
