"""Email addresses that opted out of all emails, for any letter. They are stored as digests, which survive erasure."""

import datetime as dt

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import notices, record
from campaign.adapters.store.signons.digests import keyed_digest
from campaign.adapters.store.times import from_text, to_text
from campaign.core.delivery.states import DeliveryState
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, record_line
from campaign.core.signons.signer_address import InvalidAddress, read_address

REASON = "asked for no more emails"
_STOP = "INSERT INTO stopped (mail_key, at) VALUES (:mail_key, :at) ON CONFLICT (mail_key) DO NOTHING RETURNING at"
_RESUME = "DELETE FROM stopped WHERE mail_key = :mail_key RETURNING at"
_SINCE = "SELECT at FROM stopped WHERE mail_key = :mail_key"
_FORGET = "DELETE FROM stopped"
# Including claimed deliveries, unless they are `sending`.
_WAITING = """
    SELECT v.id, v.addressee, v.state, d.kind FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE v.mail_key = :mail AND d.kind <> 'letter' AND v.state IN ('queued', 'deferred') ORDER BY v.id"""
# Pending notices about a new text stay: the signers were not informed of the change yet.
_CANCELLED_KINDS = frozenset(kind for kind in NoticeKind if kind.can_be_stopped)


def stop(db: Database, signon: int, at: dt.datetime) -> bool:
    """Opt the signer's address out, and cancel what waits to be sent to it, in the same transaction.

    The record of each of its sign-ons shows this. False if it opted out before, or the sign-on has no address.
    """
    key = _key_of(db, signon)
    if (
        key is None
        or db.execute(_STOP, {"mail_key": _digest(db, key, may_create=True), "at": to_text(at)}).fetchone() is None
    ):
        return False
    _cancel_waiting(db, key, at)
    _add_to_record(db, key, signon, RecordEvent.STOPPED, at)
    return True


def resume(db: Database, signon: int, at: dt.datetime) -> bool:
    """End the opt-out of the signer's address. False if it had not opted out, or the sign-on has no address."""
    key = _key_of(db, signon)
    if key is None or db.execute(_RESUME, {"mail_key": _digest(db, key)}).fetchone() is None:
        return False
    _add_to_record(db, key, signon, RecordEvent.RESUMED, at)
    return True


def since(db: Database, address: str) -> dt.datetime | None:
    """Return when an address opted out, in any spelling; None if it did not."""
    read = read_address(address)
    if isinstance(read, InvalidAddress):
        return None
    row = db.execute(_SINCE, {"mail_key": _digest(db, read.key)}).fetchone()
    return from_text(row[0]) if row else None


def forget(db: Database) -> None:
    """Delete all opt-outs, when the campaign's personal data is purged."""
    db.execute(_FORGET)


def _key_of(db: Database, signon: int) -> str | None:
    signer = signons.signer(db, signon)
    read = read_address(signer.address) if signer else None
    return None if read is None or isinstance(read, InvalidAddress) else read.key


def _cancel_waiting(db: Database, key: str, at: dt.datetime) -> None:
    for delivery, addressee, state, kind in db.execute(_WAITING, {"mail": key}).fetchall():
        if kind != "notice" or _kind_in_name(addressee) in _CANCELLED_KINDS:
            deliveries.settle(db, delivery, DeliveryState(state), DeliveryState.CANCELLED, REASON, at)
    for signon in signons.of_address(db, key):
        for notice_kind in _CANCELLED_KINDS:
            notices.cancel(db, signon, notice_kind)


def _kind_in_name(addressee: str) -> str:
    """Return the kind from the key of a notice's delivery: signon-7/listed/2027-03-01T09:00:00.000000Z."""
    return addressee.partition("/")[2].partition("/")[0]


def _add_to_record(db: Database, key: str, signon: int, event: RecordEvent, at: dt.datetime) -> None:
    for signon_id in sorted({signon, *signons.of_address(db, key)}):
        known = signons.one(db, signon_id)
        if known is not None:
            record.add(db, record_line(known, event, Actor.SIGNER, at))


def _digest(db: Database, key: str, *, may_create: bool = False) -> bytes:
    return keyed_digest(db, f"stopped\0{key}", may_create=may_create)
