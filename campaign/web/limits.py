"""How often one client, one address or one sign-on may ask, counted in this process alone."""

import math
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import Scope

from campaign.adapters.http.client import AddressHasher, client_address
from campaign.adapters.http.limits import RateLimit


@dataclass(frozen=True, slots=True)
class VisitorLimits:
    """The limits of the public pages."""

    client_header: bytes = b""
    """The header in which the proxy before us names the client; b"" for the other end of the connection."""
    signons: RateLimit = field(default_factory=lambda: RateLimit(burst=60, seconds=20))
    """Sign-ons from an address. A conference signs from one address; a flood from one address is slowed down."""
    changes: RateLimit = field(default_factory=lambda: RateLimit(burst=60, seconds=60))
    """Changes with a personal link: each is a line in the record."""
    lookups: RateLimit = field(default_factory=lambda: RateLimit(burst=120, seconds=0.5))
    """Looks through the names from an address, which a network of many people may share."""
    mails: RateLimit = field(default_factory=lambda: RateLimit(burst=5, seconds=3600))
    """Mails to an address that is typed again and again: they fill that person's mailbox."""
    masks: AddressHasher = field(default_factory=AddressHasher)
    """What addresses are counted as, in place of themselves."""

    def check_client(self, limit: RateLimit, scope: Scope, seconds: float) -> None:
        """Count a request of its client at a time in seconds since 1970. Raises HTTPException, 429, for too many."""
        check(limit, self.masks.key(client_address(scope, self.client_header), seconds), seconds)

    def check_signon(self, signon: int, seconds: float) -> None:
        """Count a change of a sign-on. Raises HTTPException, 429, for too many."""
        check(self.changes, str(signon).encode(), seconds)

    def may_mail(self, mail_key: str, seconds: float) -> bool:
        """Count a mail to an address; whether it may go."""
        return not self.mails.wait(self.masks.key(mail_key, seconds), seconds)


def check(limit: RateLimit, key: bytes, seconds: float) -> None:
    """Count one. Raises HTTPException, 429, for too many."""
    wait = limit.wait(key, seconds)
    if wait:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(math.ceil(wait))})
