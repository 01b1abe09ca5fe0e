"""What is kept of a person who signed, or was asked to: found, taken out, and purged when its time has come.

What is public of an organisation stays, and so does the record, in which nothing personal stands.
"""

import datetime as dt
from typing import Any

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import record, stopped
from campaign.adapters.store.signons.transitions import transition
from campaign.adapters.store.times import from_text
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, SignOn
from campaign.core.signons.personal import LedgerMail, PersonalData
from campaign.core.signons.record import Actor, Deed, line_of

_TO_SIGNERS = "d.kind <> 'letter' AND lower(v.mail) = :mail"
_MAILS = f"""
    SELECT v.id, d.letter, d.kind, v.mail, v.name, v.state, v.changed_at
    FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch WHERE {_TO_SIGNERS} ORDER BY v.id"""
_FORGET_MAILS = f"""
    DELETE FROM delivery WHERE id IN (
        SELECT v.id FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch WHERE {_TO_SIGNERS})"""
_FORGET_ALL_MAILS = """
    DELETE FROM delivery WHERE dispatch IN (SELECT id FROM dispatch WHERE kind <> 'letter')"""
_FORGET_SIGNER = "DELETE FROM signer WHERE signon = :signon"
_FORGET_NOTICES = "DELETE FROM notice WHERE signon = :signon"
_FORGET_NAME = "UPDATE signon SET name = '', url = '', country = '', logo = '', quote = '' WHERE id = :signon"
_SIGNERS = "SELECT count(*) FROM signer"
_SOME = "SELECT signon FROM signer ORDER BY signon LIMIT :most"


def held(db: Database, mail_key: str) -> PersonalData:
    """All that is kept of a mail address, in the form that its spellings share."""
    found = []
    for signon in signons.of_mail(db, mail_key):
        signed, signer = signons.one(db, signon), signons.signer(db, signon)
        if signed and signer:
            found.append((signed, signer, record.of(db, signon)))
    mails = tuple(_mailed(row) for row in db.execute(_MAILS, {"mail": mail_key}).fetchall())
    return PersonalData(tuple(found), mails, stopped.since(db, mail_key))


def erase(db: Database, mail_key: str, at: dt.datetime) -> int:
    """Take a person out. An organisation's sign-on stays, without who signed for it; a person's own is withdrawn and
    loses its name. That the address is not to be written to stays, as a digest. Returns how many sign-ons it was."""
    found = held(db, mail_key)
    for signed, _, _ in found.signons:
        _forget(db, signed, Deed.ERASED, Actor.SIGNER, at)
        if signed.kind is Kind.PERSON:
            _withdraw(db, signed, at)
    db.execute(_FORGET_MAILS, {"mail": mail_key})
    return len(found.signons)


def signers(db: Database) -> int:
    """How many persons' data is kept."""
    number: int = db.execute(_SIGNERS).fetchone()[0]
    return number


def purge(db: Database, at: dt.datetime, most: int = 1000) -> int:
    """Delete up to `most` signers' data, and all mails to signers; what is listed stays listed. Returns how many."""
    db.execute(_FORGET_ALL_MAILS)
    stopped.forget(db)
    rows = db.execute(_SOME, {"most": most}).fetchall()
    for row in rows:
        signed = signons.one(db, row[0])
        assert signed is not None  # a signer refers to its sign-on
        _forget(db, signed, Deed.PURGED, Actor.COORDINATOR, at)
    return len(rows)


def _forget(db: Database, signed: SignOn, deed: Deed, actor: Actor, at: dt.datetime) -> None:
    db.execute(_FORGET_SIGNER, {"signon": signed.id})
    db.execute(_FORGET_NOTICES, {"signon": signed.id})
    record.add(db, line_of(signed, deed, actor, at))


def _withdraw(db: Database, signed: SignOn, at: dt.datetime) -> None:
    db.execute(_FORGET_NAME, {"signon": signed.id})
    if signed.state is not SignOnState.WITHDRAWN:
        line = line_of(signed, Deed.WITHDRAWN, Actor.SIGNER, at)
        transition(db, signed, SignOnState.WITHDRAWN, line, cause=Deed.ERASED)


def _mailed(row: tuple[Any, ...]) -> LedgerMail:
    delivery, letter, kind, mail, name, state, at = row
    return LedgerMail(delivery, letter, kind, mail, name, state, from_text(at))
