"""Signing on the public page: saved with its notice in one transaction, confirmed by the link in that email."""

import datetime as dt
from dataclasses import replace
from enum import StrEnum

from campaign.adapters.store import signons
from campaign.adapters.store.columns import update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices
from campaign.adapters.store.signons.rows import ANSWERS
from campaign.adapters.store.signons.transitions import transition
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOn, SignOnSource
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, RecordLine, private_digest, signon_facts

LINK = "the link in the email"

_NEWEST = "SELECT id FROM version WHERE letter = :letter ORDER BY number DESC LIMIT 1"
_RENEW = f"{update('signon', 'name', 'country', 'version', 'language')}, held = 0 WHERE id = :signon"
_RENEW_SIGNER = f"""
    {update("signer", "person", "role", "mail", "authority", "register")}, generation = generation + 1
    WHERE signon = :signon"""


class SignOutcome(StrEnum):
    """The result of sending the form."""

    SAVED = "saved"
    KNOWN = "known"  # the address had signed; the page must not show this
    STALE = "stale"  # the form was for an older version


def sign(db: Database, new: NewSignOn, at: dt.datetime, *, may_mail: bool) -> SignOutcome:
    """Save a sign-on to the newest version, and queue the notice that asks to confirm it.

    If the address has an unconfirmed sign-on, the new form replaces it, and the link in the earlier email becomes
    invalid. If it has a confirmed one, the notice with the personal link is queued instead. `may_mail` is False if the
    address got many emails recently: then nothing is done for an address that has signed.
    """
    newest = db.execute(_NEWEST, {"letter": new.letter}).fetchone()
    if newest is None or newest[0] != new.version:
        return SignOutcome.STALE
    added = signons.add(db, new, RecordEvent.SIGNED, Actor.SIGNER, at)
    if added.is_new:
        notices.add(db, new.letter, added.id, NoticeKind.CONFIRM, at)
        return SignOutcome.SAVED
    if may_mail:
        _sign_again(db, added.id, new, at)
    return SignOutcome.KNOWN


def confirm(db: Database, signon: int, generation: int, at: dt.datetime) -> bool:
    """Confirm the email address, and queue the notice with the personal link. False if there is nothing to confirm."""
    signer, known = signons.signer(db, signon), signons.one(db, signon)
    if signer is None or known is None or signer.generation != generation:
        return False
    if not signons.confirm(db, signon, LINK, at):
        return False  # an old email does not confirm what was withdrawn or refused since
    notices.add(db, known.letter, signon, NoticeKind.OWN, at)
    return True


def _sign_again(db: Database, signon: int, new: NewSignOn, at: dt.datetime) -> None:
    known = signons.one(db, signon)
    assert known is not None  # signons.add has just found it
    waits = known.state is SignOnState.PENDING
    if waits and known.source is SignOnSource.PAGE:
        _renew(db, known, new, at)
    notices.add(db, known.letter, signon, NoticeKind.CONFIRM if waits else NoticeKind.OWN, at)


def _renew(db: Database, known: SignOn, new: NewSignOn, at: dt.datetime) -> None:
    before = signons.signer(db, known.id)
    assert before is not None  # a pending sign-on from the page always has a signer
    signer = replace(before, person=new.person, role=new.role, address=new.address, authority=new.authority)
    line = RecordLine(
        at, new.letter, known.id, RecordEvent.SIGNED, Actor.SIGNER, signon_facts(new), private_digest(signer)
    )
    if transition(db, known, new.state, line, kind=new.kind):
        values = ANSWERS.values(new) | {"signon": known.id}
        db.execute(_RENEW, values)
        db.execute(_RENEW_SIGNER, values)
