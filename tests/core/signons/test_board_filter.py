"""What a list of signatories shows, as its address says it."""

import pytest

from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.core.signons.board_filter import BoardFilter, BoardOrder, read_filter
from campaign.core.signons.differing_words import differing_words


def test_a_filter_is_read_from_an_address() -> None:
    """Each field has its condition; blanks around a text do not count."""
    fields = {
        "kind": "person", "state": "listed", "country": "Italy", "version": "3", "q": "  open  lab ", "order": "name",
    }  # fmt: skip
    assert read_filter(fields) == BoardFilter(
        SignOnKind.PERSON, "listed", "Italy", version=3, text="open lab", order=BoardOrder.NAME
    )


def test_what_is_not_known_is_left_out() -> None:
    """An address with nonsense shows the whole list."""
    fields = {"kind": "x", "state": "y", "version": "z", "order": "'; DROP TABLE signon"}
    assert read_filter(fields) == BoardFilter()


@pytest.mark.parametrize(("state", "states"), [
    ("", ()),
    ("silent", (SignOnState.INVITED, SignOnState.OPENED)),
    ("sure", (SignOnState.LISTED, SignOnState.CONFIRMED, SignOnState.PROMISED)),
    ("declined", (SignOnState.DECLINED,)),
])  # fmt: skip
def test_a_state_may_be_a_group(state: str, states: tuple[SignOnState, ...]) -> None:
    """Groups have the words that people use: sure, silent."""
    assert BoardFilter(state=state).states == states


def test_words_that_the_other_text_lacks_are_marked() -> None:
    """Case, accents and punctuation make no difference; a sign alone never differs."""
    assert differing_words("Open Lab – Bologna", "OpenLab, bologna") == (
        ("Open", True), ("Lab", True), ("–", False), ("Bologna", False),
    )  # fmt: skip
