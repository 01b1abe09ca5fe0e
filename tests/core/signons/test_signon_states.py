"""The states of a sign-on."""

import pytest

from campaign.core.signatories import SignOnState as State
from campaign.core.signons.record import Deed
from campaign.core.signons.states import MAY_SIGN, SIGNED, SILENT, may_follow

# What the coordinator's table gave follows that table, whatever it says.
DEEDS = [deed for deed in Deed if deed is not Deed.IMPORTED]


def led(before: State, *, by: list[Deed] = DEEDS) -> set[State]:
    """Where the deeds may lead from a state."""
    return {state for state in State for deed in by if may_follow(before, state, deed)}


def leading(after: State, *, by: list[Deed] = DEEDS) -> set[State]:
    """From where the deeds may lead to a state."""
    return {state for state in State for deed in by if may_follow(state, after, deed)}


def test_nothing_is_listed_unconfirmed() -> None:
    """A name is only ever listed from `confirmed`."""
    assert leading(State.LISTED) == {State.CONFIRMED}


def test_a_listed_one_is_looked_at_again_only_when_corrected() -> None:
    """From `listed` nothing but a correction leads back to `confirmed`."""
    assert [deed for deed in DEEDS if may_follow(State.LISTED, State.CONFIRMED, deed)] == [Deed.CORRECTED]


def test_a_withdrawn_one_may_sign_again_and_a_refused_one_only_by_the_coordinator() -> None:
    """Withdrawn leads back to pending and confirmed by signing, refused to confirmed by the coordinator alone."""
    assert led(State.WITHDRAWN, by=[Deed.SIGNED]) == {State.PENDING, State.CONFIRMED}
    back = {deed for deed in DEEDS for state in SIGNED if may_follow(State.REFUSED, state, deed)}
    assert (back, led(State.REFUSED, by=[Deed.ENTERED])) == ({Deed.ENTERED}, {State.CONFIRMED})


@pytest.mark.parametrize("deed", [Deed.REFUSED, Deed.WITHDRAWN])
def test_only_what_was_signed_is_refused_or_withdrawn(deed: Deed) -> None:
    """Whoever was only asked, or declined, has nothing that could be taken back."""
    assert leading(State(deed), by=[deed]) == set(SIGNED)


@pytest.mark.parametrize("deed", [Deed.ERASED, Deed.MERGED])
def test_whoever_goes_is_withdrawn_from_any_state(deed: Deed) -> None:
    """Erasing and merging end in `withdrawn`, wherever they begin."""
    assert {state: led(state, by=[deed]) for state in State} == {state: {State.WITHDRAWN} for state in State}


def test_who_may_sign_has_not_signed() -> None:
    """Signing through a link is for those who have not signed, the silent among them."""
    assert set(MAY_SIGN) == leading(State.CONFIRMED, by=[Deed.SIGNED])
    assert not set(MAY_SIGN) & set(SIGNED)
    assert set(SILENT) < set(MAY_SIGN)


def test_deeds_that_concern_texts_and_mails_move_no_state() -> None:
    """A reminder, a new version, an objection leave each sign-on where it is."""
    still = [deed for deed in Deed if not any(led(state, by=[deed]) for state in State)]
    assert still == [
        Deed.REMINDED,
        Deed.BOUND,
        Deed.CARRIED,
        Deed.OBJECTED,
        Deed.AGREED,
        Deed.CHANGED,
        Deed.STOPPED,
        Deed.RESUMED,
        Deed.PURGED,
    ]
