"""Changes to existing sign-ons: confirming the email address, and correcting how they appear."""

import datetime as dt

from campaign.adapters.store.columns import update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import record
from campaign.adapters.store.signons.rows import one
from campaign.adapters.store.signons.transitions import transition
from campaign.adapters.store.times import to_number
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn, SignOnKind
from campaign.core.signons.record import Actor, RecordEvent, record_line

_APPEARANCE = ("name", "url", "country", "logo", "quote")
_CORRECT = f"{update('signon', *_APPEARANCE)} WHERE id = :signon"
_CONFIRM_ADDRESS = """
    UPDATE signer SET confirmed_at = :at, confirmed_how = :how WHERE signon = :signon AND confirmed_at IS NULL"""


def confirm(db: Database, signon: int, how: str, at: dt.datetime) -> bool:
    """Confirm the signer's email address. False if the sign-on does not wait for a confirmation."""
    known = one(db, signon)
    if known is None:
        return False
    line = record_line(known, RecordEvent.CONFIRMED, Actor.SIGNER, at, {"how": how})
    values = {"signon": signon, "how": how, "at": to_number(at)}
    return transition(db, known, SignOnState.CONFIRMED, line, then=lambda: db.execute(_CONFIRM_ADDRESS, values))


def correct(db: Database, corrected: SignOn, actor: Actor, at: dt.datetime, *, by: str = "") -> bool:
    """Change how a sign-on appears: name, web address, country, logo, quote. False if nothing differs.

    `by` is the name of who decided, for the record; "" for the signer.
    """
    old = one(db, corrected.id)
    new = {name: getattr(corrected, name) for name in _APPEARANCE}
    changed = [name for name in _APPEARANCE if old and new[name] != getattr(old, name)]
    if old is None or not changed:
        return False
    facts = {name: _record_fact(old.kind, name, new[name]) for name in changed}
    db.execute(_CORRECT, {"signon": old.id} | new)
    record.add(db, record_line(old, RecordEvent.CORRECTED, actor, at, facts | ({"by": by} if by else {})))
    return True


def _record_fact(kind: SignOnKind, name: str, value: str) -> str:
    """Return what the record says of a change. Individuals' data and quotes are not copied into it, because nothing can
    be deleted from the record."""
    return "changed" if kind is SignOnKind.PERSON or name == "quote" else value
