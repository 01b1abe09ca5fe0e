"""The address of a client, for rate limits. Addresses are never stored, only keyed digests."""

import hashlib
import ipaddress
import logging
import secrets
from dataclasses import dataclass, field

from starlette.types import Scope

_LOG = logging.getLogger("campaign.web")
_UNKNOWN = "unknown"
_LONGEST = 64


def client_address(scope: Scope, header: bytes) -> str:
    """The client's IP address, in one spelling: the last one in `header`, which the proxy wrote, with or without a
    port. That of the connection if no header is set, or if it holds no address."""
    written = _last_value(scope, header) if header else None
    address = _read_address(written) if written is not None else None
    if written is not None and address is None:
        _LOG.warning("the proxy's header with the client's address holds no address; check client_header in [web]")
    if address is None:
        client = scope.get("client")
        connection = client[0] if client else _UNKNOWN
        address = _read_address(connection) or connection[:_LONGEST]
    return address


def client_network(address: str) -> str:
    """What one client has for itself: an IPv4 address, or the first half of an IPv6 address."""
    return ipaddress.IPv6Address(address).packed[:8].hex() if ":" in address else address


@dataclass(slots=True)
class AddressHasher:
    """Turns addresses into anonymous keys: hashes with a salt that is kept in memory for a day."""

    day: int = -1
    salt: bytes = field(default=b"", repr=False)

    def key(self, text: str, seconds: float) -> bytes:
        """The key of an address, on the day of `seconds` since 1970."""
        day = int(seconds) // 86_400
        if day != self.day:
            self.day, self.salt = day, secrets.token_bytes(32)
        return hashlib.blake2b(text.encode("utf-8", "replace"), key=self.salt, digest_size=12).digest()


def _last_value(scope: Scope, header: bytes) -> str | None:
    last: bytes | None = None
    for name, value in scope["headers"]:
        if name == header:
            last = value
    return last.rpartition(b",")[2].strip().decode("latin-1") if last else None


def _read_address(text: str) -> str | None:
    """An address as proxies write it: `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]:80`."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        whole = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = whole.ipv4_mapped if isinstance(whole, ipaddress.IPv6Address) else None
    return str(mapped or whole)
