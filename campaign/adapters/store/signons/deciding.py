"""The coordinator's decisions on sign-ons: listed, refused, withdrawn, merged; each with the mail that it owes.

Each is one transaction with its lines in the record, which say who decided.
"""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices, record
from campaign.adapters.store.signons.rows import one
from campaign.adapters.store.signons.transitions import transition
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, Deed, line_of

_LEAVE = "UPDATE signon SET organisation = '' WHERE id = :signon"
_FORGET_NOTICES = "DELETE FROM notice WHERE signon = :signon"
_TAKE_OVER = """
    UPDATE signon SET organisation = :organisation,
                      position = (SELECT o.position FROM signon AS o WHERE o.id = :gone)
    WHERE id = :kept"""


def approve(db: Database, signon: int, by: str, at: dt.datetime) -> bool:
    """List a confirmed sign-on. False where it is not one, or no longer."""
    return _decided(db, signon, SignOnState.LISTED, by, at)


def refuse(db: Database, signon: int, why: str, by: str, at: dt.datetime) -> bool:
    """Do not list a sign-on. `why` goes to the signer, and nowhere else. False where it cannot be refused."""
    return _decided(db, signon, SignOnState.REFUSED, by, at, why)


def withdraw(db: Database, signon: int, by: str, at: dt.datetime) -> bool:
    """Take a sign-on back for its signer. False where nothing was signed."""
    return _decided(db, signon, SignOnState.WITHDRAWN, by, at)


def merge(db: Database, kept: SignOn, gone: SignOn, by: str, at: dt.datetime) -> bool:
    """Let one sign-on stand for two of the same organisation. The other leaves all lists; its history stays.

    Where only the one that goes is in the directory, the one that stays takes its place there. False where one of the
    two no longer stands as it was shown. The signer of the one that goes is owed nothing: nobody withdrew anything.
    """
    into = {"into": str(kept.id), "state": SignOnState.WITHDRAWN.value, "by": by}
    goes = line_of(gone, Deed.MERGED, Actor.COORDINATOR, at, into)
    if one(db, kept.id) != kept or not transition(db, gone, SignOnState.WITHDRAWN, goes):
        return False
    record.add(db, line_of(kept, Deed.MERGED, Actor.COORDINATOR, at, {"from": str(gone.id), "by": by}))
    db.execute(_FORGET_NOTICES, {"signon": gone.id})
    if gone.organisation and not kept.organisation:
        db.execute(_LEAVE, {"signon": gone.id})
        db.execute(_TAKE_OVER, {"kept": kept.id, "gone": gone.id, "organisation": gone.organisation})
    return True


_DEEDS = {
    SignOnState.LISTED: (Deed.LISTED, NoticeKind.LISTED),
    SignOnState.REFUSED: (Deed.REFUSED, NoticeKind.REFUSED),
    SignOnState.WITHDRAWN: (Deed.WITHDRAWN, NoticeKind.WITHDRAWN),
}


def _decided(db: Database, signon: int, state: SignOnState, by: str, at: dt.datetime, typed: str = "") -> bool:
    deed, kind = _DEEDS[state]
    known = one(db, signon)
    if known is None or not transition(db, known, state, line_of(known, deed, Actor.COORDINATOR, at, {"by": by})):
        return False
    notices.owe(db, known.letter, signon, kind, at, {"typed": typed} if typed else {})
    return True
