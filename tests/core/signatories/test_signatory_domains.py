"""Whose a domain is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.domains import (
    ascii_host,
    domain_of_address,
    domain_of_site,
    is_free_mail,
    readable_domain,
    registrable_domain,
    same_domain,
    same_host,
)
from campaign.core.signatories.shared_domains import FREE_MAIL, PAGE_HOSTS, SHARED


@pytest.mark.parametrize(
    ("address", "site", "same"),
    [
        ("eve@ngo.example", "https://www.ngo.example/", True),
        ("eve@ngo.example", "ngo.example", True),
        ("eve@students.ngo.example", "https://ngo.example", False),
        ("eve@ngo.example", "ngo.example/~club", False),
        ("eve@ngo.example", "http://[ngo", False),
    ],
)
def test_a_site_is_an_addresses_own_only_as_a_whole_host(address: str, site: str, same: bool) -> None:
    """The address is at exactly the site's host; at a part of a host, and at what is no site, others have addresses."""
    assert same_host(address, site) is same


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("ngo.example", "ngo.example"),
        ("www.eu.ngo.example.", "ngo.example"),
        ("WWW.Ngo.Example", "ngo.example"),
        ("www.ngo.co.uk", "ngo.co.uk"),
        ("ngo.asso.fr", "ngo.asso.fr"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("www.ngo.github.io", "ngo.github.io"),
        ("ngo.wordpress.com", "ngo.wordpress.com"),
        ("www.ngo.blogspot.de", "ngo.blogspot.de"),
        ("www.wordpress.com", ""),
        ("wordpress.com", ""),
        ("ec.europa.eu", "ec.europa.eu"),
        ("www.europarl.europa.eu", "europarl.europa.eu"),
        ("co.uk", ""),
        ("localhost", ""),
        ("192.0.2.1", ""),
        ("2001:db8::1", ""),
        ("a..b.example", ""),
        ("-ngo.example", ""),
        ("ngo example.org", ""),
        ("\u2028.example", ""),
        ("ü" * 300 + ".example", ""),
        (".".join(["a"] * 200), ""),
        ("", ""),
    ],
)
def test_the_registered_part_of_a_host(host: str, domain: str) -> None:
    """Subdomains go, public endings and shared hosts' customers stay, and what is no name of a host gives nothing."""
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.ngo.example/en/?x#y", "ngo.example"),
        ("http://ngo.example:8080", "ngo.example"),
        ("ngo.example/about", "ngo.example"),
        ("https://github.com", "github.com"),
        ("https://github.com/", "github.com"),
        ("https://github.com/ngo", ""),
        ("https://www.facebook.com/ngo", ""),
        ("https://own.example@evil.example", ""),
        ("http://[", ""),
        ("http://a.example ; b", ""),
        ("", ""),
    ],
)
def test_the_domain_of_a_site(url: str, domain: str) -> None:
    """A site's domain is its holder's, but not where each customer has a path, nor behind a name and an @."""
    assert domain_of_site(url) == domain


@pytest.mark.parametrize(
    ("address", "site", "same"),
    [
        ("jo@ngo.example", "https://www.ngo.example/en", True),
        ("jo@Mail.NGO.example", "https://ngo.example", True),
        ("jo@bücher.example", "https://xn--bcher-kva.example", True),
        ("jo@other.example", "https://ngo.example", False),
        ("jo@ngo.example.evil.example", "https://ngo.example", False),
        ("jo@one.co.uk", "https://two.co.uk", False),
        ("jo@one.wordpress.com", "https://two.wordpress.com", False),
        ("jo@ec.europa.eu", "https://www.europarl.europa.eu", False),
        ("jo@github.com", "https://github.com", True),
        ("jo@github.com", "https://github.com/ngo", False),
        ("jo@gmail.com", "https://gmail.com", False),
        ("jo@nowhere", "https://nowhere", False),
        ("", "", False),
    ],
)
def test_a_mail_address_at_a_site(address: str, site: str, same: bool) -> None:
    """Two are of one holder where the registered part is the same, and not anybody's to have."""
    assert same_domain(address, site) is same


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "googlemail.com",
        "GMX.de",
        "gmx.eu",
        "web.de",
        "t-online.de",
        "orange.fr",
        "free.fr",
        "laposte.net",
        "libero.it",
        "wp.pl",
        "seznam.cz",
        "abv.bg",
        "yahoo.co.uk",
        "hotmail.fr",
        "outlook.com",
        "proton.me",
        "riseup.net",
        "poczta.onet.pl",
        "email.t-com.hr",
        "posteo.net",
    ],
)
def test_free_mail(domain: str) -> None:
    """Providers where anybody can have an address are known, in every country of theirs."""
    assert is_free_mail(f"jo@{domain}")


@pytest.mark.parametrize("domain", ["ngo.example", "gmail.com.evil.example", "gmail", ""])
def test_other_mail(domain: str) -> None:
    """Other domains are not, nor those that only begin like one."""
    assert not is_free_mail(f"jo@{domain}")


def test_the_tables_hold_domains() -> None:
    """Each entry of our tables is a domain in small letters."""
    assert [
        domain for domain in FREE_MAIL | PAGE_HOSTS | SHARED if domain != domain.strip().lower() or "." not in domain
    ] == []
    assert [domain for domain in PAGE_HOSTS if registrable_domain(domain) not in (domain, "")] == []


def test_domains_for_people() -> None:
    """A domain is shown in its own letters, and as it is where they cannot be told."""
    assert readable_domain("xn--bcher-kva.example") == "bücher.example"
    assert readable_domain("ngo.example") == "ngo.example"
    assert readable_domain("xn--\u00e9.example") == "xn--\u00e9.example"


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_has_a_domain_or_none(text: str) -> None:
    """Whatever is typed gives a domain that is its own registered part, or nothing; no text raises."""
    for domain in (
        registrable_domain(text),
        domain_of_address(text),
        domain_of_site(text),
        domain_of_site(f"https://{text}/"),
    ):
        assert registrable_domain(domain) == domain
    assert is_free_mail(text) in (True, False)
    assert isinstance(readable_domain(text), str)


def test_the_host_of_a_web_address_is_the_one_that_is_looked_up() -> None:
    """Other letters appear as xn--, and what is no address has no host."""
    addresses = ("https://Ngo.example/a", "https://p\u0430ypal.example", "ngo.example", "https://[", "")
    hosts = ("ngo.example", "xn--pypal-4ve.example", "ngo.example", "", "")
    assert tuple(ascii_host(address) for address in addresses) == hosts


def test_hostile_hosts_take_no_time() -> None:
    """Long hosts take no noticeable time."""
    registrable_domain("ngo.example")  # the list is read once
    before = time.perf_counter()
    for text in ("a." * 500_000, "ü" * 500_000, "a" * 1_000_000, "https://" + "[" * 100_000, "@" * 500_000):
        assert (registrable_domain(text), domain_of_site(text), domain_of_address(text)) == ("", "", "")
    assert time.perf_counter() - before < 2
