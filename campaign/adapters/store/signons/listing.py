"""Listing without a person's look: for organisations whose mail address is at their own site."""

import datetime as dt

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import counts, notices, record
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.record import Actor, Deed

LISTED = "listed"  # the mail that says so
_BIND = """
    UPDATE signon SET organisation = :organisation, position = :position, url = :url, logo = :logo WHERE id = :signon"""
_POSITION = "SELECT position FROM signon WHERE id = :signon"
_FORGET = "DELETE FROM signon WHERE id = :signon"


def by_itself(db: Database, signon: int, organisation: str, at: dt.datetime) -> bool:
    """List a confirmed sign-on as that of the directory's organisation, and owe the mail that says so.

    False, with nothing done, where it waits for no listing, or the organisation has a sign-on that somebody answers
    for: which of the two is right, a person decides.
    """
    known = signons.one(db, signon)
    if known is None or known.state is not SignOnState.CONFIRMED:
        return False
    if known.organisation != organisation and not _bound(db, known, organisation, at):
        return False
    facts = {"organisation": organisation, "why": "the mail address is at the organisation's own site"}
    signons.move(db, signon, SignOnState.LISTED, Deed.LISTED, Actor.PROGRAM, at, facts)
    notices.owe(db, known.letter, signon, LISTED, at)
    return True


def _bound(db: Database, known: SignOn, organisation: str, at: dt.datetime) -> bool:
    if known.organisation:
        return False
    other = signons.by_organisation(db, known.letter, organisation)
    position = 0
    if other is not None:
        if other.state is not SignOnState.INVITED or signons.signer(db, other.id) is not None:
            return False
        position = db.execute(_POSITION, {"signon": other.id}).fetchone()[0]
        _give_way(db, other, known.id, at)
    url, logo = (known.url or other.url, known.logo or other.logo) if other else (known.url, known.logo)
    place = {"signon": known.id, "organisation": organisation, "position": position, "url": url, "logo": logo}
    db.execute(_BIND, place)
    return True


def _give_way(db: Database, other: SignOn, signon: int, at: dt.datetime) -> None:
    """The directory's row, which nobody had been written to for, is now the one that signed."""
    record.add(db, other.letter, other.id, Deed.MERGED, Actor.PROGRAM, at, {"into": str(signon)})
    counts.move(db, other.letter, other.kind, other.state, -1)
    db.execute(_FORGET, {"signon": other.id})
