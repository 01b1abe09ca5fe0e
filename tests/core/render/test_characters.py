"""Which characters a name may have, and how others are displayed."""

import pytest

from campaign.core.render.characters import clean, has_forbidden, printable


@pytest.mark.parametrize(
    "text", ["Eve\nBcc: x@y.example", "a\tb", "a\x00", "a\u2028b", "a\u202eb", "a\u2067b", "\ud800"]
)
def test_forbidden_in_a_name(text):
    """Line breaks, control characters and marks that reverse text are forbidden."""
    assert has_forbidden(text)


@pytest.mark.parametrize(
    "text", ["", "Dragoş Tudorache", "=cmd()", "<script>", "李\u00a0小龙", "עברית\u200f", "👩\u200d👩"]
)
def test_allowed_in_a_name(text):
    """All other characters are allowed."""
    assert not has_forbidden(text)


def test_printable():
    """Forbidden characters are replaced, and a long text is cut."""
    assert (printable("Eve\r\nBcc:"), printable("x" * 99, 10)) == ("Eve�Bcc:", "x" * 9 + "…")


def test_clean_text_is_one_line():
    """A line break becomes a space, a control character is removed; marks in right-to-left text stay."""
    assert clean("a\r\n\x00b\u2029c\u202e\u2067d") == "a b c\u2067d"
