"""Numbers that people and addresses write in digits."""

import pytest

from campaign.core.tables.digits import read_digits


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("042", 42), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None), ("-1", None), ("+1", None),
     (" 1", None), ("1.0", None), ("1_0", None), ("٣", None), ("²", None), ("one", None)],
)  # fmt: skip
def test_only_plain_digits_are_a_number(text: str, number: int | None) -> None:
    """Signs, spaces, digits of other scripts and numbers that no row can have are none."""
    assert read_digits(text) == number


def test_fewer_digits_can_be_asked_for() -> None:
    """A caller says how many digits make sense."""
    assert (read_digits("9999", 4), read_digits("10000", 4)) == (9999, None)
