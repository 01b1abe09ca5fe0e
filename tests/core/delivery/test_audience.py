"""Whom a wave is for."""

import pytest

from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import Past, Purpose, left_out, purpose_of, reasons
from campaign.core.delivery.states import State
from campaign.core.timetable import Step

FIRST, FOLLOW_UP, LAST_CALL = Purpose.FIRST, Purpose.FOLLOW_UP, Purpose.LAST_CALL
MAIL = "ann@parliament.example"


def had(state: State, wave: str = "first", purpose: Purpose = FIRST, key: str = "ann", mail: str = MAIL) -> Past:
    return Past(key, mail, wave, purpose, state)


def why(purpose: Purpose, *past: Past, **answers: str) -> str:
    return left_out("ann", MAIL, purpose, past, answers)


def test_the_purpose_is_in_the_name() -> None:
    """A wave named follow-up or last-call is one; any other name is one more first wave. Each is a step of its own."""
    assert [purpose_of(each) for each in ("first", "follow-up", "last-call", "later")] == [
        FIRST, FOLLOW_UP, LAST_CALL, FIRST,
    ]  # fmt: skip
    assert [each.step for each in Purpose] == [Step.FIRST, Step.FOLLOW_UP, Step.LAST_CALL]


@pytest.mark.parametrize("state", [State.SENT, State.QUEUED, State.DEFERRED, State.UNCERTAIN, State.SENDING])
def test_nobody_has_the_letter_twice(state: State) -> None:
    """Who had it, may have had it or is about to is not in another first wave, unless that is meant."""
    assert why(FIRST, had(state, "early")) == "had this letter in wave early"
    assert left_out("ann", MAIL, FIRST, [had(state)], {}, again=True) == ""


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED, State.EXPIRED])
def test_who_has_not_had_it(state: State) -> None:
    """Whose mail failed or was called off is in the next first wave, and in no follow-up."""
    assert why(FIRST, had(state)) == ""
    assert why(FOLLOW_UP, had(state)) == "has not had the letter"


def test_a_follow_up() -> None:
    """It is for those who had the letter, once for each purpose."""
    assert why(FOLLOW_UP) == "has not had the letter"
    assert why(FOLLOW_UP, had(State.SENT)) == ""
    followed = had(State.SENT, "follow-up", FOLLOW_UP)
    assert why(FOLLOW_UP, had(State.SENT), followed) == "had the follow-up in wave follow-up"
    assert why(LAST_CALL, had(State.SENT), followed) == ""


def test_an_answer_stops_it() -> None:
    """An answer under this key, or under the one that the person had then, stops a follow-up and no first wave."""
    assert why(FOLLOW_UP, had(State.SENT), ann="answered on 14 April 2027") == "answered on 14 April 2027"
    assert why(FOLLOW_UP, had(State.SENT, key="old"), old="answered") == "answered"
    assert left_out("ann", MAIL, FIRST, [], {"ann": "answered"}) == ""


def test_what_has_not_gone_or_is_in_doubt() -> None:
    """No follow-up before the letter itself went, nor while nobody knows whether it arrived."""
    assert why(FOLLOW_UP, had(State.QUEUED)) == "wave first has not gone yet"
    assert why(FOLLOW_UP, had(State.UNCERTAIN)) == "it is uncertain whether wave first arrived"
    assert why(FOLLOW_UP, had(State.UNCERTAIN), had(State.SENT, "later")) == ""


def test_a_bounce_stops_it() -> None:
    """Where the mail came back nothing goes again, unless it has gone to a mended address since."""
    assert why(FOLLOW_UP, had(State.BOUNCED)) == "the mail of wave first came back"
    mended = had(State.BOUNCED, mail="an@parliament.example")
    assert why(FOLLOW_UP, mended) == "has not had the letter"
    assert why(FOLLOW_UP, mended, had(State.SENT, "later")) == ""


def test_who_came_back_under_another_key_has_had_the_letter() -> None:
    """A delivery counts for its key and for its mail address; who had none stays in the wave."""
    people = [
        Addressee("ann", "Ann", "Ann", mail=MAIL),
        Addressee("ann-2", "Ann", "Ann", mail=MAIL.upper()),
        Addressee("bea", "Bea", "Bea"),
    ]
    had_it = "had this letter in wave first"
    assert reasons(people, FIRST, [had(State.SENT)], {}, again=False) == {"ann": had_it, "ann-2": had_it}
