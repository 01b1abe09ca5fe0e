"""A signer's mail address."""

import time

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from campaign.core.signons.mail import MailFault, NoMail, SignerMail, read_mail


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
def test_an_address_is_kept_and_has_a_key(typed: str, address: str, key: str) -> None:
    """The address stays as typed; all spellings of it share a key."""
    assert read_mail(typed) == SignerMail(address, key)


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("", NoMail(MailFault.EMPTY)),
        ("  ", NoMail(MailFault.EMPTY)),
        ("anna", NoMail(MailFault.WRONG)),
        ("anna@ngo", NoMail(MailFault.WRONG)),
        ("anna@@ngo.example", NoMail(MailFault.WRONG)),
        ("anna@ngo.example, bo@ngo.example", NoMail(MailFault.WRONG)),
        ("Anna <anna@ngo.example>", NoMail(MailFault.WRONG)),
        ("anna@ngo.example\r\nBcc: bo@ngo.example", NoMail(MailFault.WRONG)),
        ("anna@localhost", NoMail(MailFault.WRONG)),
        ("anna@ngo.invalid", NoMail(MailFault.WRONG)),
        ("anna@[192.0.2.1]", NoMail(MailFault.WRONG)),
        ("anna..b@ngo.example", NoMail(MailFault.WRONG)),
        ("a" * 65 + "@ngo.example", NoMail(MailFault.WRONG)),
        ("a@" + "a." * 200 + "example", NoMail(MailFault.WRONG)),
        ("Anna@gmial.com", NoMail(MailFault.SLIP, "Anna@gmail.com")),
        ("jürgen@gmail.con", NoMail(MailFault.SLIP, "jürgen@gmail.com")),
    ],
)
def test_no_address_is_refused(typed: str, refused: NoMail) -> None:
    """What cannot be written to is refused, and a slip of the keys gets the address that was meant."""
    assert read_mail(typed) == refused


_labels = st.text("aZ9-x", min_size=1, max_size=6)
_domains = st.lists(_labels, min_size=1, max_size=3).map(".".join)
_endings = st.sampled_from(["org", "test", "local", "arpa", "x", "example", "1a", "eu", "onion", "internal", "alt"])


@given(st.text("aB9.+_-' é", max_size=8), _domains, _endings)
@example("a", "xn--a", "org")
@example("a", "ab--c", "org")
@example("a", "1.e164", "arpa")
def test_the_short_way_agrees_with_the_library(local: str, domain: str, ending: str) -> None:
    """What passes, passes in email-validator too, with the same address but for the domain's case, and the reverse."""
    typed = f"{local}@{domain}.{ending}".strip()
    found = read_mail(typed)
    try:
        right = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        assert found == NoMail(MailFault.WRONG)
    else:
        assert isinstance(found, SignerMail)
        assert found.address.rpartition("@")[0] == right.local_part
        assert found.key.rpartition("@")[2] == right.ascii_domain.lower()


@pytest.mark.parametrize("evil", ["a." * 120 + "@", "-" * 254, "a@" + "a-" * 126, "a" * 1_000_000, "a@" + "ü." * 120])
def test_hostile_addresses_take_no_time(evil: str) -> None:
    """However it is made, an address is judged at once."""
    read_mail("ü@x.example")  # loads the library
    before = time.perf_counter()
    assert read_mail(evil) == NoMail(MailFault.WRONG)
    assert time.perf_counter() - before < 0.2
