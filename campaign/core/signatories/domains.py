"""The registrable domain of email and web addresses, and domains that prove nothing about their user."""

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from campaign.core.signatories.shared_domains import FREE_MAIL, FREE_MAIL_FAMILIES, PAGE_HOSTS, SHARED, SHARED_FAMILIES

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_LONGEST = 253  # RFC 1035, 2.3.4, as text without the last stop
_ASCII = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")


def registrable_domain(host: str) -> str:
    """The part of a host name that somebody registered, in lower-case ASCII: "www.ngo.example" gives "ngo.example".

    A customer's own name at a shared host counts as registered. "" for anything that is not a host name.
    """
    name = _ascii(host)
    if not name:
        return ""
    domain = _suffixes().privatesuffix(name) or ""
    if domain in SHARED or domain.partition(".")[0] in SHARED_FAMILIES:
        customer = name.removesuffix(domain).rstrip(".").rpartition(".")[2]
        return f"{customer}.{domain}" if customer not in ("", "www") else ""
    return domain


def domain_of_address(address: str) -> str:
    """The registrable domain of an email address; "" if it has none."""
    return registrable_domain(address.strip().rpartition("@")[2])


def domain_of_site(url: str) -> str:
    """The registrable domain of a web address, with or without its scheme; "" if it has none, and for a page at a host
    where each customer has a path."""
    try:
        parts = _split(url)
        host, path = parts.hostname or "", parts.path
    except ValueError:
        return ""
    domain = "" if "@" in parts.netloc else registrable_domain(host)
    return "" if domain in PAGE_HOSTS and path.strip("/") else domain


def is_free_mail(address: str) -> bool:
    """Whether anybody can get an address at this domain."""
    domain = domain_of_address(address)
    host = _ascii(address.strip().rpartition("@")[2])
    return host in FREE_MAIL or domain in FREE_MAIL or domain.partition(".")[0] in FREE_MAIL_FAMILIES


def same_domain(address: str, site: str) -> bool:
    """Whether an email address and a website have the same domain. False for domains where anybody can get an
    address."""
    domain = domain_of_address(address)
    return bool(domain) and domain == domain_of_site(site) and not is_free_mail(address)


def same_host(address: str, site: str) -> bool:
    """Whether an email address is at exactly the host of a website, apart from "www.", and the site is all of that
    host.

    At a subdomain, such as that of students or of a mailing list, and at a host where each customer has a path, others
    can have addresses, too.
    """
    if not same_domain(address, site):
        return False
    parts = _split(site)
    is_whole = not parts.path.strip("/") and not parts.query
    host = _ascii(parts.hostname or "").removeprefix("www.")
    return is_whole and _ascii(address.strip().rpartition("@")[2]) == host


def is_page_of(url: str, site: str) -> bool:
    """Whether a web address is at the host of a website, apart from "www.", and the site is all of that host."""
    try:
        page, known = _split(url), _split(site)
        ports = page.port, known.port
    except ValueError:
        return False
    host = _ascii(known.hostname or "").removeprefix("www.")
    is_whole = not known.path.strip("/") and not known.query and bool(domain_of_site(site))
    return is_whole and ports == (None, None) and _ascii(page.hostname or "").removeprefix("www.") == host


def ascii_host(url: str) -> str:
    """The host of a web address as it is looked up, with "xn--..." for other letters; "" if it has none."""
    try:
        return _ascii(_split(url).hostname or "")
    except ValueError:
        return ""


def readable_domain(domain: str) -> str:
    """A domain in its own letters instead of "xn--..."."""
    if "xn--" not in domain:
        return domain
    import idna  # its tables are large and rarely needed

    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return domain


def _split(url: str) -> SplitResult:
    """The parts of a web address, with or without its scheme. Raises ValueError."""
    text = url.strip()
    return urlsplit(text if "//" in text else f"//{text}")


def _ascii(host: str) -> str:
    name = host.strip().rstrip(".").lower()
    if len(name) > _LONGEST:
        return ""
    if not name.isascii():
        import idna

        try:
            name = idna.encode(name, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            return ""
    return name if _ASCII.fullmatch(name) else ""


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # loading takes a third of a second, and few commands need it

    return PublicSuffixList()
