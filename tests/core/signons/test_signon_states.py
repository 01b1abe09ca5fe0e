"""The states of a sign-on."""

import pytest

from campaign.core.signatories import SignOnState as State
from campaign.core.signons.record import RecordEvent
from campaign.core.signons.states import MAY_SIGN, SIGNED, SILENT, may_follow

# A sign-on from the coordinator's table follows that table, whatever it says.
EVENTS = [event for event in RecordEvent if event is not RecordEvent.IMPORTED]


def leads_to(before: State, *, events: list[RecordEvent] = EVENTS) -> set[State]:
    """The states to which the events may lead from a state."""
    return {state for state in State for event in events if may_follow(before, state, event)}


def leads_from(after: State, *, events: list[RecordEvent] = EVENTS) -> set[State]:
    """The states from which the events may lead to a state."""
    return {state for state in State for event in events if may_follow(state, after, event)}


def test_only_a_confirmed_sign_on_is_listed() -> None:
    """A name is only ever listed from `confirmed`."""
    assert leads_from(State.LISTED) == {State.CONFIRMED}


def test_nothing_sends_a_listed_sign_on_to_review() -> None:
    """From `listed` only the coordinator's table leads back to `confirmed`: nobody leaves a list by a correction."""
    assert [event for event in EVENTS if may_follow(State.LISTED, State.CONFIRMED, event)] == []


def test_signing_again_after_withdrawal_or_refusal() -> None:
    """Withdrawn leads back to confirmed by signing, refused to confirmed by the coordinator alone."""
    assert leads_to(State.WITHDRAWN, events=[RecordEvent.SIGNED]) == {State.CONFIRMED}
    back = {event for event in EVENTS for state in SIGNED if may_follow(State.REFUSED, state, event)}
    assert (back, leads_to(State.REFUSED, events=[RecordEvent.ENTERED])) == ({RecordEvent.ENTERED}, {State.CONFIRMED})


@pytest.mark.parametrize("event", [RecordEvent.REFUSED, RecordEvent.WITHDRAWN])
def test_only_what_was_signed_is_refused_or_withdrawn(event: RecordEvent) -> None:
    """A sign-on that was only invited, or declined, cannot be refused or withdrawn."""
    assert leads_from(State(event), events=[event]) == set(SIGNED)


@pytest.mark.parametrize("event", [RecordEvent.ERASED, RecordEvent.MERGED])
def test_erased_and_merged_sign_ons_are_withdrawn_from_any_state(event: RecordEvent) -> None:
    """Erasing and merging end in `withdrawn`, wherever they begin."""
    assert {state: leads_to(state, events=[event]) for state in State} == {state: {State.WITHDRAWN} for state in State}


def test_who_may_sign_has_not_signed() -> None:
    """Signing is for those who have not signed, the silent among them, and for an old sign-on that is unconfirmed."""
    assert {*MAY_SIGN, State.PENDING} == leads_from(State.CONFIRMED, events=[RecordEvent.SIGNED])
    assert not set(MAY_SIGN) & set(SIGNED)
    assert set(SILENT) < set(MAY_SIGN)


def test_events_about_texts_and_emails_change_no_state() -> None:
    """A reminder, a new version, an objection leave each sign-on where it is."""
    still = [event for event in RecordEvent if not any(leads_to(state, events=[event]) for state in State)]
    assert still == [
        RecordEvent.REMINDED,
        RecordEvent.CORRECTED,
        RecordEvent.PROPOSED,
        RecordEvent.DISCARDED,
        RecordEvent.BOUND,
        RecordEvent.CARRIED,
        RecordEvent.OBJECTED,
        RecordEvent.AGREED,
        RecordEvent.CHANGED,
        RecordEvent.INFORMED,
        RecordEvent.STOPPED,
        RecordEvent.RESUMED,
        RecordEvent.PURGED,
    ]
