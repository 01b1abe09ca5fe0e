"""Addressees' email addresses."""

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
        ('"Voss, Axel" <a@x.example>;', "a@x.example"),
        ("'a@x.example'", "a@x.example"),
        ("a@x.example;", "a@x.example"),
        ("a@x.example (office)", "a@x.example"),
    ],
)
def test_good_addresses_pass(text: str, address: str) -> None:
    """Reserved example domains and international addresses pass, the domain in lower case; what people write around an
    address does not count."""
    assert check_address(text) == (address, "", "")


@pytest.mark.parametrize(
    ("text", "fault", "fix"),
    [
        ("a@x.example; b@y.example", "there are 2 email addresses in one cell", "keep the one to write to"),
        ("a@x.example b@y.example", "there are 2 email addresses in one cell", "keep the one to write to"),
        ("a@x.example.", "the email address 'a@x.example.' ends with a full stop", "remove the full stop"),
        ("a@gmial.com", "the email address 'a@gmial.com' looks mistyped", "did you mean a@gmail.com?"),
        ("a@ngo.con", "the email address 'a@ngo.con' looks mistyped", "did you mean a@ngo.com?"),
        ("a@gmial.con", "the email address 'a@gmial.con' looks mistyped", "did you mean a@gmail.com?"),
        (
            "a@europarl.europe.eu",
            "the email address 'a@europarl.europe.eu' looks mistyped",
            "did you mean a@europarl.europa.eu?",
        ),
        (
            "a@office",
            (
                "the email address 'a@office' is not valid: "
                "The part after the @-sign is not valid. It should have a period."
            ),
            "write it like name@domain",
        ),
    ],
)
def test_bad_addresses_are_named(text: str, fault: str, fix: str) -> None:
    """Several addresses, a final full stop, typing errors and domains without a dot each have a message and a fix."""
    assert check_address(text) == ("", fault, fix)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_either_an_address_or_a_reason(text: str) -> None:
    """Any text gives an address without line breaks, or what is wrong with it."""
    address, fault, _ = check_address(text)
    assert bool(address) != bool(fault)
    assert len(address.split()) <= 1
