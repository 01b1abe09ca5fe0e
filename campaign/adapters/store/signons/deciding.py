"""The coordinator's decisions on sign-ons: listed, refused, withdrawn, merged; each with the mail that it owes.

Each is one transaction with its lines in the record, which say who decided.
"""

import datetime as dt

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import counts, notices, record
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, Deed

_GONE = """
    UPDATE signon SET state = 'withdrawn', organisation = :organisation WHERE id = :signon AND state = :state
    RETURNING id"""
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
    takes_over = bool(gone.organisation) and not kept.organisation
    values = {"signon": gone.id, "state": gone.state.value, "organisation": "" if takes_over else gone.organisation}
    if signons.one(db, kept.id) != kept or db.execute(_GONE, values).fetchone() is None:
        return False
    counts.move(db, gone.letter, gone.kind, gone.state, -1)
    counts.move(db, gone.letter, gone.kind, SignOnState.WITHDRAWN, 1)
    db.execute(_FORGET_NOTICES, {"signon": gone.id})
    if takes_over:
        db.execute(_TAKE_OVER, {"kept": kept.id, "gone": gone.id, "organisation": gone.organisation})
    into = {"into": str(kept.id), "state": SignOnState.WITHDRAWN.value, "by": by}
    record.add(db, gone.letter, gone.id, Deed.MERGED, Actor.COORDINATOR, at, into)
    record.add(db, kept.letter, kept.id, Deed.MERGED, Actor.COORDINATOR, at, {"from": str(gone.id), "by": by})
    return True


_DEEDS = {
    SignOnState.LISTED: (Deed.LISTED, NoticeKind.LISTED),
    SignOnState.REFUSED: (Deed.REFUSED, NoticeKind.REFUSED),
    SignOnState.WITHDRAWN: (Deed.WITHDRAWN, NoticeKind.WITHDRAWN),
}


def _decided(db: Database, signon: int, state: SignOnState, by: str, at: dt.datetime, typed: str = "") -> bool:
    deed, kind = _DEEDS[state]
    if not signons.move(db, signon, state, deed, Actor.COORDINATOR, at, {"by": by}):
        return False
    moved = signons.one(db, signon)
    assert moved is not None  # it has just been moved
    notices.owe(db, moved.letter, signon, kind, at, {"typed": typed} if typed else {})
    return True
