"""Which state may follow which."""

import pytest

from campaign.core.delivery.states import MEANINGS, REACHED, WAITING, DeliveryState, may_follow, may_settle

FINAL = {DeliveryState.BOUNCED, DeliveryState.CANCELLED, DeliveryState.EXPIRED}


def following(state: DeliveryState) -> set[DeliveryState]:
    return {candidate for candidate in DeliveryState if may_follow(state, candidate)}


def test_every_state_is_explained_to_people() -> None:
    """Each state has a sentence of its own."""
    assert set(MEANINGS) == set(DeliveryState)
    assert len(set(MEANINGS.values())) == len(DeliveryState)


def test_what_is_final() -> None:
    """Nothing follows a bounce, a cancellation or an expiry."""
    assert {state for state in DeliveryState if not following(state)} == FINAL


def test_sending_is_never_entered_but_by_a_mailer_from_what_waits() -> None:
    """Only what waits may go to `sending`."""
    assert {state for state in DeliveryState if may_follow(state, DeliveryState.SENDING)} == set(WAITING)


def test_what_was_taken_is_never_sent_again() -> None:
    """From `sent` only a bounce follows."""
    assert following(DeliveryState.SENT) == {DeliveryState.BOUNCED}


def test_what_is_on_its_way_cannot_be_called_off() -> None:
    """`sending` ends by an answer, a break or a doubt, never by a cancellation or the deadline."""
    assert following(DeliveryState.SENDING) == {
        DeliveryState.SENT,
        DeliveryState.DEFERRED,
        DeliveryState.FAILED,
        DeliveryState.UNCERTAIN,
        DeliveryState.QUEUED,
    }


def test_reached_and_waiting_are_apart() -> None:
    """Nobody both has the message and still waits for it."""
    assert not set(REACHED) & set(WAITING)


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (DeliveryState.PLANNED, set()),
        (DeliveryState.QUEUED, {DeliveryState.SENT, DeliveryState.FAILED}),
        (DeliveryState.DEFERRED, {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED}),
        (DeliveryState.SENDING, set()),
        (DeliveryState.UNCERTAIN, {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED}),
        (DeliveryState.FAILED, {DeliveryState.QUEUED}),
        (DeliveryState.SENT, set()),
        (DeliveryState.BOUNCED, set()),
        (DeliveryState.CANCELLED, set()),
        (DeliveryState.EXPIRED, set()),
    ],
)
def test_a_persons_word(state: DeliveryState, may: set[DeliveryState]) -> None:
    """A person settles what waits, failed or is uncertain; a planned mail is not released by it, nor one sent again."""
    assert {candidate for candidate in DeliveryState if may_settle(state, candidate)} == may
