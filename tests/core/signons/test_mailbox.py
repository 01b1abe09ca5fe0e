"""The spellings of one mailbox share a form; different mailboxes do not."""

import pytest

from campaign.core.signons.mailbox import mailbox_of


@pytest.mark.parametrize(
    ("spellings", "mailbox"),
    [
        (("e.v.e@gmail.com", "eve+letter@gmail.com", "eve@googlemail.com", "EvE@gmail.com".lower()), "eve@gmail.com"),
        (("eve-berg@proton.me", "eve.berg@protonmail.com", "eveberg@pm.me"), "eveberg@proton.me"),
        (("eve-news@yahoo.com", "eve@yahoo.com"), "eve@yahoo.com"),
        (("eve+1@knowledge.example", "eve@knowledge.example"), "eve@knowledge.example"),
        (("+eve@knowledge.example",), "+eve@knowledge.example"),
        (("...@gmail.com",), "...@gmail.com"),
    ],
)
def test_spellings_of_one_mailbox(spellings: tuple[str, ...], mailbox: str) -> None:
    """Dots, tags and second domains of known providers do not count; what is left is never empty."""
    assert {mailbox_of(spelling) for spelling in spellings} == {mailbox}


def test_dots_count_elsewhere() -> None:
    """A dot may tell two people apart at a provider that does not ignore it."""
    assert mailbox_of("e.berg@knowledge.example") != mailbox_of("eberg@knowledge.example")
