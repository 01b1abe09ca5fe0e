"""Automatic listing, for organisations whose signer has an email address at the organisation's own site."""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices
from campaign.adapters.store.signons.rows import by_organisation, one, signer
from campaign.adapters.store.signons.transitions import remove, transition
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, record_line
from campaign.errors import StoreError

_BIND = """
    UPDATE signon SET organisation = :organisation, position = :position, url = :url, logo = :logo WHERE id = :signon"""
_POSITION = "SELECT position FROM signon WHERE id = :signon"


def list_automatically(db: Database, signon: int, organisation: str, at: dt.datetime) -> bool:
    """List a confirmed sign-on as the one of `organisation` in the directory, and queue the notice about it.

    Returns False, and changes nothing, if the sign-on is not `confirmed`, or if the organisation has another sign-on
    with a signer: a person must then decide between them. Raises StoreError if the sign-on changed in the meantime.
    """
    known = one(db, signon)
    if known is None or known.state is not SignOnState.CONFIRMED:
        return False
    if known.organisation != organisation and not _bind(db, known, organisation, at):
        return False
    facts = {"organisation": organisation, "why": "the email address is at the organisation's own site"}
    if not transition(db, known, SignOnState.LISTED, record_line(known, RecordEvent.LISTED, Actor.PROGRAM, at, facts)):
        raise StoreError(f"sign-on {signon} changed while it was being listed", fix="nothing to do: it is tried again")
    notices.add(db, known.letter, signon, NoticeKind.LISTED, at)
    return True


def _bind(db: Database, known: SignOn, organisation: str, at: dt.datetime) -> bool:
    if known.organisation:
        return False
    other = by_organisation(db, known.letter, organisation)
    position = 0
    if other is not None:
        if other.state is not SignOnState.INVITED or signer(db, other.id) is not None:
            return False
        position = db.execute(_POSITION, {"signon": other.id}).fetchone()[0]
        # The directory's own row, without a signer, is replaced by the sign-on.
        remove(db, other, record_line(other, RecordEvent.MERGED, Actor.PROGRAM, at, {"into": str(known.id)}))
    url, logo = (known.url or other.url, known.logo or other.logo) if other else (known.url, known.logo)
    values = {"signon": known.id, "organisation": organisation, "position": position, "url": url, "logo": logo}
    db.execute(_BIND, values)
    return True
