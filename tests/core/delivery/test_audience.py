"""Which addressees belong to a wave."""

import pytest

from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import (
    PastDelivery,
    WavePurpose,
    keys_named,
    purpose_of,
    reason_left_out,
    reasons_left_out,
)
from campaign.core.delivery.states import DeliveryState
from campaign.core.timetable import Step

FIRST, FOLLOW_UP, LAST_CALL = WavePurpose.FIRST, WavePurpose.FOLLOW_UP, WavePurpose.LAST_CALL
MAIL = "ann@parliament.example"


def past_delivery(
    state: DeliveryState, wave: str = "first", purpose: WavePurpose = FIRST, key: str = "ann", address: str = MAIL
) -> PastDelivery:
    return PastDelivery(key, address, wave, purpose, state)


def why(purpose: WavePurpose, *past: PastDelivery, **answers: str) -> str:
    return reason_left_out("ann", MAIL, purpose, past, answers)


def test_the_purpose_is_in_the_name() -> None:
    """A wave named follow-up or last-call is one; any other name is a first wave. Each is a step of the timetable."""
    assert [purpose_of(name) for name in ("first", "follow-up", "last-call", "later")] == [
        FIRST, FOLLOW_UP, LAST_CALL, FIRST,
    ]  # fmt: skip
    assert [purpose.step for purpose in WavePurpose] == [Step.FIRST, Step.FOLLOW_UP, Step.LAST_CALL]


@pytest.mark.parametrize(
    "state",
    [DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.UNCERTAIN, DeliveryState.SENDING],
)
def test_nobody_has_the_letter_twice(state: DeliveryState) -> None:
    """Whoever received the letter, may have, or is about to, is left out of another first wave, unless it repeats."""
    assert why(FIRST, past_delivery(state, "early")) == "already has this letter from wave early"
    assert reason_left_out("ann", MAIL, FIRST, [past_delivery(state)], {}, repeat=True) == ""


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.EXPIRED])
def test_who_has_not_had_it(state: DeliveryState) -> None:
    """An addressee whose email failed or was cancelled is in the next first wave, and in no follow-up."""
    assert why(FIRST, past_delivery(state)) == ""
    assert why(FOLLOW_UP, past_delivery(state)) == "has not received the letter"


def test_a_follow_up() -> None:
    """A follow-up goes to those who received the letter, once for each purpose."""
    assert why(FOLLOW_UP) == "has not received the letter"
    assert why(FOLLOW_UP, past_delivery(DeliveryState.SENT)) == ""
    followed = past_delivery(DeliveryState.SENT, "follow-up", FOLLOW_UP)
    assert (
        why(FOLLOW_UP, past_delivery(DeliveryState.SENT), followed) == "already has the follow-up from wave follow-up"
    )
    assert why(LAST_CALL, past_delivery(DeliveryState.SENT), followed) == ""


def test_an_answer_stops_it() -> None:
    """An answer under this key or an earlier one stops a follow-up, but not a first wave."""
    assert (
        why(FOLLOW_UP, past_delivery(DeliveryState.SENT), ann="answered on 14 April 2027")
        == "answered on 14 April 2027"
    )
    assert why(FOLLOW_UP, past_delivery(DeliveryState.SENT, key="old"), old="answered") == "answered"
    assert reason_left_out("ann", MAIL, FIRST, [], {"ann": "answered"}) == ""


def test_what_has_not_gone_or_is_in_doubt() -> None:
    """There is no follow-up before the letter was sent, nor while it is uncertain."""
    assert why(FOLLOW_UP, past_delivery(DeliveryState.QUEUED)) == "wave first has not been sent yet"
    assert why(FOLLOW_UP, past_delivery(DeliveryState.UNCERTAIN)) == "it is uncertain whether wave first arrived"
    assert why(FOLLOW_UP, past_delivery(DeliveryState.UNCERTAIN), past_delivery(DeliveryState.SENT, "later")) == ""


def test_a_bounce_stops_it() -> None:
    """After a bounce nothing is sent, unless it went to a corrected address since."""
    assert why(FOLLOW_UP, past_delivery(DeliveryState.BOUNCED)) == "the email of wave first bounced"
    mended = past_delivery(DeliveryState.BOUNCED, address="an@parliament.example")
    assert why(FOLLOW_UP, mended) == "has not received the letter"
    assert why(FOLLOW_UP, mended, past_delivery(DeliveryState.SENT, "later")) == ""


def test_who_came_back_under_another_key_has_had_the_letter() -> None:
    """A delivery counts for its key and for its address."""
    people = [
        Addressee("ann", "Ann", "Ann", address=MAIL),
        Addressee("ann-2", "Ann", "Ann", address=MAIL.upper()),
        Addressee("bea", "Bea", "Bea"),
    ]
    had_it = "already has this letter from wave first"
    assert reasons_left_out(people, FIRST, [past_delivery(DeliveryState.SENT)], {}, repeat=False) == {
        "ann": had_it,
        "ann-2": had_it,
    }


def test_a_corrected_address_after_a_bounce() -> None:
    """After a bounce, the letter goes to a corrected address, and never again to the one that bounced."""
    assert why(FIRST, past_delivery(DeliveryState.BOUNCED)) == "the email of wave first bounced: correct the address"
    assert why(FIRST, past_delivery(DeliveryState.BOUNCED, address="old@parliament.example")) == ""


def test_a_part_of_the_list() -> None:
    """A word names people by country, group, key or address in full, else by a part of the name, whatever its case and
    accents."""
    people = (
        Addressee(key="7", name="Dragoş Tudorache", family_name="Tudorache", address="d@p.example", country="Romania"),
        Addressee(
            key="8", name="Carla Rossi", family_name="Rossi", address="c@p.example", country="Italy", group="S&D"
        ),
    )
    words = ("ro", "Rumänien", "7", "D@p.example", "dragos", "Tudor", "ross", "s&d", "r", "p.example", " ")
    named = [sorted(keys_named(people, word)) for word in words]
    assert named == [["7"], ["7"], ["7"], ["7"], ["7"], ["7"], ["8"], ["8"], ["7", "8"], [], []]
