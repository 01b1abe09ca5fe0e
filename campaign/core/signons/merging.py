"""What happens to two sign-ons of one organisation when they are merged: contact, quote, and the text agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.core.signatories import SignOnState
from campaign.core.signons.signon import Signer, SignOn
from campaign.core.signons.states import SIGNED


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """The sign-on that stays, after the merge."""

    contact: Signer | None
    """Who answers for it from then on, and is told about changes to the text; None for nobody."""
    contact_moves: bool
    """Whether that is the signer of the one that goes."""
    quote: str
    language: str
    agreed: int | None
    """The id of the last version that the organisation has agreed to; None while no version is frozen."""
    has_objected: bool
    """Whether it has objected to a newer version."""


def merge_outcome(remaining: SignOn, duplicate: SignOn, contact: Signer | None, signer: Signer | None) -> MergeOutcome:
    """What the merge leads to. `contact` is the signer of the one that stays, `signer` that of the duplicate.

    A confirmed signer becomes the contact of a row that has none. Of two contacts, the one of the row that stays stays.
    What the duplicate's signer agreed to holds for the organisation, unless the other one has objected to it.
    """
    moves = not has_contact(contact) and has_contact(signer) and duplicate.state in _CONFIRMED
    agreed = remaining.last_agreed
    if duplicate.state in SIGNED and not remaining.has_objected:
        agreed = max((version for version in (agreed, duplicate.last_agreed) if version is not None), default=None)
    takes_objection = duplicate.state in SIGNED and duplicate.has_objected and agreed == duplicate.last_agreed
    return MergeOutcome(
        contact=signer if moves else contact if has_contact(contact) else None,
        contact_moves=moves,
        quote=remaining.quote or (duplicate.quote if moves else ""),
        language=remaining.language or (duplicate.language if moves else ""),
        agreed=agreed,
        has_objected=remaining.has_objected or takes_objection,
    )


def merge_facts(duplicate: SignOn, outcome: MergeOutcome) -> Mapping[str, str]:
    """What the email to the duplicate's signer depends on: the name that was signed, and what has changed since."""
    facts = {"name": duplicate.name} | ({} if outcome.contact_moves else {"contact": "another"})
    if outcome.agreed is None or duplicate.last_agreed is None or duplicate.last_agreed >= outcome.agreed:
        return facts
    return facts | {"version": str(outcome.agreed), "before": str(duplicate.last_agreed)}


def has_contact(signer: Signer | None) -> bool:
    """Whether an email address is known."""
    return signer is not None and bool(signer.address)


_CONFIRMED = (SignOnState.CONFIRMED, SignOnState.LISTED)
