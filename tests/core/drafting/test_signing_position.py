"""How the position of an organisation on a draft stands."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.core.drafting.signing_position import PositionState, SigningAnswer, SigningPosition, position_state

TODAY = dt.date(2027, 3, 8)
WILL = SigningPosition(
    1,
    "ai-act",
    "Open Lab",
    SigningAnswer.WILL_SIGN,
    None,
    (3, 4),
    "en",
    1,
    "",
    7,
    dt.datetime(2027, 3, 1, tzinfo=dt.UTC),
)


@pytest.mark.parametrize(
    ("answer", "until", "in_the_way", "has_changed", "state"),
    [
        (SigningAnswer.WILL_SIGN, None, {3}, False, PositionState.SURE),
        (SigningAnswer.WILL_SIGN, None, set(), True, PositionState.TO_CONFIRM),
        (SigningAnswer.IF, None, {3, 9}, False, PositionState.WAITS),
        (SigningAnswer.IF, None, {9}, True, PositionState.CAN_BE_SURE),
        (SigningAnswer.NEEDS_TIME, TODAY, set(), False, PositionState.NEEDS_TIME),
        (SigningAnswer.NEEDS_TIME, TODAY - dt.timedelta(days=1), set(), False, PositionState.OVERDUE),
        (SigningAnswer.NEEDS_TIME, None, set(), False, PositionState.NEEDS_TIME),
        (SigningAnswer.CANNOT, None, set(), True, PositionState.CANNOT),
    ],
)
def test_how_a_position_stands(
    answer: SigningAnswer, until: dt.date | None, in_the_way: set[int], has_changed: bool, state: PositionState
) -> None:
    """A position holds for the text that it was given for: it is sure, waits, or is to be confirmed."""
    position = replace(WILL, answer=answer, until=until)
    assert position_state(position, in_the_way, TODAY, has_changed=has_changed) is state
