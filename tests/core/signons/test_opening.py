"""Whether the letter can be signed now."""

import datetime as dt

import pytest

from campaign.core.signons.opening import Opening, opening

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
UNTIL = NOW + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "expected"),
    [
        (None, UNTIL, Opening.OPEN),
        (NOW, UNTIL, Opening.OPEN),
        (UNTIL, UNTIL + dt.timedelta(days=1), Opening.NOT_YET),
        (None, NOW, Opening.CLOSED),
    ],
)
def test_signing_is_open_between_two_moments(
    opens_at: dt.datetime | None, closes_at: dt.datetime, expected: Opening
) -> None:
    """From the first, which may be missing, until just before the second."""
    assert opening(opens_at, closes_at, NOW) is expected


def test_nothing_can_be_signed_before_a_text_is_frozen() -> None:
    """Without a text signing is not open, and outside its times the times are the reason."""
    assert opening(None, UNTIL, NOW, has_text=False) is Opening.NO_TEXT
    assert opening(None, NOW, NOW, has_text=False) is Opening.CLOSED
