"""Leases: how long a mailer's claim on deliveries is valid without a sign of life.

A run of the mailer takes a lease before it claims deliveries, and renews it as long as it runs. If a lease expires,
`sweep` removes it with everything that its claim holds: deliveries that were not being sent wait again, and those that
were become `uncertain`. Only the database's clock counts, because the clocks of workers may be a day off.
"""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.times import to_text
from campaign.core.delivery.records import MailQueue
from campaign.core.delivery.states import DeliveryState

_ENDED_WHILE_SENDING = "the mailer ended while the message was on its way"
_MICROSECONDS = 1_000_000

# Two unique indexes apply: one lease for each claim, and one lease in each queue for its mailings with limits.
_TAKE = """
    INSERT INTO lease (claim, worker, dispatch, alone, seconds, until)
    VALUES (:claim, :worker, :dispatch, :alone, :seconds, :until) ON CONFLICT DO NOTHING RETURNING claim"""
_QUEUE_OF = "SELECT CASE WHEN kind = 'letter' THEN 1 ELSE 2 END FROM dispatch WHERE id = :dispatch"
_RENEW = f"UPDATE lease SET until = :now + seconds * {_MICROSECONDS} WHERE claim = :claim RETURNING claim"
_GIVE_BACK = "DELETE FROM lease WHERE claim = :claim"
_EXPIRE = "UPDATE lease SET until = 0 WHERE claim = :claim"
_DELETE_EXPIRED = "DELETE FROM lease WHERE until < :now RETURNING claim, dispatch"
_DELETE_ALL = "DELETE FROM lease"
_DELETE_QUEUE = """
    DELETE FROM lease WHERE dispatch IN (SELECT id FROM dispatch WHERE (kind = 'letter') = (:queue = 'letter'))"""
_LIMITED_WORKER = f"SELECT worker FROM lease WHERE alone = coalesce(({_QUEUE_OF}), 1)"

_OF_CLAIM = "dispatch = :dispatch AND claim = :claim"
_WITHOUT_LEASE = "claim IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.claim = delivery.claim)"
_UNCLAIM = "UPDATE delivery SET claim = NULL WHERE state IN ('queued', 'deferred') AND {whose}"
# The claim stays in the row, so that a late answer to the same claim can settle it (`handover.record_outcome`).
_MARK_UNCERTAIN = """
    UPDATE delivery SET state = 'uncertain', next_at = NULL, reply_code = NULL, reply_text = :text, changed_at = :at
    WHERE state = 'sending' AND {whose} RETURNING id"""


def take(db: Database, claim: str, worker: str, mailing: int, seconds: int, at: dt.datetime, *, alone: bool) -> bool:
    """Remove expired leases, then take one for `seconds`.

    `alone` is for mailings with a pace or limits, which are counted within one process: each queue of a database has at
    most one such lease. Returns False if another run holds it.
    """
    sweep(db, at)
    values = {
        "claim": claim,
        "worker": worker,
        "dispatch": mailing,
        "alone": _queue_number(db, mailing) if alone else 0,
        "seconds": seconds,
        "until": db.now() + seconds * _MICROSECONDS,
    }
    return db.execute(_TAKE, values).fetchone() is not None


def renew(db: Database, claim: str) -> bool:
    """Start the term of a lease again. False if the lease is gone."""
    return db.execute(_RENEW, {"claim": claim, "now": db.now()}).fetchone() is not None


def give_back(db: Database, claim: str) -> None:
    """Delete a lease whose claim holds no deliveries."""
    db.execute(_GIVE_BACK, {"claim": claim})


def expire(db: Database, claim: str) -> None:
    """Let a lease expire now, so that `sweep` removes it and what its claim may still hold."""
    db.execute(_EXPIRE, {"claim": claim})


def limited_worker(db: Database, mailing: int) -> str | None:
    """Return the worker that works on the mailings with limits in the queue of this one, None if there is none."""
    row = db.execute(_LIMITED_WORKER, {"dispatch": mailing}).fetchone()
    return row[0] if row else None


def _queue_number(db: Database, mailing: int) -> int:
    row = db.execute(_QUEUE_OF, {"dispatch": mailing}).fetchone()
    return int(row[0]) if row else 1


def sweep(db: Database, at: dt.datetime) -> int:
    """Remove expired leases and release what their claims hold. Returns how many deliveries became uncertain."""
    expired = db.execute(_DELETE_EXPIRED, {"now": db.now()}).fetchall()
    uncertain = 0
    for claim, mailing in expired:
        uncertain += _free(db, _OF_CLAIM, {"claim": claim, "dispatch": mailing}, at)
    return uncertain


def recover(db: Database, at: dt.datetime, queue: MailQueue | None = None) -> int:
    """Release what dead mailers left claimed, before another mailer starts. Returns how many became uncertain.

    On one machine, the caller holds the lock of `queue`, or with None all locks, so every claim in it is dead. In a
    shared database, only claims without a valid lease are.
    """
    if not db.shared and queue is None:
        db.execute(_DELETE_ALL)
    elif not db.shared:
        db.execute(_DELETE_QUEUE, {"queue": queue})
    return sweep(db, at) + _free(db, _WITHOUT_LEASE, {}, at)


def _free(db: Database, whose: str, values: dict[str, str | int], at: dt.datetime) -> int:
    db.execute(_UNCLAIM.format(whose=whose), values)
    uncertain = values | {"text": _ENDED_WHILE_SENDING, "at": to_text(at)}
    rows = db.execute(_MARK_UNCERTAIN.format(whose=whose), uncertain).fetchall()
    for row in rows:
        deliveries.note(db, row[0], DeliveryState.UNCERTAIN, _ENDED_WHILE_SENDING, at)
    return len(rows)
