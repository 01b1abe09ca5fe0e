"""The coordinator's decisions on sign-ons: approve, refuse, withdraw; each with the notice to its signer.

Each is one transaction with its lines in the record, which name who decided.
"""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices
from campaign.adapters.store.signons.rows import one
from campaign.adapters.store.signons.transitions import transition
from campaign.core.signatories import SignOnState
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, record_line


def approve(db: Database, signon: int, by: str, at: dt.datetime) -> bool:
    """List a confirmed sign-on. False if it is not `confirmed`."""
    return _decide(db, signon, SignOnState.LISTED, by, at)


def refuse(db: Database, signon: int, reason: str, by: str, at: dt.datetime) -> bool:
    """Refuse a sign-on. Only the signer gets to see `reason`. False if it cannot be refused."""
    return _decide(db, signon, SignOnState.REFUSED, by, at, reason)


def withdraw(db: Database, signon: int, by: str, at: dt.datetime) -> bool:
    """Withdraw a sign-on for its signer. False if nothing was signed."""
    return _decide(db, signon, SignOnState.WITHDRAWN, by, at)


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
