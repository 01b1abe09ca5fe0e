"""Signing on the public page: kept with the mail that it owes, in one transaction; confirmed by that mail's link."""

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

LINK = "the link in the mail"

_NEWEST = "SELECT id FROM version WHERE letter = :letter ORDER BY number DESC LIMIT 1"
_RENEW = f"{update('signon', 'name', 'country', 'version', 'language')}, held = 0 WHERE id = :signon"
_RENEW_SIGNER = f"""
    {update("signer", "person", "role", "mail", "authority", "register")}, generation = generation + 1
    WHERE signon = :signon"""


class SignOutcome(StrEnum):
    """What became of a form."""

    SAVED = "saved"
    KNOWN = "known"  # the address had signed: nothing changed, and the one who asked must not be told
    STALE = "stale"  # there is a newer version than the one that was read


def sign(db: Database, new: NewSignOn, at: dt.datetime, *, may_mail: bool) -> SignOutcome:
    """Keep a sign-on under the newest version and owe the mail that asks to confirm it.

    Who has not confirmed yet and signs again is taken at the last word, and the link in the earlier mail is void.
    Who has confirmed is owed the personal link instead. `may_mail` is False for an address that had many mails of late:
    then nothing is done for one that is known.
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
    """The mail address is the signer's, who is owed the personal link. False when there is nothing to confirm."""
    signer, known = signons.signer(db, signon), signons.one(db, signon)
    if signer is None or known is None or signer.generation != generation:
        return False
    if not signons.confirm(db, signon, LINK, at):
        return False  # the mail may be old: what was withdrawn or refused since is not confirmed by it
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
    assert before is not None  # who signed on the page has one until all is erased
    signer = replace(before, person=new.person, role=new.role, address=new.address, authority=new.authority)
    line = RecordLine(
        at, new.letter, known.id, RecordEvent.SIGNED, Actor.SIGNER, signon_facts(new), private_digest(signer)
    )
    if transition(db, known, new.state, line, kind=new.kind):
        values = ANSWERS.values(new) | {"signon": known.id}
        db.execute(_RENEW, values)
        db.execute(_RENEW_SIGNER, values)
