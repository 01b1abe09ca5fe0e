"""Mail addresses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.addressees.address import check_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("axel.voss@europarl.example", "axel.voss@europarl.example"),
        ("mailto:axel.voss@europarl.example", "axel.voss@europarl.example"),
        ("Jan@WIT.example", "Jan@wit.example"),
        ("jörg@bücher.example", "jörg@bücher.example"),
        ("a@europarl.europa.eu", "a@europarl.europa.eu"),
    ],
)
def test_good_addresses_pass(text: str, address: str) -> None:
    """Reserved example domains and international addresses pass, the domain in lower case."""
    assert check_address(text) == (address, "", "")


@pytest.mark.parametrize(
    ("text", "wrong", "mend"),
    [
        ("a@x.example; b@y.example", "2 mail addresses in one cell, none was taken", "keep the one to write to"),
        ("a@x.example b@y.example", "2 mail addresses in one cell, none was taken", "keep the one to write to"),
        ("a@x.example.", "the mail address 'a@x.example.' ends with a stop", "take the stop away"),
        ("a@gmial.com", "the mail address 'a@gmial.com' looks like a slip of the keys", "did you mean a@gmail.com?"),
        ("a@ngo.con", "the mail address 'a@ngo.con' looks like a slip of the keys", "did you mean a@ngo.com?"),
        ("a@gmial.con", "the mail address 'a@gmial.con' looks like a slip of the keys", "did you mean a@gmail.com?"),
        (
            "a@europarl.europe.eu",
            "the mail address 'a@europarl.europe.eu' looks like a slip of the keys",
            "did you mean a@europarl.europa.eu?",
        ),
        (
            "a@office",
            (
                "the mail address 'a@office' cannot be right: "
                "The part after the @-sign is not valid. It should have a period."
            ),
            "write it as name@domain",
        ),
    ],
)
def test_bad_addresses_are_named(text: str, fault: str, fix: str) -> None:
    """Several addresses, stops at the end, slips of the keys and domains without a dot each have words and a mend."""
    assert check_address(text) == ("", fault, fix)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_either_an_address_or_a_reason(text: str) -> None:
    """Any text gives an address without line breaks, or what is wrong with it."""
    address, fault, _ = check_address(text)
    assert bool(address) != bool(fault)
    assert len(address.split()) <= 1
