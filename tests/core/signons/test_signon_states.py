"""The states of a sign-on."""

import pytest

from campaign.core.signatories import SignOnState as State
from campaign.core.signons.record import RecordEvent
from campaign.core.signons.states import MAY_SIGN, SIGNED, SILENT, may_follow

# What the coordinator's table gave follows that table, whatever it says.
EVENTS = [deed for deed in RecordEvent if deed is not RecordEvent.IMPORTED]


def leads_to(before: State, *, event: list[RecordEvent] = EVENTS) -> set[State]:
    """Where the deeds may lead from a state."""
    return {state for state in State for deed in event if may_follow(before, state, deed)}


def leads_from(after: State, *, event: list[RecordEvent] = EVENTS) -> set[State]:
    """From where the deeds may lead to a state."""
    return {state for state in State for deed in event if may_follow(state, after, deed)}


def test_nothing_is_listed_unconfirmed() -> None:
    """A name is only ever listed from `confirmed`."""
    assert leads_from(State.LISTED) == {State.CONFIRMED}


def test_a_listed_one_is_looked_at_again_only_when_corrected() -> None:
    """From `listed` nothing but a correction leads back to `confirmed`."""
    assert [deed for deed in EVENTS if may_follow(State.LISTED, State.CONFIRMED, deed)] == [RecordEvent.CORRECTED]


def test_a_withdrawn_one_may_sign_again_and_a_refused_one_only_by_the_coordinator() -> None:
    """Withdrawn leads back to pending and confirmed by signing, refused to confirmed by the coordinator alone."""
    assert leads_to(State.WITHDRAWN, event=[RecordEvent.SIGNED]) == {State.PENDING, State.CONFIRMED}
    back = {deed for deed in EVENTS for state in SIGNED if may_follow(State.REFUSED, state, deed)}
    assert (back, leads_to(State.REFUSED, event=[RecordEvent.ENTERED])) == ({RecordEvent.ENTERED}, {State.CONFIRMED})


@pytest.mark.parametrize("event", [RecordEvent.REFUSED, RecordEvent.WITHDRAWN])
def test_only_what_was_signed_is_refused_or_withdrawn(event: RecordEvent) -> None:
    """Whoever was only asked, or declined, has nothing that could be taken back."""
    assert leads_from(State(event), event=[event]) == set(SIGNED)


@pytest.mark.parametrize("event", [RecordEvent.ERASED, RecordEvent.MERGED])
def test_whoever_goes_is_withdrawn_from_any_state(event: RecordEvent) -> None:
    """Erasing and merging end in `withdrawn`, wherever they begin."""
    assert {state: leads_to(state, event=[event]) for state in State} == {state: {State.WITHDRAWN} for state in State}


def test_who_may_sign_has_not_signed() -> None:
    """Signing through a link is for those who have not signed, the silent among them."""
    assert set(MAY_SIGN) == leads_from(State.CONFIRMED, event=[RecordEvent.SIGNED])
    assert not set(MAY_SIGN) & set(SIGNED)
    assert set(SILENT) < set(MAY_SIGN)


def test_deeds_that_concern_texts_and_mails_move_no_state() -> None:
    """A reminder, a new version, an objection leave each sign-on where it is."""
    still = [deed for deed in RecordEvent if not any(leads_to(state, event=[deed]) for state in State)]
    assert still == [
        RecordEvent.REMINDED,
        RecordEvent.BOUND,
        RecordEvent.CARRIED,
        RecordEvent.OBJECTED,
        RecordEvent.AGREED,
        RecordEvent.CHANGED,
        RecordEvent.STOPPED,
        RecordEvent.RESUMED,
        RecordEvent.PURGED,
    ]
