"""What the holder of a personal link does: sign, promise, decline, withdraw; each with its line in the record.

The link was sent to one email address, so that a sign-on through it needs no confirmation.
"""

import datetime as dt
from dataclasses import replace

from campaign.adapters.store import signons, versions
from campaign.adapters.store.columns import update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices, text_changes
from campaign.adapters.store.signons.public_form import SignOutcome
from campaign.adapters.store.signons.rows import ANSWERS
from campaign.adapters.store.signons.transitions import transition
from campaign.adapters.store.times import to_number
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, RecordLine, private_digest, record_line, signon_facts
from campaign.core.signons.states import MAY_SIGN

LINK = "the personal link, sent to this address"

_CONFIRM = f"""
    {update("signon", "name", "country", "version", "language", "source")}, held = 0, agreed = NULL
    WHERE id = :signon"""
_CONFIRM_SIGNER = f"""
    {update("signer", "person", "role", "authority", "confirmed_at", "confirmed_how")} WHERE signon = :signon"""
_PROMISE = f"{update('signer', 'until')} WHERE signon = :signon"


def sign(db: Database, signon: int, new: NewSignOn, at: dt.datetime) -> SignOutcome:
    """Sign the newest version through the personal link: save and confirm at once, and queue the notice with the link.

    The email address and the organisation, if there is one, stay those of the invitation.
    """
    newest, known = versions.public(db, new.letter), signons.one(db, signon)
    if newest is None or newest.id != new.version:
        return SignOutcome.STALE
    if known is None or known.state not in MAY_SIGN or not _confirm(db, known, new, at):
        return SignOutcome.NOT_SAVED
    notices.add(db, known.letter, signon, NoticeKind.OWN, at)
    text_changes.ask_late(db, signon, at)
    return SignOutcome.SAVED


def mark_opened(db: Database, signon: int, at: dt.datetime) -> bool:
    """Record that the invitation was opened. False if it was opened before, or answered."""
    return _move(db, signon, SignOnState.OPENED, RecordEvent.OPENED, at) is not None


def promise(db: Database, signon: int, until: dt.date, at: dt.datetime) -> bool:
    """Record a promise to answer by a day. False if the same was promised before, or it is signed."""
    known, signer, day = signons.one(db, signon), signons.signer(db, signon), until.isoformat()
    if known is None or (known.state is SignOnState.PROMISED and signer is not None and signer.until == until):
        return False
    line = record_line(known, RecordEvent.PROMISED, Actor.SIGNER, at, {"until": day})
    if not transition(db, known, SignOnState.PROMISED, line):
        return False
    db.execute(_PROMISE, {"signon": signon, "until": day})
    return True


def decline(db: Database, signon: int, at: dt.datetime) -> bool:
    """Decline the invitation; signing stays possible. False if it cannot be declined."""
    return _move(db, signon, SignOnState.DECLINED, RecordEvent.DECLINED, at) is not None


def withdraw(db: Database, signon: int, at: dt.datetime) -> bool:
    """Withdraw a sign-on, and queue the notice about it. False if nothing was signed."""
    known = _move(db, signon, SignOnState.WITHDRAWN, RecordEvent.WITHDRAWN, at)
    if known is not None:
        notices.add(db, known.letter, signon, NoticeKind.WITHDRAWN, at)
    return known is not None


def _move(db: Database, signon: int, state: SignOnState, event: RecordEvent, at: dt.datetime) -> SignOn | None:
    """Change the state; return the sign-on as it was before, None if the change is not allowed."""
    known = signons.one(db, signon)
    if known is None or not transition(db, known, state, record_line(known, event, Actor.SIGNER, at)):
        return None
    return known


def _confirm(db: Database, known: SignOn, new: NewSignOn, at: dt.datetime) -> bool:
    """Confirm the sign-on with the answers of the form. False if its state changed in the meantime."""
    before = signons.signer(db, known.id)
    signer = replace(before, person=new.person, role=new.role, authority=new.authority) if before else None
    facts = signon_facts(replace(new, state=SignOnState.CONFIRMED)) | {"how": LINK}
    line = RecordLine(at, new.letter, known.id, RecordEvent.SIGNED, Actor.SIGNER, facts, private_digest(signer))
    values = ANSWERS.values(new) | {"signon": known.id, "confirmed_at": to_number(at), "confirmed_how": LINK}

    def write_answers() -> None:
        db.execute(_CONFIRM, values)
        db.execute(_CONFIRM_SIGNER, values)

    return transition(db, known, SignOnState.CONFIRMED, line, then=write_answers)
