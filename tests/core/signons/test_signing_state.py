"""Whether the letter can be signed now."""

import datetime as dt

import pytest

from campaign.core.signons.signing_state import SigningState, signing_state

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
UNTIL = NOW + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "expected"),
    [
        (None, UNTIL, SigningState.OPEN),
        (NOW, UNTIL, SigningState.OPEN),
        (UNTIL, UNTIL + dt.timedelta(days=1), SigningState.NOT_YET),
        (None, NOW, SigningState.CLOSED),
    ],
)
def test_signing_is_open_between_two_moments(
    opens_at: dt.datetime | None, closes_at: dt.datetime, expected: SigningState
) -> None:
    """Signing is open from the first moment, if there is one, until just before the second."""
    assert signing_state(opens_at, closes_at, NOW) is expected


def test_nothing_can_be_signed_before_a_text_is_frozen() -> None:
    """Without a version signing is not open; before and after the dates, the dates are the reason."""
    assert signing_state(None, UNTIL, NOW, has_text=False) is SigningState.NO_TEXT
    assert signing_state(None, NOW, NOW, has_text=False) is SigningState.CLOSED
