"""How many forms may cause emails: for each mailbox and each network, and in all."""

import ipaddress
from dataclasses import dataclass

_V4_WIDE, _V6_CUSTOMER, _V6_SITE = 24, 56, 48
_PROMISED_MINUTES = 10
_V6_HOST = 64  # the half of an IPv6 address that belongs to one connection


@dataclass(frozen=True, slots=True)
class Allowance:
    """Allows `burst` actions at once, then one every `seconds`."""

    burst: int
    seconds: int


MAILBOX = Allowance(burst=3, seconds=8 * 3600)
"""Forms for one mailbox, in all its spellings."""
# A conference may sign from one address; whoever has a whole network gets no more than a few times that.
_HOST = Allowance(burst=60, seconds=20)
_NETWORK = Allowance(burst=120, seconds=20)
_SITE = Allowance(burst=240, seconds=20)


def network_allowances(client: str) -> tuple[tuple[str, Allowance], ...]:
    """The networks that a client's address lies in, the smallest first, with what each may send. A text that is no
    address is one network of its own."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return ((client, _HOST),)
    if address.version == 4:
        return ((client, _HOST), (_network(client, _V4_WIDE), _NETWORK))
    return (
        (_network(client, _V6_HOST), _HOST),
        (_network(client, _V6_CUSTOMER), _NETWORK),
        (_network(client, _V6_SITE), _SITE),
    )


def _network(client: str, bits: int) -> str:
    return str(ipaddress.ip_network(f"{client}/{bits}", strict=False))


@dataclass(frozen=True, slots=True)
class ConfirmationBudget:
    """How many emails may go to addresses that nobody has confirmed, in all."""

    per_minute: int
    per_day: int

    def soon(self, last_day: int) -> int:
        """How many may go within the ten minutes that the page promises, when so many went in the last 24 hours."""
        return max(0, min(_PROMISED_MINUTES * self.per_minute, self.per_day - last_day))

    def left(self, last_minute: int, last_day: int) -> int:
        """How many may go now, when so many went in the last minute and in the last 24 hours."""
        return max(0, min(self.per_minute - last_minute, self.per_day - last_day))
