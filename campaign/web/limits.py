"""How often one client, one address or one sign-on may ask, counted in this process alone."""

import math
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import Scope

from campaign.adapters.http.client import Masks, address
from campaign.adapters.http.limits import Limit


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the public pages."""

    client_header: bytes = b""
    """The header in which the proxy before us names the client; b"" for the other end of the connection."""
    signing: Limit = field(default_factory=lambda: Limit(burst=60, seconds=20))
    """Sign-ons from an address. A conference signs from one address; a flood from one address is slowed down."""
    own: Limit = field(default_factory=lambda: Limit(burst=60, seconds=60))
    """Changes with a personal link: each is a line in the record."""
    look: Limit = field(default_factory=lambda: Limit(burst=120, seconds=0.5))
    """Looks through the names from an address, which a network of many people may share."""
    mail: Limit = field(default_factory=lambda: Limit(burst=5, seconds=3600))
    """Mails to an address that is typed again and again: they fill that person's mailbox."""
    masks: Masks = field(default_factory=Masks)
    """What addresses are counted as, in place of themselves."""

    def check_client(self, limit: Limit, scope: Scope, seconds: float) -> None:
        """Count a request of its client at a time in seconds since 1970. Raises HTTPException, 429, for too many."""
        check(limit, self.masks.key(address(scope, self.client_header), seconds), seconds)

    def check_signon(self, signon: int, seconds: float) -> None:
        """Count a change of a sign-on. Raises HTTPException, 429, for too many."""
        check(self.own, str(signon).encode(), seconds)

    def may_mail(self, mail_key: str, seconds: float) -> bool:
        """Count a mail to an address; whether it may go."""
        return not self.mail.wait(self.masks.key(mail_key, seconds), seconds)


def check(limit: Limit, key: bytes, seconds: float) -> None:
    """Count one. Raises HTTPException, 429, for too many."""
    wait = limit.wait(key, seconds)
    if wait:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(math.ceil(wait))})
