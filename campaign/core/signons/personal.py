"""The personal data that is stored about a signer or an invited person."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from campaign.core.signons.proposed_change import ProposedChange
from campaign.core.signons.record import RecordEntry
from campaign.core.signons.signon import Signer, SignOn
from campaign.core.signons.submission import Submission


@dataclass(frozen=True, slots=True)
class SignerDelivery:
    """An email to a signer: an invitation, a reminder or a notice."""

    delivery: int
    """The id of the delivery."""
    letter: str
    kind: str
    address: str
    name: str
    state: str
    """The state of the delivery."""
    at: dt.datetime
    """When this state was reached (aware UTC)."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Everything that is stored about one email address."""

    signons: tuple[tuple[SignOn, Signer, tuple[RecordEntry, ...]], ...]
    """Each sign-on with its signer and its lines of the record."""
    deliveries: tuple[SignerDelivery, ...]
    """The emails that were sent to it or wait to be sent."""
    stopped_at: dt.datetime | None = None
    """When the person asked for no more emails (aware UTC); None if he or she did not."""
    submissions: tuple[Submission, ...] = ()
    """The forms with this address that nobody has confirmed yet."""
    proposals: tuple[ProposedChange, ...] = ()
    """The changes of these sign-ons that wait for a person's look."""

    def __bool__(self) -> bool:
        return bool(self.signons or self.deliveries or self.submissions)

    @property
    def number(self) -> int:
        """The number of sign-ons, forms and emails: what is typed to confirm an erasure."""
        return len(self.signons) + len(self.submissions) + len(self.deliveries)


def payload(data: PersonalData) -> dict[str, Any]:
    """The data as a document to give to the person."""
    forms = [_submission_payload(submission) for submission in data.submissions]
    proposals = [{**proposal.fields, "proposed_at": proposal.proposed_at} for proposal in data.proposals]
    return {
        "signons": [_signon_payload(*row) for row in data.signons],
        **({"submissions": forms} if forms else {}),
        **({"proposed_changes": proposals} if proposals else {}),
        "deliveries": [
            {
                "letter": delivery.letter,
                "kind": delivery.kind,
                "address": delivery.address,
                "name": delivery.name,
                "state": delivery.state,
                "at": delivery.at,
            }
            for delivery in data.deliveries
        ],
        "stopped_at": data.stopped_at,
    }


def _submission_payload(submission: Submission) -> dict[str, Any]:
    signon, signer = submission.as_signon()
    return {
        "letter": submission.letter,
        "kind": signon.kind,
        "name": signon.name,
        "country": signon.country,
        "language": signon.language,
        "source": signon.source,
        "created_at": submission.created_at,
        "person": signer.person,
        "role": signer.role,
        "address": signer.address,
        "authority": signer.authority,
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
