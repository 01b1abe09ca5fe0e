"""Listing without a person's look: for organisations whose mail address is at their own site."""

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
    """List a confirmed sign-on as that of the directory's organisation, and owe the mail that says so.

    False, with nothing done, where it waits for no listing, or the organisation has a sign-on that somebody answers
    for: which of the two is right, a person decides.
    """
    known = one(db, signon)
    if known is None or known.state is not SignOnState.CONFIRMED:
        return False
    if known.organisation != organisation and not _bind(db, known, organisation, at):
        return False
    facts = {"organisation": organisation, "why": "the mail address is at the organisation's own site"}
    if not transition(db, known, SignOnState.LISTED, record_line(known, RecordEvent.LISTED, Actor.PROGRAM, at, facts)):
        raise StoreError(f"sign-on {signon} was changed while it was listed", fix="it is listed next time")
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
        # The directory's row, which nobody had been written to for, is now the one that signed.
        remove(db, other, record_line(other, RecordEvent.MERGED, Actor.PROGRAM, at, {"into": str(known.id)}))
    url, logo = (known.url or other.url, known.logo or other.logo) if other else (known.url, known.logo)
    values = {"signon": known.id, "organisation": organisation, "position": position, "url": url, "logo": logo}
    db.execute(_BIND, values)
    return True
