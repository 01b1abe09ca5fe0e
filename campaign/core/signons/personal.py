"""What is kept of one person who signed, or was asked to."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from campaign.core.signons.record import Entry
from campaign.core.signons.signon import Signer, SignOn


@dataclass(frozen=True, slots=True)
class LedgerMail:
    """A mail of the ledger to a signer: an invitation, a reminder, a notice."""

    delivery: int
    letter: str
    kind: str
    mail: str
    name: str
    state: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All that is kept of one mail address."""

    signons: tuple[tuple[SignOn, Signer, tuple[Entry, ...]], ...]
    """What was signed with it, who signed, and the lines of the record."""
    mails: tuple[LedgerMail, ...]
    """What was mailed to it, or is to be."""
    stopped_at: dt.datetime | None = None
    """Since when it is not to be written to (aware UTC); None where it may be."""

    def __bool__(self) -> bool:
        return bool(self.signons or self.mails)

    @property
    def number(self) -> int:
        """How many records it is: what is typed back before they are erased."""
        return len(self.signons) + len(self.mails)


def payload(found: PersonalData) -> dict[str, Any]:
    """The whole of it by name, to be given to the person."""
    return {
        "signons": [_signed(*signed) for signed in found.signons],
        "mails": [
            {"letter": mail.letter, "kind": mail.kind, "mail": mail.mail, "name": mail.name, "state": mail.state}
            | {"at": mail.at}
            for mail in found.mails
        ],
        "asked_not_to_be_written_to_at": found.stopped_at,
    }


def _signed(signon: SignOn, signer: Signer, entries: tuple[Entry, ...]) -> dict[str, Any]:
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
        "mail": signer.mail,
        "authority": signer.authority,
        "confirmed_at": signer.confirmed_at,
        "confirmed_how": signer.confirmed_how,
        "until": signer.until,
        "note": signer.note,
        "record": [
            {"at": entry.line.at, "deed": entry.line.deed, "by": entry.line.actor, **entry.line.facts}
            for entry in entries
        ],
    }
