"""What a mailer writes: it claims rows, sets each to `sending` just before its body is sent, and records the outcome.

Each write is a compare-and-set on the mailer's own claim, so a second mailer can never change the same row. Writes that
wait at the same time share one transaction (`together`).
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import leases, sending_mark
from campaign.adapters.store.ledger.deliveries import ADD_EVENT, DELIVERIES, IS_CANCELLED, NOT_HALTED
from campaign.adapters.store.times import to_text
from campaign.core.delivery.attempt import Outcome, Stage, Verdict
from campaign.core.delivery.records import ClaimedDelivery
from campaign.core.delivery.states import DeliveryState

# Larger messages are read one by one, just before they are sent.
_MAX_BYTES_AHEAD = 100_000

# Deliveries that are due: two searches along an index, because OR over both states would sort the whole wave each time.
# `dialect` translates the comment to SKIP LOCKED, so that the claims of several workers do not wait for one another.
_DUE = """
    SELECT id FROM (
        SELECT * FROM (
            SELECT id FROM delivery WHERE dispatch = :dispatch AND state = 'queued' AND claim IS NULL
            ORDER BY id LIMIT :number /* not those of others */) AS queued
        UNION ALL
        SELECT * FROM (
            SELECT id FROM delivery
            WHERE dispatch = :dispatch AND state = 'deferred' AND claim IS NULL AND next_at <= :at
            ORDER BY next_at, id LIMIT :number /* not those of others */) AS deferred) AS found
    ORDER BY id LIMIT :number"""
# WITH: PostgreSQL then locks the due rows only once, whatever plan it chooses for the UPDATE.
_CLAIM = f"""
    WITH due AS ({_DUE})
    UPDATE delivery SET claim = :claim, changed_at = :at
    WHERE id IN (SELECT id FROM due) AND claim IS NULL AND {NOT_HALTED}
        AND EXISTS (SELECT 1 FROM lease WHERE claim = :claim)
    RETURNING {DELIVERIES.select()}, (SELECT wire FROM message WHERE message.delivery = delivery.id),
              (SELECT CASE WHEN length(bytes) <= :most THEN bytes END FROM message
               WHERE message.delivery = delivery.id)"""
_IN_LIST = "id IN (SELECT CAST(value AS INTEGER) FROM json_each(:deliveries))"
_MARK_SENDING = f"""
    UPDATE delivery SET state = 'sending', changed_at = :at
    WHERE {_IN_LIST} AND claim = :claim AND state IN ('queued', 'deferred') AND {NOT_HALTED}
    RETURNING id"""
_MAY_SEND = """
    SELECT 1 FROM dispatch JOIN lease ON lease.claim = :claim
    WHERE dispatch.id = :dispatch AND dispatch.paused_at IS NULL AND dispatch.cancelled_at IS NULL"""
_REVERT_SENDING = f"""
    UPDATE delivery SET state = CASE WHEN {IS_CANCELLED} THEN 'cancelled' ELSE :state END, claim = NULL,
        next_at = CASE WHEN {IS_CANCELLED} THEN NULL ELSE next_at END, changed_at = :at
    WHERE id = :delivery AND claim = :claim AND state = 'sending' RETURNING state"""
_DEFER = """
    UPDATE delivery SET state = :state, claim = NULL, next_at = :next_at, reply_code = NULL, reply_text = :text,
        changed_at = :at
    WHERE id = :delivery AND claim = :claim AND state IN ('queued', 'deferred')"""
# Outcomes of attempts, one list each: delivery, state, 1 if the attempt counts, next_at, code, text, stage.
_ENDS = """
    SELECT CAST(value ->> 0 AS INTEGER) AS delivery, value ->> 1 AS state, CAST(value ->> 2 AS INTEGER) AS counts,
           value ->> 3 AS next_at, CAST(value ->> 4 AS INTEGER) AS reply_code, value ->> 5 AS text,
           value ->> 6 AS stage
    FROM json_each(:ends)"""
# If a mailer was suspended past its lease, what it was sending is `uncertain`: only an answer to the body settles it.
_COUNTS = "(delivery.state <> 'uncertain' OR (e.stage = 'body' AND e.state IN ('sent', 'failed')))"
# What waits again after its wave was cancelled is cancelled, too.
_IS_LATE = f"e.state IN ('queued', 'deferred') AND {IS_CANCELLED}"
_RECORD = f"""
    UPDATE delivery
    SET state = CASE WHEN {_IS_LATE} THEN 'cancelled' ELSE e.state END, claim = NULL, attempts = attempts + e.counts,
        next_at = CASE WHEN {_IS_LATE} THEN NULL ELSE e.next_at END, reply_code = e.reply_code, reply_text = e.text,
        changed_at = :at
    FROM ({_ENDS}) AS e WHERE delivery.id = e.delivery AND delivery.claim = :claim AND {_COUNTS}
    RETURNING delivery.id"""
_ADD_EVENTS = f"""
    INSERT INTO delivery_event (delivery, at, state, stage, reply_code, text)
    SELECT e.delivery, :at, CASE WHEN {_IS_LATE} THEN 'cancelled' ELSE e.state END, e.stage, e.reply_code, e.text
    FROM ({_ENDS}) AS e JOIN delivery ON delivery.id = e.delivery"""
_RELEASE_CLAIMS = (
    f"UPDATE delivery SET claim = NULL WHERE {_IN_LIST} AND claim = :claim AND state IN ('queued', 'deferred')"
)

_COUNT_DUE = f"SELECT count(*) FROM ({_DUE.replace(' /* not those of others */', '')}) AS due"

LedgerWrite = tuple[Callable[..., Any], tuple[Any, ...]]


def together(db: Database, writes: Sequence[LedgerWrite], claim: str, at: dt.datetime) -> list[Any]:
    """Do several writes in one transaction, and return their results in order.

    A write is a function of this module with its own arguments; `db`, `claim` and the time are added. All
    `mark_sending` share one statement, and all `record_outcome` another, which takes a third of the time. They run in
    this order and before everything else, so that an outcome finds its delivery `sending`, and what it frees can be
    claimed.
    """
    text = to_text(at)
    if any(write is claim_due for write, _ in writes):
        leases.renew(db, claim)  # first, in the order of locks that `leases.sweep` uses: lease, then rows
    begins = [arguments[0] for write, arguments in writes if write is mark_sending]
    ends = [arguments for write, arguments in writes if write is record_outcome]
    if begins:
        sending_mark.advance(db, len(begins))
    marked_ids = _mark_sending(db, begins, claim, text) if begins else ()
    recorded_ids = _record_outcomes(db, ends, claim, text) if ends else ()
    results: list[Any] = []
    for write, arguments in writes:
        if write is mark_sending:
            results.append(arguments[0] in marked_ids)
        elif write is record_outcome:
            results.append(arguments[0] in recorded_ids)
        else:
            results.append(write(db, *arguments, claim, text))
    return results


def claim_due(db: Database, mailing: int, number: int, claim: str, at: str) -> tuple[ClaimedDelivery, ...]:
    """Claim the next `number` deliveries that are due, and return them with their messages.

    Returns none while the mailing is halted, or if the claim no longer has a lease.
    """
    values = {"dispatch": mailing, "number": number, "claim": claim, "at": at, "most": _MAX_BYTES_AHEAD}
    rows = sorted(db.execute(_CLAIM, values).fetchall(), key=itemgetter(0))
    return tuple(ClaimedDelivery(DELIVERIES.read(row[:-2]), *row[-2:]) for row in rows)


def count_due(db: Database, mailing: int, at: dt.datetime, limit: int = 1) -> int:
    """Count the deliveries that could be claimed now, up to `limit`."""
    number: int = db.execute(_COUNT_DUE, {"dispatch": mailing, "number": limit, "at": to_text(at)}).fetchone()[0]
    return number


def mark_sending(db: Database, delivery: int, claim: str, at: str) -> bool:
    """Set a claimed delivery to `sending`. False if the claim is lost, or its mailing is paused or
    cancelled."""
    return delivery in _mark_sending(db, [delivery], claim, at)


def may_send(db: Database, mailing: int, claim: str) -> bool:
    """Return whether this claim may send: the mailing is not paused or cancelled, and the claim has its
    lease."""
    return db.execute(_MAY_SEND, {"dispatch": mailing, "claim": claim}).fetchone() is not None


def revert_sending(db: Database, delivery: int, state: DeliveryState, claim: str, at: str) -> None:
    """Set a delivery from `sending` back to its earlier state, if its body was not sent after all. When its wave was
    cancelled meanwhile, it is cancelled."""
    row = db.execute(_REVERT_SENDING, {"delivery": delivery, "state": state, "claim": claim, "at": at}).fetchone()
    if row is not None and row[0] == DeliveryState.CANCELLED:
        event = {"delivery": delivery, "at": at, "state": row[0], "stage": "", "reply_code": None}
        db.execute(ADD_EVENT, event | {"text": "its wave was cancelled before its body went"})


def defer(
    db: Database, delivery: int, state: DeliveryState, next_at: dt.datetime | None, reason: str, claim: str, at: str
) -> bool:
    """Defer a claimed delivery until `next_at`, or close it (`next_at` is None). False if the claim is lost."""
    values = {
        "delivery": delivery,
        "claim": claim,
        "state": state,
        "next_at": to_text(next_at) if next_at else None,
        "stage": "",
        "reply_code": None,
        "text": reason,
        "at": at,
    }
    changed: bool = db.execute(_DEFER, values).rowcount == 1
    if changed:
        db.execute(ADD_EVENT, values)
    return changed


def record_outcome(db: Database, delivery: int, outcome: Outcome, verdict: Verdict, claim: str, at: str) -> bool:
    """Record the outcome of an attempt and release the claim. False if the claim is lost.

    In that case, a server's answer to a body is still added as an event, for the person who settles the delivery. A
    late answer also settles a delivery that `leases.sweep` made `uncertain`, unless a person settled it first.
    """
    return delivery in _record_outcomes(db, [(delivery, outcome, verdict)], claim, at)


def release_claims(db: Database, deliveries: Sequence[int], claim: str, at: str) -> None:
    """Release claimed deliveries that are not `sending`."""
    db.execute(_RELEASE_CLAIMS, {"deliveries": json.dumps(deliveries), "claim": claim})


def _mark_sending(db: Database, deliveries: Sequence[int], claim: str, at: str) -> frozenset[int]:
    """Set deliveries to `sending`; return those that may be sent."""
    values = {"deliveries": json.dumps(deliveries), "claim": claim, "at": at}
    return frozenset([row[0] for row in db.execute(_MARK_SENDING, values).fetchall()])


def _record_outcomes(db: Database, ends: Sequence[tuple[int, Outcome, Verdict]], claim: str, at: str) -> frozenset[int]:
    """Record outcomes; return the deliveries whose state they changed."""
    rows = [_outcome_row(*end) for end in ends]
    values = {"ends": json.dumps(rows), "claim": claim, "at": at}
    recorded_ids = frozenset([row[0] for row in db.execute(_RECORD, values).fetchall()])
    if len(recorded_ids) < len(ends):
        values["ends"] = json.dumps([end for end in rows if end[0] in recorded_ids or end[-1] == Stage.BODY])
    db.execute(_ADD_EVENTS, values)
    return recorded_ids


def _outcome_row(delivery: int, outcome: Outcome, verdict: Verdict) -> tuple[int | str | None, ...]:
    next_at = to_text(verdict.next_at) if verdict.next_at else None
    return delivery, verdict.state, int(verdict.counts), next_at, outcome.code, outcome.text, outcome.stage
