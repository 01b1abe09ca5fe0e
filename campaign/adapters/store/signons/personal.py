"""Personal data of those who signed or were asked to: collecting, erasing for one person, and purging at the end.

The public data of organisations stays, and so does the record, which contains no personal data.
"""

import datetime as dt
from typing import Any

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import opt_outs, proposed_changes, record, request_limits, submissions
from campaign.adapters.store.signons.transitions import transition
from campaign.adapters.store.times import from_text
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn, SignOnKind
from campaign.core.signons.personal import PersonalData, SignerDelivery
from campaign.core.signons.record import Actor, RecordEvent, record_line

_TO_SIGNERS = "d.kind <> 'letter' AND v.mail_key = :mail"
_MAILS_TO_ADDRESS = f"""
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
_SIGNON_IDS = "SELECT signon FROM signer ORDER BY signon LIMIT :most"


def collect(db: Database, address_key: str) -> PersonalData:
    """Return all data about an email address. `address_key` is the form that its spellings share."""
    entries, proposals = [], []
    for signon in signons.of_address(db, address_key):
        signed, signer = signons.one(db, signon), signons.signer(db, signon)
        if signed and signer:
            entries.append((signed, signer, record.of(db, signon)))
        if proposal := proposed_changes.of_signon(db, signon):
            proposals.append(proposal)
    mails = tuple(_ledger_mail(row) for row in db.execute(_MAILS_TO_ADDRESS, {"mail": address_key}).fetchall())
    forms = submissions.of_address(db, address_key)
    return PersonalData(tuple(entries), mails, opt_outs.since(db, address_key), forms, tuple(proposals))


def erase(db: Database, address_key: str, at: dt.datetime) -> int:
    """Erase a person's data. Returns the number of sign-ons concerned.

    An organisation's sign-on stays, without its signer; an individual's is withdrawn, and its name deleted. An opt-out
    stays, as a digest.
    """
    data = collect(db, address_key)
    for signed, _, _ in data.signons:
        if signed.kind is SignOnKind.PERSON:  # before the line, which proves what is left
            db.execute(_FORGET_NAME, {"signon": signed.id})
        _forget(db, signed, RecordEvent.ERASED, Actor.SIGNER, at)
        if signed.kind is SignOnKind.PERSON:
            _withdraw(db, signed, at)
    for submission in data.submissions:
        submissions.delete(db, submission.id)
    db.execute(_FORGET_MAILS, {"mail": address_key})
    return len(data.signons)


def count_signers(db: Database) -> int:
    """Count the persons whose data is stored."""
    number: int = db.execute(_SIGNERS).fetchone()[0]
    return number


def purge(db: Database, at: dt.datetime, limit: int = 1000) -> int:
    """Delete up to `limit` signers' data, and all emails to signers. Listed sign-ons stay. Returns how many."""
    db.execute(_FORGET_ALL_MAILS)
    opt_outs.forget(db)
    submissions.delete_all(db)
    submissions.forget_blocks(db)
    request_limits.forget(db)
    rows = db.execute(_SIGNON_IDS, {"most": limit}).fetchall()
    for row in rows:
        signed = signons.one(db, row[0])
        assert signed is not None  # a signer refers to its sign-on
        _forget(db, signed, RecordEvent.PURGED, Actor.COORDINATOR, at)
    return len(rows)


def _forget(db: Database, signed: SignOn, event: RecordEvent, actor: Actor, at: dt.datetime) -> None:
    proposed_changes.forget(db, signed.id)
    db.execute(_FORGET_SIGNER, {"signon": signed.id})
    db.execute(_FORGET_NOTICES, {"signon": signed.id})
    record.add(db, record_line(signed, event, actor, at))


def _withdraw(db: Database, signed: SignOn, at: dt.datetime) -> None:
    if signed.state is not SignOnState.WITHDRAWN:
        line = record_line(signed, RecordEvent.WITHDRAWN, Actor.SIGNER, at)
        transition(db, signed, SignOnState.WITHDRAWN, line, cause=RecordEvent.ERASED)


def _ledger_mail(row: tuple[Any, ...]) -> SignerDelivery:
    delivery, letter, kind, address, name, state, at = row
    return SignerDelivery(delivery, letter, kind, address, name, state, from_text(at))
