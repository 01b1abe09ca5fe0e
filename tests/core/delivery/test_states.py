"""Which state may follow which."""

import pytest

from campaign.core.delivery.states import MEANING, REACHED, WAITING, State, may_follow, may_settle

FINAL = {State.BOUNCED, State.CANCELLED, State.EXPIRED}


def following(state: State) -> set[State]:
    return {each for each in State if may_follow(state, each)}


def test_every_state_is_explained_to_people() -> None:
    """Each state has a sentence of its own."""
    assert set(MEANING) == set(State)
    assert len(set(MEANING.values())) == len(State)


def test_what_is_final() -> None:
    """Nothing follows a bounce, a cancellation or an expiry."""
    assert {state for state in State if not following(state)} == FINAL


def test_sending_is_never_entered_but_by_a_mailer_from_what_waits() -> None:
    """Only what waits may go to `sending`."""
    assert {state for state in State if may_follow(state, State.SENDING)} == set(WAITING)


def test_what_was_taken_is_never_sent_again() -> None:
    """From `sent` only a bounce follows."""
    assert following(State.SENT) == {State.BOUNCED}


def test_what_is_on_its_way_cannot_be_called_off() -> None:
    """`sending` ends by an answer, a break or a doubt, never by a cancellation or the deadline."""
    assert following(State.SENDING) == {State.SENT, State.DEFERRED, State.FAILED, State.UNCERTAIN, State.QUEUED}


def test_reached_and_waiting_are_apart() -> None:
    """Nobody both has the message and still waits for it."""
    assert not set(REACHED) & set(WAITING)


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (State.PLANNED, set()),
        (State.QUEUED, {State.SENT, State.FAILED}),
        (State.DEFERRED, {State.SENT, State.FAILED, State.QUEUED}),
        (State.SENDING, set()),
        (State.UNCERTAIN, {State.SENT, State.FAILED, State.QUEUED}),
        (State.FAILED, {State.QUEUED}),
        (State.SENT, set()),
        (State.BOUNCED, set()),
        (State.CANCELLED, set()),
        (State.EXPIRED, set()),
    ],
)
def test_a_persons_word(state: State, may: set[State]) -> None:
    """A person settles what waits, failed or is uncertain; a planned mail is not released by it, nor one sent again."""
    assert {each for each in State if may_settle(state, each)} == may
