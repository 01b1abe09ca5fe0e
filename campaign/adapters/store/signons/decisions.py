"""The coordinator's decisions on sign-ons: approve, refuse, withdraw, merge; each with the notice to its signer.

Each is one transaction with its lines in the record, which name who decided.
"""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices, record
from campaign.adapters.store.signons.rows import one
from campaign.adapters.store.signons.transitions import transition
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, record_line

_LEAVE_ORGANISATION = "UPDATE signon SET organisation = '' WHERE id = :signon"
_FORGET_NOTICES = "DELETE FROM notice WHERE signon = :signon"
_TAKE_OVER = """
    UPDATE signon SET organisation = :organisation,
                      position = (SELECT o.position FROM signon AS o WHERE o.id = :duplicate)
    WHERE id = :remaining"""


def approve(db: Database, signon: int, by: str, at: dt.datetime) -> bool:
    """List a confirmed sign-on. False if it is not `confirmed`."""
    return _decide(db, signon, SignOnState.LISTED, by, at)


def refuse(db: Database, signon: int, reason: str, by: str, at: dt.datetime) -> bool:
    """Refuse a sign-on. Only the signer gets to see `reason`. False if it cannot be refused."""
    return _decide(db, signon, SignOnState.REFUSED, by, at, reason)


def withdraw(db: Database, signon: int, by: str, at: dt.datetime) -> bool:
    """Withdraw a sign-on for its signer. False if nothing was signed."""
    return _decide(db, signon, SignOnState.WITHDRAWN, by, at)


def merge(db: Database, remaining: SignOn, duplicate: SignOn, by: str, at: dt.datetime) -> bool:
    """Merge two sign-ons of one organisation: `remaining` stays, `duplicate` is withdrawn; its history stays.

    If only the duplicate is in the directory, the remaining one takes its place there. The duplicate's signer gets no
    notice, because nobody withdrew anything. False if one of the two has changed since it was read.
    """
    into = {"into": str(remaining.id), "state": SignOnState.WITHDRAWN.value, "by": by}
    line = record_line(duplicate, RecordEvent.MERGED, Actor.COORDINATOR, at, into)
    if one(db, remaining.id) != remaining or not transition(db, duplicate, SignOnState.WITHDRAWN, line):
        return False
    record.add(
        db, record_line(remaining, RecordEvent.MERGED, Actor.COORDINATOR, at, {"from": str(duplicate.id), "by": by})
    )
    db.execute(_FORGET_NOTICES, {"signon": duplicate.id})
    if duplicate.organisation and not remaining.organisation:
        db.execute(_LEAVE_ORGANISATION, {"signon": duplicate.id})
        db.execute(
            _TAKE_OVER, {"remaining": remaining.id, "duplicate": duplicate.id, "organisation": duplicate.organisation}
        )
    return True


_DECISIONS = {
    SignOnState.LISTED: (RecordEvent.LISTED, NoticeKind.LISTED),
    SignOnState.REFUSED: (RecordEvent.REFUSED, NoticeKind.REFUSED),
    SignOnState.WITHDRAWN: (RecordEvent.WITHDRAWN, NoticeKind.WITHDRAWN),
}


def _decide(db: Database, signon: int, state: SignOnState, by: str, at: dt.datetime, typed: str = "") -> bool:
    event, kind = _DECISIONS[state]
    known = one(db, signon)
    if known is None or not transition(db, known, state, record_line(known, event, Actor.COORDINATOR, at, {"by": by})):
        return False
    notices.add(db, known.letter, signon, kind, at, {"typed": typed} if typed else {})
    return True
