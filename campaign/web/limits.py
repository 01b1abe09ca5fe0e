"""Rate limits per client, per email address and per sign-on. Counted in this process only."""

import math
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import Scope

from campaign.adapters.http.client import AddressHasher, client_address
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
    lookups: RateLimit = field(default_factory=lambda: RateLimit(burst=120, seconds=0.5))
    """Look-ups of names per IP address, which many people in one network may share."""
    mails: RateLimit = field(default_factory=lambda: RateLimit(burst=5, seconds=3600))
    """Emails per email address, so that nobody can flood a person's mailbox."""
    masks: AddressHasher = field(default_factory=AddressHasher)
    """Masks addresses before they are counted, so that none is stored."""

    def check_client(self, limit: RateLimit, scope: Scope, seconds: float) -> None:
        """Count a request of a client. `seconds` is since 1970. Raises HTTPException 429 if there are too many."""
        check(limit, self.masks.key(client_address(scope, self.client_header), seconds), seconds)

    def check_signon(self, signon: int, seconds: float) -> None:
        """Count a change of a sign-on. Raises HTTPException 429 if there are too many."""
        check(self.changes, str(signon).encode(), seconds)

    def may_mail(self, mail_key: str, seconds: float) -> bool:
        """Count an email to an address. Returns whether it may be sent."""
        return not self.mails.wait(self.masks.key(mail_key, seconds), seconds)


def check(limit: RateLimit, key: bytes, seconds: float) -> None:
    """Count one use of a key. Raises HTTPException 429 if there are too many."""
    wait = limit.wait(key, seconds)
    if wait:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(math.ceil(wait))})
