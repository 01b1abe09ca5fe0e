"""Adding sign-ons: in a new row, or in the row of an organisation or person that was asked and has not signed."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from campaign.adapters.store.columns import insert, set_excluded, update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices, rows, submissions
from campaign.adapters.store.signons.digests import address_digest, mailbox_digest
from campaign.adapters.store.signons.rows import ANSWERS, SIGNER
from campaign.adapters.store.signons.transitions import create, transition
from campaign.adapters.store.times import to_number
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, Signer, SignOn, SignOnSource
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, RecordLine, private_digest, signon_facts
from campaign.core.signons.states import SIGNED, may_follow
from campaign.core.signons.submission import Submission

_RENEW = f"""
    {update("signon", "name", "url", "country", "organisation", "version", "language", "source")},
    held = 0, agreed = NULL
    WHERE id = :signon"""
# What the one who adds a sign-on states about its signer: the fields, and their columns.
_SIGNER_FIELDS = ("person", "role", "address", "authority", "note", "register")
_SIGNER_COLUMNS = ("person", "role", "mail", "authority", "note", "register", "mail_key", "mailbox")
_ADD_SIGNER = insert("signer", (*SIGNER.without("confirmed_at", "until"), "mail_key", "mailbox"))
_CONFIRM = "UPDATE signer SET confirmed_at = :at, confirmed_how = :how WHERE signon = :signon"
_PUT_SIGNER = f"""
    {_ADD_SIGNER}
    ON CONFLICT (signon) DO UPDATE SET
        {set_excluded(_SIGNER_COLUMNS)}"""


@dataclass(frozen=True, slots=True)
class AddedSignOn:
    """The result of `add`."""

    id: int
    is_new: bool
    """False if the address or the organisation has signed this letter: nothing changed, and nobody must learn of it."""


def add(
    db: Database, new: NewSignOn, event: RecordEvent, actor: Actor, at: dt.datetime, *, confirmed_how: str = ""
) -> AddedSignOn:
    """Add a sign-on with its signer and its line in the record.

    An existing row of the address or the organisation is reused, if it has not signed. `confirmed_how` says how the
    address was confirmed, "" if it was not.
    """
    known = existing(db, new)

    def put(statement: str, signon: int, signer: Signer | None) -> None:
        _put_signer(db, statement, signon, signer, new)
        if confirmed_how:
            db.execute(_CONFIRM, {"signon": signon, "at": to_number(at), "how": confirmed_how})

    if known is not None:
        return AddedSignOn(known.id, is_new=_reuse_row(db, known, new, event, actor, at, put))
    signer = _signer(new, None)
    line = RecordLine(at, new.letter, None, event, actor, signon_facts(new), private_digest(signer))
    number = create(db, new, line, then=lambda number: put(_ADD_SIGNER, number, signer))
    return AddedSignOn(number, is_new=True)


def enter(db: Database, new: NewSignOn, at: dt.datetime) -> int | None:
    """Keep a sign-on that the coordinator received by email or telephone as a submission, and queue the notice that
    asks to confirm it. Returns the submission's id; None, and changes nothing, if the address or the organisation has
    signed, or the coordinator entered the address before."""
    if not may_enter(db, new):
        return None
    submission = submissions.add(db, new, at, by_stranger=False)
    notices.add(db, new.letter, 0, NoticeKind.CONFIRM, at, submission=submission)
    return submission


def may_enter(db: Database, new: NewSignOn) -> bool:
    """Whether neither the address nor the organisation has signed, and the coordinator did not enter the address
    before."""
    known = existing(db, new)
    if known is not None and (known.state in SIGNED or _has_other_row(db, known, new)):
        return False
    return not any(
        form.letter == new.letter and _is_entered(form) for form in submissions.of_address(db, new.address_key)
    )


def _is_entered(form: Submission) -> bool:
    return form.answers is not None and form.answers.source in (SignOnSource.MAIL, SignOnSource.PHONE)


def existing(db: Database, new: NewSignOn) -> SignOn | None:
    """Return the existing row of the same address and kind, else of the same organisation: a person's form never goes
    into the row of an organisation that was asked at this address."""
    number = rows.by_address(db, new.letter, new.address_key, new.kind) if new.address_key else None
    if number is not None:
        return rows.one(db, number)
    return rows.by_organisation(db, new.letter, new.organisation) if new.organisation else None


def _reuse_row(
    db: Database,
    known: SignOn,
    new: NewSignOn,
    event: RecordEvent,
    actor: Actor,
    at: dt.datetime,
    put: Callable[[str, int, Signer | None], object],
) -> bool:
    """Write the sign-on into an existing row. False if that row has signed, must not be asked, or the organisation has
    another row."""
    organisation = new.organisation or known.organisation
    if _has_other_row(db, known, new):
        return False
    before = rows.signer(db, known.id)
    signer = _signer(new, before)
    line = RecordLine(at, new.letter, known.id, event, actor, signon_facts(new), private_digest(signer))

    def renew() -> None:
        db.execute(_RENEW, ANSWERS.values(new) | {"signon": known.id, "organisation": organisation})
        put(_PUT_SIGNER, known.id, signer)

    return _may_reuse_row(known, before, new, event) and transition(db, known, new.state, line, then=renew)


def _has_other_row(db: Database, known: SignOn, new: NewSignOn) -> bool:
    """Whether the row of the address belongs to one organisation, and the sign-on is for another that has a row."""
    organisation = new.organisation or known.organisation
    return organisation != known.organisation and rows.by_organisation(db, new.letter, organisation) is not None


def _may_reuse_row(known: SignOn, signer: Signer | None, new: NewSignOn, event: RecordEvent) -> bool:
    """Whether a row may be reused. An invitation needs a row without a signer."""
    if new.state is SignOnState.INVITED and signer is not None:
        return False
    return may_follow(known.state, new.state, event)


def _signer(new: NewSignOn, before: Signer | None) -> Signer | None:
    """Return the signer, keeping earlier data such as the salt; None if no person is named."""
    if not (new.person or new.address):
        return None
    fields = {name: getattr(new, name) for name in _SIGNER_FIELDS}
    return replace(before, **fields) if before else Signer(0, **fields, salt=secrets.token_bytes(16))


def _put_signer(db: Database, statement: str, signon: int, signer: Signer | None, new: NewSignOn) -> None:
    if signer is not None:
        key, mailbox = None, None
        if new.address_key:
            holder = rows.by_address(db, new.letter, new.address_key)
            is_second = holder not in (None, signon)  # the address has a sign-on of the other kind
            address_key = rows.second_key(new.address_key, new.kind) if is_second else new.address_key
            key = address_digest(db, new.letter, address_key, may_create=True)
            mailbox = mailbox_digest(db, new.address_key)
        db.execute(statement, SIGNER.values(signer) | {"signon": signon, "mail_key": key, "mailbox": mailbox})
