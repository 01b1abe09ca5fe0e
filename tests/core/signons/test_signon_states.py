"""The states of a sign-on."""

import pytest

from campaign.core.signatories import SignOnState as State
from campaign.core.signons import may_follow
from campaign.core.signons.states import before


@pytest.mark.parametrize("state", list(State))
def test_what_comes_before_is_what_may_be_followed(state: State) -> None:
    """`before` is `may_follow` read backwards."""
    assert set(before(state)) == {each for each in State if may_follow(each, state)}


def test_nothing_is_listed_unconfirmed() -> None:
    """A name is only ever listed from `confirmed`."""
    assert before(State.LISTED) == (State.CONFIRMED,)


def test_a_withdrawn_one_may_sign_again_and_a_refused_one_only_by_the_coordinator() -> None:
    """Withdrawn leads back to pending and confirmed, refused to confirmed alone."""
    assert [each for each in State if may_follow(State.WITHDRAWN, each)] == [State.PENDING, State.CONFIRMED]
    assert [each for each in State if may_follow(State.REFUSED, each)] == [State.CONFIRMED]
