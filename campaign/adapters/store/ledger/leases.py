"""Leases: for how long a mailer's claim on deliveries counts without a word from it.

A run of the mailer takes a lease before it claims anything and renews it while it lives. Where that stops, the sweeper
takes the lease away, and with it all that the claim holds: what was not begun waits again, what was on its way is
`uncertain`. Terms are reckoned by the database's clock alone, since those of workers may be a day off.
"""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.times import to_text
from campaign.core.delivery.states import DeliveryState

_ENDED_WHILE_SENDING = "the mailer ended while the message was on its way"
_MICROSECONDS = 1_000_000

# Two unique indexes are asked here: one lease a claim, and one lease for all waves with limits.
_TAKE = """
    INSERT INTO lease (claim, worker, dispatch, alone, seconds, until)
    VALUES (:claim, :worker, :dispatch, :alone, :seconds, :until) ON CONFLICT DO NOTHING RETURNING claim"""
_RENEW = f"UPDATE lease SET until = :now + seconds * {_MICROSECONDS} WHERE claim = :claim RETURNING claim"
_GIVE_BACK = "DELETE FROM lease WHERE claim = :claim"
_EXPIRE = "UPDATE lease SET until = 0 WHERE claim = :claim"
_DELETE_EXPIRED = "DELETE FROM lease WHERE until < :now RETURNING claim, dispatch"
_DELETE_ALL = "DELETE FROM lease"
_LIMITED_WORKER = "SELECT worker FROM lease WHERE alone = 1"

_OF_CLAIM = "dispatch = :dispatch AND claim = :claim"
_WITHOUT_LEASE = "claim IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.claim = delivery.claim)"
_UNCLAIM = "UPDATE delivery SET claim = NULL WHERE state IN ('queued', 'deferred') AND {whose}"
# The claim stays on the row: a late answer to the very same claim still says how it ended (`handover.recorded`).
_MARK_UNCERTAIN = """
    UPDATE delivery SET state = 'uncertain', next_at = NULL, reply_code = NULL, reply_text = :text, changed_at = :at
    WHERE state = 'sending' AND {whose} RETURNING id"""


def take(db: Database, claim: str, worker: str, mailing: int, seconds: int, at: dt.datetime, *, alone: bool) -> bool:
    """Take a lease of so many seconds, once those that are over are taken away. `alone` is for waves with a pace or
    limits, which are counted within a process: there is one such lease in a store. False when another has it."""
    sweep(db, at)
    values = {
        "claim": claim,
        "worker": worker,
        "dispatch": mailing,
        "alone": int(alone),
        "seconds": seconds,
        "until": db.now() + seconds * _MICROSECONDS,
    }
    return db.execute(_TAKE, values).fetchone() is not None


def renew(db: Database, claim: str) -> bool:
    """Let a lease begin anew. False when it was taken away."""
    return db.execute(_RENEW, {"claim": claim, "now": db.now()}).fetchone() is not None


def give_back(db: Database, claim: str) -> None:
    """End a lease whose claim holds nothing any more."""
    db.execute(_GIVE_BACK, {"claim": claim})


def expire(db: Database, claim: str) -> None:
    """Leave a lease, and what its claim may still hold, to the sweeper."""
    db.execute(_EXPIRE, {"claim": claim})


def limited_worker(db: Database) -> str | None:
    """Who works on the waves with limits, None for nobody."""
    row = db.execute(_LIMITED_WORKER).fetchone()
    return row[0] if row else None


def sweep(db: Database, at: dt.datetime) -> int:
    """Take away the leases that are over, and what their claims hold. Returns how many deliveries became uncertain."""
    expired = db.execute(_DELETE_EXPIRED, {"now": db.now()}).fetchall()
    uncertain = 0
    for claim, mailing in expired:
        uncertain += _free(db, _OF_CLAIM, {"claim": claim, "dispatch": mailing}, at)
    return uncertain


def recover(db: Database, at: dt.datetime) -> int:
    """Take up what mailers that are gone left behind, before another one begins.

    In a store of one machine nobody else is at work while the campaign's mailer lock is held, so every claim is a dead
    one. Where others share it, only claims without a lease, or past it, are. Returns how many became uncertain.
    """
    if not db.shared:
        db.execute(_DELETE_ALL)
    return sweep(db, at) + _free(db, _WITHOUT_LEASE, {}, at)


def _free(db: Database, whose: str, values: dict[str, str | int], at: dt.datetime) -> int:
    db.execute(_UNCLAIM.format(whose=whose), values)
    uncertain = values | {"text": _ENDED_WHILE_SENDING, "at": to_text(at)}
    rows = db.execute(_MARK_UNCERTAIN.format(whose=whose), uncertain).fetchall()
    for row in rows:
        deliveries.note(db, row[0], DeliveryState.UNCERTAIN, _ENDED_WHILE_SENDING, at)
    return len(rows)
