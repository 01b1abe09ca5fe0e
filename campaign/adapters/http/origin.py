"""Who may ask: under which name, and from which page a form may be sent. Pure.

A name in the Host header that is not ours is a page elsewhere that had its own name point here. A form sent from
another site is told by what browsers say of themselves: Sec-Fetch-Site, and Origin where that is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_OWN_SITE = frozenset({b"same-origin", b"none"})  # none: a person's own doing, such as loading the page again

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class PublicOrigin:
    """Where pages stand, from their public address: scheme, host with its port, and the path that comes before theirs.

    `prefix` is "" or begins with a slash and does not end with one.
    """

    scheme: str
    host: str
    prefix: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}"


def public_origin(public_url: str) -> PublicOrigin:
    """The place of an address such as https://coalition.example/letter."""
    parts = urlsplit(public_url)
    return PublicOrigin(parts.scheme, parts.netloc.lower(), parts.path.rstrip("/"))


def is_our_host(host: str, public: PublicOrigin) -> bool:
    """Whether a Host header names us: publicly, or this machine, as a proxy before us may write."""
    host = host.lower()
    return host == public.host or _bare(host) in _LOOPBACK or _bare(host) == _bare(public.host)


def is_from_us(headers: Headers, public: PublicOrigin) -> bool:
    """Whether a form was sent from a page of ours. Programs, which say nothing of it, are let through."""
    values = {name: value for name, value in headers if name in (b"sec-fetch-site", b"origin", b"host")}
    site, origin = values.get(b"sec-fetch-site"), values.get(b"origin")
    if site is not None:
        return site in _OWN_SITE
    if origin in (None, b"null"):  # browsers say null under a referrer policy such as ours
        return True
    host = values.get(b"host", b"").decode("latin-1").lower()
    return origin.decode("latin-1").lower() in (public.origin, f"http://{host}", f"https://{host}")


def _bare(host: str) -> str:
    """A host without its port."""
    name, _, port = host.rpartition(":")
    return name if name and port.isdecimal() else host
