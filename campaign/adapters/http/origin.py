"""Checks the Host header, and from which site a form was sent. Pure.

An unknown Host is another site whose name points to this server (DNS rebinding). A form from another site is recognised
by the headers of the browser: Sec-Fetch-Site, or Origin if that is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_OWN_SITE = frozenset({b"same-origin", b"none"})  # none: the person's own action, such as reloading

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class PublicOrigin:
    """Where the pages are, from their public address."""

    scheme: str
    host: str
    """With the port if there is one, in lower case."""
    prefix: str
    """The path before that of each page; "", or with a slash at its beginning and none at its end."""

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}"


def public_origin(public_url: str) -> PublicOrigin:
    """The origin and prefix of an address such as https://coalition.example/letter."""
    parts = urlsplit(public_url)
    return PublicOrigin(parts.scheme, parts.netloc.lower(), parts.path.rstrip("/"))


def is_our_host(host: str, public: PublicOrigin) -> bool:
    """Whether a Host header names this site, or this machine, as a proxy may write."""
    host = host.lower()
    return host == public.host or _bare(host) in _LOOPBACK or _bare(host) == _bare(public.host)


def is_from_us(headers: Headers, public: PublicOrigin) -> bool:
    """Whether a form was sent from a page of this site. Programs without these headers are allowed."""
    values = {name: value for name, value in headers if name in (b"sec-fetch-site", b"origin", b"host")}
    site, origin = values.get(b"sec-fetch-site"), values.get(b"origin")
    if site is not None:
        return site in _OWN_SITE
    if origin in (None, b"null"):  # browsers send null because of our referrer policy
        return True
    host = values.get(b"host", b"").decode("latin-1").lower()
    return origin.decode("latin-1").lower() in (public.origin, f"http://{host}", f"https://{host}")


def is_from_our_page(headers: Headers, public: PublicOrigin) -> bool:
    """Whether a form was sent from a page of this site, for requests with a cookie: without proof the answer is no.

    Sec-Fetch-Site decides, and Origin for a browser that does not send it. A request with neither comes from a program
    or an old browser.
    """
    values = {name: value for name, value in headers if name in (b"sec-fetch-site", b"origin", b"host")}
    site, origin = values.get(b"sec-fetch-site"), values.get(b"origin")
    if site is not None:
        return site == b"same-origin"
    if origin is None:
        return False
    host = values.get(b"host", b"").decode("latin-1").lower()
    return origin.decode("latin-1").lower() in (public.origin, f"{public.scheme}://{host}")


def is_loopback(host: str) -> bool:
    """Whether a host, with or without its port, is this machine."""
    return _bare(host.lower()) in _LOOPBACK


def _bare(host: str) -> str:
    """A host without its port."""
    name, _, port = host.rpartition(":")
    return name if name and port.isdecimal() else host
