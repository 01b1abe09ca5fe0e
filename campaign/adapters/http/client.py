"""The address of a client, for rate limits. Addresses are never stored."""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass, field

from starlette.types import Scope

_UNKNOWN = "unknown"


def client_address(scope: Scope, header: bytes) -> str:
    """The client's address: the last one in `header`, which the proxy wrote, or that of the connection if no header is
    set. Of an IPv6 address only the first half, which belongs to one customer."""
    address = _last_value(scope, header) if header else None
    if address is None:
        client = scope.get("client")
        address = client[0] if client else _UNKNOWN
    return _client_network(address) if ":" in address else address


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


def _client_network(address_text: str) -> str:
    try:
        whole = ipaddress.IPv6Address(address_text.strip("[]").partition("%")[0])
    except ValueError:
        return address_text[:64]
    return str(whole.ipv4_mapped) if whole.ipv4_mapped else whole.packed[:8].hex()
