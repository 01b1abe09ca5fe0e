"""Sign-ons that are added: as a row of their own, or in the row of one that was asked and had not signed."""

import datetime as dt
import secrets
from dataclasses import dataclass, replace

from campaign.adapters.store.columns import excluded, insert, update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices, rows
from campaign.adapters.store.signons.rows import ANSWERS, SIGNER, mail_digest
from campaign.adapters.store.signons.transitions import create, transition
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, Signer, SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, Deed, Line, facts_of, private_digest
from campaign.core.signons.states import SIGNED, may_follow

_RENEW = f"""
    {update("signon", "name", "url", "country", "organisation", "version", "language", "source")}, held = 0
    WHERE id = :signon"""
_SAID = ("person", "role", "mail", "authority", "note", "register")  # of the signer, by the one who adds the sign-on
_ADD_SIGNER = insert("signer", (*SIGNER.without("confirmed_at", "until"), "mail_key"))
_PUT_SIGNER = f"""
    {_ADD_SIGNER}
    ON CONFLICT (signon) DO UPDATE SET
        {excluded((*_SAID, "mail_key"))}"""


@dataclass(frozen=True, slots=True)
class Added:
    """A sign-on that was kept. `fresh` is False where the mail address had signed this letter already: then nothing
    was changed, and the one who asked must not be told."""

    id: int
    fresh: bool


def add(db: Database, new: NewSignOn, deed: Deed, actor: Actor, at: dt.datetime) -> Added:
    """Keep a sign-on, its signer and its line. An invited organisation's row is taken up, whatever it had answered."""
    known = _known(db, new)
    if known is not None:
        return Added(known.id, fresh=_take_up(db, known, new, deed, actor, at))
    signer = _signer(new, None)
    line = Line(at, new.letter, None, deed, actor, facts_of(new), private_digest(signer))
    number = create(db, new, line)
    _put_signer(db, _ADD_SIGNER, number, signer, new)
    return Added(number, fresh=True)


def enter(db: Database, new: NewSignOn, at: dt.datetime) -> Added:
    """Keep a sign-on that came by mail or on the phone, and owe its signer the link that confirms it.

    Where the address or the organisation has signed, nothing is changed: `fresh` is False then.
    """
    added = add(db, new, Deed.ENTERED, Actor.COORDINATOR, at)
    if added.fresh:
        notices.owe(db, new.letter, added.id, NoticeKind.CONFIRM, at)
    return added


def _known(db: Database, new: NewSignOn) -> SignOn | None:
    """The row that this sign-on must not double: of the same mail address, or of the invited organisation."""
    number = rows.by_mail(db, new.letter, new.mail_key) if new.mail_key else None
    if number is not None:
        return rows.one(db, number)
    return rows.by_organisation(db, new.letter, new.organisation) if new.organisation else None


def _take_up(db: Database, known: SignOn, new: NewSignOn, deed: Deed, actor: Actor, at: dt.datetime) -> bool:
    """Sign in the row that is there. False where it has signed, must not be asked, or the organisation has another
    row."""
    organisation = new.organisation or known.organisation
    if organisation != known.organisation and rows.by_organisation(db, new.letter, organisation):
        return False
    before = rows.signer(db, known.id)
    signer = _signer(new, before)
    line = Line(at, new.letter, known.id, deed, actor, facts_of(new), private_digest(signer))
    if not _may_take_up(known, before, new, deed) or not transition(db, known, new.state, line):
        return False
    db.execute(_RENEW, ANSWERS.values(new) | {"signon": known.id, "organisation": organisation})
    _put_signer(db, _PUT_SIGNER, known.id, signer, new)
    return True


def _may_take_up(known: SignOn, signer: Signer | None, new: NewSignOn, deed: Deed) -> bool:
    """Whether a row may be taken up. One that is only to be asked must have had no contact before."""
    if new.state is SignOnState.INVITED and signer is not None:
        return False
    return known.state not in SIGNED and may_follow(known.state, new.state, deed)


def _signer(new: NewSignOn, before: Signer | None) -> Signer | None:
    """Who signs, with what is kept of him or her from before; None where nobody is named."""
    if not (new.person or new.mail):
        return None
    said = {name: getattr(new, name) for name in _SAID}
    return replace(before, **said) if before else Signer(0, **said, salt=secrets.token_bytes(16))


def _put_signer(db: Database, statement: str, signon: int, signer: Signer | None, new: NewSignOn) -> None:
    if signer is not None:
        key = mail_digest(new.letter, new.mail_key) if new.mail_key else None
        db.execute(statement, SIGNER.values(signer) | {"signon": signon, "mail_key": key})
