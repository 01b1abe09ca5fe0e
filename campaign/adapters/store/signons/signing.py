"""Signing on the public page: kept with the mail that it owes, in one transaction; confirmed by that mail's link."""

import datetime as dt
from enum import StrEnum
from typing import Any

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import counts, notices
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOn, Source
from campaign.core.signons.record import Actor, Deed

CONFIRM = "confirm"  # the mail that asks to confirm an address
OWN = "own"  # the mail with the personal link
LINK = "the link in the mail"

_NEWEST = "SELECT id FROM version WHERE letter = :letter ORDER BY number DESC LIMIT 1"
_RENEW = """
    UPDATE signon SET kind = :kind, name = :name, country = :country, version = :version, language = :language
    WHERE id = :signon"""
_RENEW_SIGNER = """
    UPDATE signer SET person = :person, role = :role, mail = :mail, authority = :authority, generation = generation + 1,
                      register = :register
    WHERE signon = :signon"""
_GENERATION = "SELECT generation FROM signer WHERE signon = :signon"


class Signed(StrEnum):
    """What became of a form."""

    KEPT = "kept"
    KNOWN = "known"  # the address had signed: nothing changed, and the one who asked must not be told
    STALE = "stale"  # there is a newer version than the one that was read


def sign(db: Database, new: NewSignOn, at: dt.datetime, *, may_mail: bool) -> Signed:
    """Keep a sign-on under the newest version and owe the mail that asks to confirm it.

    Who has not confirmed yet and signs again is taken at the last word, and the link in the earlier mail is void.
    Who has confirmed is owed the personal link instead. `may_mail` is False for an address that had many mails of late:
    then nothing is done for one that is known.
    """
    newest = db.execute(_NEWEST, {"letter": new.letter}).fetchone()
    if newest is None or newest[0] != new.version:
        return Signed.STALE
    added = signons.add(db, new, Deed.SIGNED, Actor.SIGNER, at)
    if added.fresh:
        notices.owe(db, new.letter, added.id, CONFIRM, at)
        return Signed.KEPT
    if may_mail:
        _again(db, added.id, new, at)
    return Signed.KNOWN


def confirm(db: Database, signon: int, generation: int, at: dt.datetime) -> bool:
    """The mail address is the signer's, who is owed the personal link. False when there is nothing to confirm."""
    row, kept = db.execute(_GENERATION, {"signon": signon}).fetchone(), signons.one(db, signon)
    if row is None or row[0] != generation or kept is None or kept.state is not SignOnState.PENDING:
        return False  # the mail may be old: what was withdrawn or refused since is not confirmed by it
    signons.confirm(db, signon, LINK, at)
    notices.owe(db, kept.letter, signon, OWN, at)
    return True


def _again(db: Database, signon: int, new: NewSignOn, at: dt.datetime) -> None:
    known = signons.one(db, signon)
    assert known is not None  # signons.add has just found it
    waits = known.state is SignOnState.PENDING
    if waits and known.source is Source.PAGE:
        _renew(db, known, new, at)
    notices.owe(db, known.letter, signon, CONFIRM if waits else OWN, at)


def _renew(db: Database, known: SignOn, new: NewSignOn, at: dt.datetime) -> None:
    values: dict[str, Any] = {
        "signon": known.id,
        "kind": new.kind.value,
        "name": new.name,
        "country": new.country,
        "version": new.version,
        "language": new.language,
        "person": new.person,
        "role": new.role,
        "mail": new.mail,
        "authority": new.authority,
        "register": new.register,
    }
    db.execute(_RENEW, values)
    db.execute(_RENEW_SIGNER, values)
    counts.move(db, known.letter, known.kind, known.state, -1)
    counts.move(db, known.letter, new.kind, known.state, 1)
    signer = signons.signer(db, known.id)
    assert signer is not None  # who signed on the page has one until all is erased
    signons.line(db, known.id, new, Deed.SIGNED, Actor.SIGNER, signer, at)
