"""Addresses that asked not to be written to, of whatever letter. Kept as digests, which outlive what else is erased."""

import datetime as dt
import hashlib

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import notices, record
from campaign.adapters.store.times import from_text, to_text
from campaign.core.delivery.states import State
from campaign.core.signons.mail import NoMail, read_mail
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, Deed, line_of

WHY = "asked not to be written to"
_STOP = "INSERT INTO stopped (mail_key, at) VALUES (:mail_key, :at) ON CONFLICT (mail_key) DO NOTHING RETURNING at"
_RESUME = "DELETE FROM stopped WHERE mail_key = :mail_key RETURNING at"
_SINCE = "SELECT at FROM stopped WHERE mail_key = :mail_key"
_FORGET = "DELETE FROM stopped"
# Also what a mailer has claimed and not begun: it holds nothing that is not queued or deferred.
_WAITING = """
    SELECT v.id, v.addressee, v.state, d.kind FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE lower(v.mail) = :mail AND d.kind <> 'letter' AND v.state IN ('queued', 'deferred') ORDER BY v.id"""
# What is owed stays owed where it tells those who signed of a new text: the change had not been told yet.
_ENDED = frozenset(kind for kind in NoticeKind if not (kind.is_answer or kind.tells_of_text))


def stop(db: Database, signon: int, at: dt.datetime) -> bool:
    """The signer's address is not written to again; what waits to go to it is called off, in the same transaction.

    It stands on the record of each of its sign-ons. False when it had asked before, or nothing is known of it.
    """
    key = _key_of(db, signon)
    if key is None or db.execute(_STOP, {"mail_key": _digest(key), "at": to_text(at)}).fetchone() is None:
        return False
    _call_off(db, key, at)
    _tell_record(db, key, signon, Deed.STOPPED, at)
    return True


def resume(db: Database, signon: int, at: dt.datetime) -> bool:
    """The signer's address may be written to again. False when it had not asked, or nothing is known of it."""
    key = _key_of(db, signon)
    if key is None or db.execute(_RESUME, {"mail_key": _digest(key)}).fetchone() is None:
        return False
    _tell_record(db, key, signon, Deed.RESUMED, at)
    return True


def since(db: Database, mail: str) -> dt.datetime | None:
    """Since when an address, however it is spelt, is not to be written to; None where it may be."""
    read = read_mail(mail)
    if isinstance(read, NoMail):
        return None
    row = db.execute(_SINCE, {"mail_key": _digest(read.key)}).fetchone()
    return from_text(row[0]) if row else None


def forget(db: Database) -> None:
    """Let go of all, when the campaign's personal data is purged."""
    db.execute(_FORGET)


def _key_of(db: Database, signon: int) -> str | None:
    signer = signons.signer(db, signon)
    read = read_mail(signer.mail) if signer else None
    return None if read is None or isinstance(read, NoMail) else read.key


def _call_off(db: Database, key: str, at: dt.datetime) -> None:
    for delivery, addressee, state, kind in db.execute(_WAITING, {"mail": key}).fetchall():
        if kind != "notice" or _kind_named(addressee) in _ENDED:
            deliveries.settle(db, delivery, State(state), State.CANCELLED, WHY, at)
    for signon in signons.of_mail(db, key):
        for ended in _ENDED:
            notices.forget(db, signon, ended)


def _kind_named(addressee: str) -> str:
    """The kind in the ledger's name of a notice: signon-7/listed/2027-03-01T09:00:00.000000Z."""
    return addressee.partition("/")[2].partition("/")[0]


def _tell_record(db: Database, key: str, signon: int, deed: Deed, at: dt.datetime) -> None:
    for each in sorted({signon, *signons.of_mail(db, key)}):
        known = signons.one(db, each)
        if known is not None:
            record.add(db, line_of(known, deed, Actor.SIGNER, at))


def _digest(key: str) -> bytes:
    return hashlib.sha256(f"stopped\0{key}".encode("utf-8", "surrogatepass")).digest()[:16]
