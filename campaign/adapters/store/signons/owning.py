"""What the holder of a personal link does: answers an invitation, corrects, withdraws. Each step once, with its line.

Such a link was sent to one mail address, so whoever signs through it has no address to confirm.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from campaign.adapters.store import signons, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import counts, notices, signing
from campaign.adapters.store.signons.signing import Signed
from campaign.adapters.store.times import to_number
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOn
from campaign.core.signons.record import Actor, Deed
from campaign.core.signons.states import SIGNED

LINK = "the personal link, sent to this address"
MAY_SIGN = (
    SignOnState.INVITED,
    SignOnState.OPENED,
    SignOnState.PROMISED,
    SignOnState.DECLINED,
    SignOnState.WITHDRAWN,
)

_TAKE = """
    UPDATE signon SET name = :name, country = :country, version = :version, held = 0, language = :language,
                      source = :source, state = 'confirmed'
    WHERE id = :signon AND state = :from_state RETURNING id"""
_TAKE_SIGNER = """
    UPDATE signer SET person = :person, role = :role, authority = :authority, confirmed_at = :at, confirmed_how = :how
    WHERE signon = :signon"""


def sign(db: Database, signon: int, new: NewSignOn, at: dt.datetime) -> Signed:
    """Sign through the personal link, under the newest version: kept and confirmed in one, the receipt is owed.

    The mail address and, where there is one, the organisation stay those of the invitation.
    """
    newest, known = versions.latest(db, new.letter), signons.one(db, signon)
    if newest is None or newest.id != new.version:
        return Signed.STALE
    if known is None or known.state not in MAY_SIGN or not _taken(db, known, new, at):
        return Signed.KNOWN
    counts.move(db, known.letter, known.kind, known.state, -1)
    counts.move(db, known.letter, known.kind, SignOnState.CONFIRMED, 1)
    signer = signons.signer(db, signon)
    signons.line(
        db, signon, replace(new, state=SignOnState.CONFIRMED), Deed.SIGNED, Actor.SIGNER, signer, at, {"how": LINK}
    )
    notices.owe(db, known.letter, signon, signing.OWN, at)
    return Signed.KEPT


def opened(db: Database, signon: int, at: dt.datetime) -> bool:
    """The invited look into it. False when they did before, or have answered."""
    known = signons.one(db, signon)
    invited = known is not None and known.state is SignOnState.INVITED
    return invited and signons.move(db, signon, SignOnState.OPENED, Deed.OPENED, Actor.SIGNER, at)


def promise(db: Database, signon: int, until: dt.date, at: dt.datetime) -> bool:
    """The invited answer by a day. False when that is what they said already, or they have signed."""
    known, signer = signons.one(db, signon), signons.signer(db, signon)
    promised = known is not None and known.state is SignOnState.PROMISED
    if promised and signer is not None and signer.until == until:
        return False
    return signons.promise(db, signon, until, Actor.SIGNER, at)


def decline(db: Database, signon: int, at: dt.datetime) -> bool:
    """The invited do not sign. They may change their mind."""
    return signons.move(db, signon, SignOnState.DECLINED, Deed.DECLINED, Actor.SIGNER, at)


def withdraw(db: Database, signon: int, at: dt.datetime) -> bool:
    """Take a sign-on back, and owe the mail that says so. False when there is none to take back."""
    known = signons.one(db, signon)
    if known is None or known.state not in SIGNED:
        return False
    signons.move(db, signon, SignOnState.WITHDRAWN, Deed.WITHDRAWN, Actor.SIGNER, at)
    notices.owe(db, known.letter, signon, "withdrawn", at)
    return True


def _taken(db: Database, known: SignOn, new: NewSignOn, at: dt.datetime) -> bool:
    values: dict[str, Any] = {
        "signon": known.id,
        "from_state": known.state.value,
        "name": new.name,
        "country": new.country,
        "version": new.version,
        "language": new.language,
        "source": new.source.value,
        "person": new.person,
        "role": new.role,
        "authority": new.authority,
        "at": to_number(at),
        "how": LINK,
    }
    if db.execute(_TAKE, values).fetchone() is None:
        return False
    db.execute(_TAKE_SIGNER, values)
    return True
