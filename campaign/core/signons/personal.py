"""What is kept of one person who signed, or was asked to."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from campaign.core.signons.record import RecordEntry
from campaign.core.signons.signon import Signer, SignOn


@dataclass(frozen=True, slots=True)
class SignerDelivery:
    """A mail of the ledger to a signer: an invitation, a reminder, a notice."""

    delivery: int
    letter: str
    kind: str
    address: str
    name: str
    state: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All that is kept of one mail address."""

    signons: tuple[tuple[SignOn, Signer, tuple[RecordEntry, ...]], ...]
    """What was signed with it, who signed, and the lines of the record."""
    deliveries: tuple[SignerDelivery, ...]
    """What was mailed to it, or is to be."""
    stopped_at: dt.datetime | None = None
    """Since when it is not to be written to (aware UTC); None where it may be."""

    def __bool__(self) -> bool:
        return bool(self.signons or self.deliveries)

    @property
    def number(self) -> int:
        """How many records it is: what is typed back before they are erased."""
        return len(self.signons) + len(self.deliveries)


def payload(data: PersonalData) -> dict[str, Any]:
    """The whole of it by name, to be given to the person."""
    return {
        "signons": [_signon_payload(*row) for row in data.signons],
        "deliveries": [
            {
                "letter": delivery.letter,
                "kind": delivery.kind,
                "address": delivery.address,
                "name": delivery.name,
                "state": delivery.state,
            }
            | {"at": delivery.at}
            for delivery in data.deliveries
        ],
        "stopped_at": data.stopped_at,
    }


def _signon_payload(signon: SignOn, signer: Signer, entries: tuple[RecordEntry, ...]) -> dict[str, Any]:
    return {
        "letter": signon.letter,
        "kind": signon.kind,
        "name": signon.name,
        "state": signon.state,
        "language": signon.language,
        "source": signon.source,
        "quote": signon.quote,
        "created_at": signon.created_at,
        "person": signer.person,
        "role": signer.role,
        "address": signer.address,
        "authority": signer.authority,
        "confirmed_at": signer.confirmed_at,
        "confirmed_how": signer.confirmed_how,
        "until": signer.until,
        "note": signer.note,
        "record": [
            {"at": entry.line.at, "event": entry.line.event, "by": entry.line.actor, **entry.line.facts}
            for entry in entries
        ],
    }
