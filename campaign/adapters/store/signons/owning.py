"""What the holder of a personal link does: answers an invitation, corrects, withdraws. Each step once, with its line.

Such a link was sent to one mail address, so whoever signs through it has no address to confirm.
"""

import datetime as dt
from dataclasses import replace

from campaign.adapters.store import signons, versions
from campaign.adapters.store.columns import update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices
from campaign.adapters.store.signons.rows import ANSWERS
from campaign.adapters.store.signons.signing import Signed
from campaign.adapters.store.signons.transitions import transition
from campaign.adapters.store.times import to_number
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, Deed, Line, facts_of, line_of, private_digest
from campaign.core.signons.states import MAY_SIGN

LINK = "the personal link, sent to this address"

_TAKE = f"{update('signon', 'name', 'country', 'version', 'language', 'source')}, held = 0 WHERE id = :signon"
_TAKE_SIGNER = f"""
    {update("signer", "person", "role", "authority", "confirmed_at", "confirmed_how")} WHERE signon = :signon"""
_PROMISE = f"{update('signer', 'until')} WHERE signon = :signon"


def sign(db: Database, signon: int, new: NewSignOn, at: dt.datetime) -> Signed:
    """Sign through the personal link, under the newest version: kept and confirmed in one, the receipt is owed.

    The mail address and, where there is one, the organisation stay those of the invitation.
    """
    newest, known = versions.latest(db, new.letter), signons.one(db, signon)
    if newest is None or newest.id != new.version:
        return Signed.STALE
    if known is None or known.state not in MAY_SIGN or not _take(db, known, new, at):
        return Signed.KNOWN
    notices.owe(db, known.letter, signon, NoticeKind.OWN, at)
    return Signed.KEPT


def opened(db: Database, signon: int, at: dt.datetime) -> bool:
    """The invited look into it. False when they did before, or have answered."""
    return _move(db, signon, SignOnState.OPENED, Deed.OPENED, at) is not None


def promise(db: Database, signon: int, until: dt.date, at: dt.datetime) -> bool:
    """The invited answer by a day. False when that is what they said already, or they have signed."""
    known, signer, day = signons.one(db, signon), signons.signer(db, signon), until.isoformat()
    if known is None or (known.state is SignOnState.PROMISED and signer is not None and signer.until == until):
        return False
    line = line_of(known, Deed.PROMISED, Actor.SIGNER, at, {"until": day})
    if not transition(db, known, SignOnState.PROMISED, line):
        return False
    db.execute(_PROMISE, {"signon": signon, "until": day})
    return True


def decline(db: Database, signon: int, at: dt.datetime) -> bool:
    """The invited do not sign. They may change their mind."""
    return _move(db, signon, SignOnState.DECLINED, Deed.DECLINED, at) is not None


def withdraw(db: Database, signon: int, at: dt.datetime) -> bool:
    """Take a sign-on back, and owe the mail that says so. False when there is none to take back."""
    known = _move(db, signon, SignOnState.WITHDRAWN, Deed.WITHDRAWN, at)
    if known is not None:
        notices.owe(db, known.letter, signon, NoticeKind.WITHDRAWN, at)
    return known is not None


def _move(db: Database, signon: int, state: SignOnState, deed: Deed, at: dt.datetime) -> SignOn | None:
    """The sign-on as it was before the move; None where it may not be moved so."""
    known = signons.one(db, signon)
    if known is None or not transition(db, known, state, line_of(known, deed, Actor.SIGNER, at)):
        return None
    return known


def _take(db: Database, known: SignOn, new: NewSignOn, at: dt.datetime) -> bool:
    """Confirm the sign-on with the answers of the form. False where it was moved meanwhile."""
    before = signons.signer(db, known.id)
    signer = replace(before, person=new.person, role=new.role, authority=new.authority) if before else None
    facts = facts_of(replace(new, state=SignOnState.CONFIRMED)) | {"how": LINK}
    line = Line(at, new.letter, known.id, Deed.SIGNED, Actor.SIGNER, facts, private_digest(signer))
    if not transition(db, known, SignOnState.CONFIRMED, line):
        return False
    values = ANSWERS.values(new) | {"signon": known.id, "confirmed_at": to_number(at), "confirmed_how": LINK}
    db.execute(_TAKE, values)
    db.execute(_TAKE_SIGNER, values)
    return True
