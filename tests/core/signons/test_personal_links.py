"""Personal links: valid for one purpose, one sign-on and one generation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signons.personal_links import LinkPurpose, is_token_for, signon_in_token, token

SECRET = bytes(range(32))


@given(st.sampled_from(LinkPurpose), st.integers(1, 10**17), st.integers(0, 1000))
def test_a_token_is_valid_for_its_purpose(purpose: LinkPurpose, signon: int, generation: int) -> None:
    """A token names its sign-on and is valid for its purpose and generation."""
    text = token(SECRET, purpose, signon, generation)
    assert signon_in_token(text) == signon
    assert is_token_for(text, SECRET, purpose, signon, generation)


def test_a_token_is_valid_for_nothing_else() -> None:
    """Another purpose, sign-on, generation or secret, or one changed character, makes it invalid."""
    text = token(SECRET, LinkPurpose.OWN, 7, 1)
    assert not is_token_for(text, SECRET, LinkPurpose.CONFIRM, 7, 1)
    assert not is_token_for(text, SECRET, LinkPurpose.OWN, 8, 1)
    assert not is_token_for(text, SECRET, LinkPurpose.OWN, 7, 2)
    assert not is_token_for(text, bytes(32), LinkPurpose.OWN, 7, 1)
    assert not is_token_for(text[:-1] + ("A" if text[-1] != "A" else "B"), SECRET, LinkPurpose.OWN, 7, 1)


@pytest.mark.parametrize("text", ["", "7", "7-", "07-" + "A" * 22, "7-" + "A" * 23, "7-" + "Ä" * 22, "-7-" + "A" * 22])
def test_other_texts_name_no_sign_on(text: str) -> None:
    """Only the exact form is accepted."""
    assert signon_in_token(text) is None


@given(st.text(max_size=60))
def test_any_text_is_checked(text: str) -> None:
    """Any text gives yes or no, without an exception."""
    assert not is_token_for(text, SECRET, LinkPurpose.OWN, 7, 1)
