"""Signers' email addresses."""

import time

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from campaign.core.signons.signer_address import (
    AddressFault,
    InvalidAddress,
    SignerAddress,
    comparison_key,
    read_address,
)


@pytest.mark.parametrize(
    ("typed", "address", "key"),
    [
        ("anna@ngo.example", "anna@ngo.example", "anna@ngo.example"),
        ("  Anna.B+press@NGO.Example\n", "Anna.B+press@NGO.Example", "anna.b+press@ngo.example"),
        ("o'hara@ngo.example", "o'hara@ngo.example", "o'hara@ngo.example"),
        ("anna@bücher.example", "anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@BÜCHER.example", "anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@xn--bcher-kva.example", "anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("JÜRGEN@ngo.example", "JÜRGEN@ngo.example", "jürgen@ngo.example"),
    ],
)
def test_an_address_stays_and_has_a_key(typed: str, address: str, key: str) -> None:
    """The address stays as typed; all spellings of it share a key."""
    assert read_address(typed) == SignerAddress(address, key)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", InvalidAddress(AddressFault.EMPTY)),
        ("  ", InvalidAddress(AddressFault.EMPTY)),
        ("anna", InvalidAddress(AddressFault.WRONG)),
        ("anna@ngo", InvalidAddress(AddressFault.WRONG)),
        ("anna@@ngo.example", InvalidAddress(AddressFault.WRONG)),
        ("anna@ngo.example, bo@ngo.example", InvalidAddress(AddressFault.WRONG)),
        ("Anna <anna@ngo.example>", InvalidAddress(AddressFault.WRONG)),
        ("anna@ngo.example\r\nBcc: bo@ngo.example", InvalidAddress(AddressFault.WRONG)),
        ("anna@localhost", InvalidAddress(AddressFault.WRONG)),
        ("anna@ngo.invalid", InvalidAddress(AddressFault.WRONG)),
        ("anna@[192.0.2.1]", InvalidAddress(AddressFault.WRONG)),
        ("anna..b@ngo.example", InvalidAddress(AddressFault.WRONG)),
        ("a" * 65 + "@ngo.example", InvalidAddress(AddressFault.WRONG)),
        ("a@" + "a." * 200 + "example", InvalidAddress(AddressFault.WRONG)),
        ("Anna@gmial.com", InvalidAddress(AddressFault.SLIP, "Anna@gmail.com")),
        ("jürgen@gmail.con", InvalidAddress(AddressFault.SLIP, "jürgen@gmail.com")),
    ],
)
def test_invalid_addresses_are_refused(typed: str, fault: InvalidAddress) -> None:
    """An invalid address is refused; a typing error gets a suggestion."""
    assert read_address(typed) == fault


_labels = st.text("aZ9-x", min_size=1, max_size=6)
_domains = st.lists(_labels, min_size=1, max_size=3).map(".".join)
_endings = st.sampled_from(["org", "test", "local", "arpa", "x", "example", "1a", "eu", "onion"])


@given(st.text("aB9.+_-' é", max_size=8), _domains, _endings)
@example("a", "xn--a", "org")
@example("a", "ab--c", "org")
@example("a", "1.e164", "arpa")
def test_the_quick_check_agrees_with_the_library(local: str, domain: str, ending: str) -> None:
    """The quick check accepts what email-validator accepts, with the same address apart from the domain's case."""
    typed = f"{local}@{domain}.{ending}".strip()
    address = read_address(typed)
    try:
        right = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        assert address == InvalidAddress(AddressFault.WRONG)
    else:
        assert isinstance(address, SignerAddress)
        assert address.address.rpartition("@")[0] == right.local_part
        assert address.key.rpartition("@")[2] == right.ascii_domain.lower()


@pytest.mark.parametrize(
    "typed",
    ["=?utf-8?q?a?=@ngo.example", "a%b@ngo.example", "a!b@ngo.example", "|id@ngo.example", "x@y.internal", "x@y.alt"],
)
def test_what_servers_read_differently_is_refused(typed: str) -> None:
    """Encoded words, old routes, pipes to programs and names of no public domain, though the library takes them."""
    assert read_address(typed) == InvalidAddress(AddressFault.WRONG)


def test_all_spellings_have_one_form_for_comparing() -> None:
    """Capitals also beyond ASCII, composed and decomposed letters, and both forms of a domain."""
    forms = {
        comparison_key(typed) for typed in ("ÉVE@BÜRO.example", "e\u0301ve@büro.example", "éve@xn--bro-hoa.example")
    }
    assert forms == {"éve@xn--bro-hoa.example"}
    assert comparison_key(" No Address ") == "no address"


@pytest.mark.parametrize("evil", ["a." * 120 + "@", "-" * 254, "a@" + "a-" * 126, "a" * 1_000_000, "a@" + "ü." * 120])
def test_hostile_addresses_take_no_time(evil: str) -> None:
    """Any address is checked in little time."""
    read_address("ü@x.example")  # loads the library
    before = time.perf_counter()
    assert read_address(evil) == InvalidAddress(AddressFault.WRONG)
    assert time.perf_counter() - before < 0.2
