"""Which state may follow which."""

import pytest

from campaign.core.delivery.states import MEANINGS, REACHED, WAITING, DeliveryState, may_follow, may_settle

FINAL = {DeliveryState.BOUNCED, DeliveryState.CANCELLED}


def following(state: DeliveryState) -> set[DeliveryState]:
    return {candidate for candidate in DeliveryState if may_follow(state, candidate)}


def test_every_state_is_explained_to_people() -> None:
    """Each state has its own sentence."""
    assert set(MEANINGS) == set(DeliveryState)
    assert len(set(MEANINGS.values())) == len(DeliveryState)


def test_what_is_final() -> None:
    """Nothing follows a bounce or a cancellation. What expired may wait again, when the deadline is moved."""
    assert {state for state in DeliveryState if not following(state)} == FINAL
    assert following(DeliveryState.EXPIRED) == {DeliveryState.QUEUED, DeliveryState.CANCELLED}


def test_sending_is_never_entered_but_by_a_mailer_from_what_waits() -> None:
    """Only a waiting delivery may become `sending`."""
    assert {state for state in DeliveryState if may_follow(state, DeliveryState.SENDING)} == set(WAITING)


def test_what_was_taken_is_never_sent_again() -> None:
    """Only `bounced` may follow `sent`."""
    assert following(DeliveryState.SENT) == {DeliveryState.BOUNCED}


def test_what_is_on_its_way() -> None:
    """`sending` never expires. It is cancelled only in place of waiting again."""
    assert following(DeliveryState.SENDING) == {
        DeliveryState.SENT,
        DeliveryState.DEFERRED,
        DeliveryState.FAILED,
        DeliveryState.UNCERTAIN,
        DeliveryState.QUEUED,
        DeliveryState.CANCELLED,
    }


def test_reached_and_waiting_are_apart() -> None:
    """No state is both reached and waiting."""
    assert not set(REACHED) & set(WAITING)


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (DeliveryState.PLANNED, set()),
        (DeliveryState.QUEUED, {DeliveryState.SENT, DeliveryState.FAILED}),
        (DeliveryState.DEFERRED, {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED}),
        (DeliveryState.SENDING, set()),
        (
            DeliveryState.UNCERTAIN,
            {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED, DeliveryState.BOUNCED},
        ),
        (DeliveryState.FAILED, {DeliveryState.QUEUED}),
        (DeliveryState.SENT, {DeliveryState.BOUNCED}),
        (DeliveryState.BOUNCED, set()),
        (DeliveryState.CANCELLED, set()),
        (DeliveryState.EXPIRED, set()),
    ],
)
def test_a_persons_word(state: DeliveryState, may: set[DeliveryState]) -> None:
    """A person settles deliveries that wait, failed or are uncertain; a planned one is never released by it, nor one
    sent again."""
    assert {candidate for candidate in DeliveryState if may_settle(state, candidate)} == may
