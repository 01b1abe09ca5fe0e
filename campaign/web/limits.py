"""Rate limits per client and per sign-on, counted in this process only. Those of forms that cause emails are in the
database, too (`core.signons.request_limits`)."""

import math
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import Scope

from campaign.adapters.http.client_address import AddressHasher, client_address, client_network
from campaign.adapters.http.limits import RateLimit


@dataclass(frozen=True, slots=True)
class VisitorLimits:
    """The rate limits of the public pages."""

    client_header: bytes = b""
    """The header in which the proxy passes the client's IP address; b"" to use the address of the connection."""
    signons: RateLimit = field(default_factory=lambda: RateLimit(burst=60, seconds=20))
    """Sign-ons per IP address. A conference may sign from one address; a flood is slowed down."""
    changes: RateLimit = field(default_factory=lambda: RateLimit(burst=60, seconds=60))
    """Changes per sign-on, with the personal link. Every change is a line in the record."""
    logos: RateLimit = field(default_factory=lambda: RateLimit(burst=5, seconds=720))
    """Logos per sign-on: each is drawn in a process of its own."""
    lookups: RateLimit = field(default_factory=lambda: RateLimit(burst=120, seconds=0.5))
    """Look-ups of names per IP address, which many people in one network may share."""
    masks: AddressHasher = field(default_factory=AddressHasher)
    """Masks addresses before they are counted, so that none is stored."""

    def check_client(self, limit: RateLimit, scope: Scope, seconds: float) -> None:
        """Count a request of a client. `seconds` is since 1970. Raises HTTPException 429 if there are too many."""
        check(limit, self.masks.key(client_network(self.client(scope)), seconds), seconds)

    def check_logo(self, signon: int, seconds: float) -> None:
        """Count a logo of a sign-on. Raises HTTPException 429 if there are too many."""
        check(self.logos, str(signon).encode(), seconds)

    def check_signon(self, signon: int, seconds: float) -> None:
        """Count a change of a sign-on. Raises HTTPException 429 if there are too many."""
        check(self.changes, str(signon).encode(), seconds)

    def client(self, scope: Scope) -> str:
        """The network address that a request came from, for the limits in the database."""
        return client_address(scope, self.client_header)


def check(limit: RateLimit, key: bytes, seconds: float) -> None:
    """Count one use of a key. Raises HTTPException 429 if there are too many."""
    wait = limit.wait(key, seconds)
    if wait:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(math.ceil(wait))})
