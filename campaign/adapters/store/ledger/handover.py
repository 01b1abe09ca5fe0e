"""What a mailer writes: it claims rows, moves each to `sending` just before its body goes out, and records the outcome.

Each of these is a compare-and-set on its own claim, so a second mailer can never move the same row. Deeds that wait
together go into one transaction (`together`).
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import leases
from campaign.adapters.store.ledger.deliveries import ADD_EVENT, DELIVERIES, NOT_PAUSED
from campaign.adapters.store.times import to_text
from campaign.core.delivery.attempt import Outcome, Stage, Verdict
from campaign.core.delivery.records import ClaimedDelivery
from campaign.core.delivery.states import DeliveryState

# Larger messages are read one by one, when their turn has come.
_MAX_BYTES_AHEAD = 100_000

# Those that are due: two walks along an index, since OR over both states would sort the whole wave each time. The
# comment is what PostgreSQL reads as SKIP LOCKED: claims of several workers do not wait for each other.
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
# WITH: PostgreSQL locks what is due once, whatever way it finds the rows to change.
_CLAIM = f"""
    WITH due AS ({_DUE})
    UPDATE delivery SET claim = :claim, changed_at = :at
    WHERE id IN (SELECT id FROM due) AND claim IS NULL AND {NOT_PAUSED}
        AND EXISTS (SELECT 1 FROM lease WHERE claim = :claim)
    RETURNING {DELIVERIES.select()}, (SELECT wire FROM message WHERE message.delivery = delivery.id),
              (SELECT CASE WHEN length(bytes) <= :most THEN bytes END FROM message
               WHERE message.delivery = delivery.id)"""
_IN_LIST = "id IN (SELECT CAST(value AS INTEGER) FROM json_each(:deliveries))"
_MARK_SENDING = f"""
    UPDATE delivery SET state = 'sending', changed_at = :at
    WHERE {_IN_LIST} AND claim = :claim AND state IN ('queued', 'deferred') AND {NOT_PAUSED}
    RETURNING id"""
_MAY_SEND = """
    SELECT 1 FROM dispatch JOIN lease ON lease.claim = :claim
    WHERE dispatch.id = :dispatch AND dispatch.paused_at IS NULL"""
_REVERT_SENDING = """
    UPDATE delivery SET state = :state, claim = NULL, changed_at = :at
    WHERE id = :delivery AND claim = :claim AND state = 'sending'"""
_DEFER = """
    UPDATE delivery SET state = :state, claim = NULL, next_at = :next_at, reply_code = NULL, reply_text = :text,
        changed_at = :at
    WHERE id = :delivery AND claim = :claim AND state IN ('queued', 'deferred')"""
# How attempts ended, a list each: delivery, state, whether it counts, next_at, code, words, stage.
_ENDS = """
    SELECT CAST(value ->> 0 AS INTEGER) AS delivery, value ->> 1 AS state, CAST(value ->> 2 AS INTEGER) AS counts,
           value ->> 3 AS next_at, CAST(value ->> 4 AS INTEGER) AS reply_code, value ->> 5 AS text,
           value ->> 6 AS stage
    FROM json_each(:ends)"""
# A mailer that stood still past its lease finds what it was sending `uncertain`: only an answer to the body ends that.
_COUNTS = "(delivery.state <> 'uncertain' OR (e.stage = 'body' AND e.state IN ('sent', 'failed')))"
_RECORD = f"""
    UPDATE delivery
    SET state = e.state, claim = NULL, attempts = attempts + e.counts, next_at = e.next_at, reply_code = e.reply_code,
        reply_text = e.text, changed_at = :at
    FROM ({_ENDS}) AS e WHERE delivery.id = e.delivery AND delivery.claim = :claim AND {_COUNTS} RETURNING delivery.id"""
_ADD_EVENTS = f"""
    INSERT INTO delivery_event (delivery, at, state, stage, reply_code, text)
    SELECT e.delivery, :at, e.state, e.stage, e.reply_code, e.text FROM ({_ENDS}) AS e"""
_RELEASE_CLAIMS = (
    f"UPDATE delivery SET claim = NULL WHERE {_IN_LIST} AND claim = :claim AND state IN ('queued', 'deferred')"
)

_COUNT_DUE = f"SELECT count(*) FROM ({_DUE.replace(' /* not those of others */', '')}) AS due"

LedgerWrite = tuple[Callable[..., Any], tuple[Any, ...]]


def together(db: Database, writes: Sequence[LedgerWrite], claim: str, at: dt.datetime) -> list[Any]:
    """Do the deeds, functions of this room and their own arguments; what each returned, in their order.

    All begins go in one statement, and all records in another, which costs a third of what they cost one by one. Begins
    come first, so that a record finds its delivery begun; records before all else, so that what they free is claimed.
    """
    text = to_text(at)
    if any(write is claim_due for write, _ in writes):
        leases.renew(db, claim)  # first: the sweeper, too, takes a lease before rows
    begins = [arguments[0] for write, arguments in writes if write is mark_sending]
    ends = [arguments for write, arguments in writes if write is record_outcome]
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
    """Take the next so many deliveries that are due, with their messages; none while the dispatch is paused, or once
    the claim has no lease any more."""
    values = {"dispatch": mailing, "number": number, "claim": claim, "at": at, "most": _MAX_BYTES_AHEAD}
    rows = sorted(db.execute(_CLAIM, values).fetchall(), key=itemgetter(0))
    return tuple(ClaimedDelivery(DELIVERIES.read(row[:-2]), *row[-2:]) for row in rows)


def count_due(db: Database, mailing: int, at: dt.datetime, limit: int = 1) -> int:
    """How many deliveries could be claimed now, counted up to `most`."""
    number: int = db.execute(_COUNT_DUE, {"dispatch": mailing, "number": limit, "at": to_text(at)}).fetchone()[0]
    return number


def mark_sending(db: Database, delivery: int, claim: str, at: str) -> bool:
    """Move a delivery that this claim holds to `sending`. False when it is held no longer, or its wave is paused."""
    return delivery in _mark_sending(db, [delivery], claim, at)


def may_send(db: Database, mailing: int, claim: str) -> bool:
    """Whether what this claim holds of a dispatch may go: it is not paused, and the claim has its lease."""
    return db.execute(_MAY_SEND, {"dispatch": mailing, "claim": claim}).fetchone() is not None


def revert_sending(db: Database, delivery: int, state: DeliveryState, claim: str, at: str) -> None:
    """Let a delivery that is `sending`, but whose body was kept back, be in `state` again, as it was before."""
    db.execute(_REVERT_SENDING, {"delivery": delivery, "state": state, "claim": claim, "at": at})


def defer(
    db: Database, delivery: int, state: DeliveryState, next_at: dt.datetime | None, reason: str, claim: str, at: str
) -> bool:
    """Let a claimed delivery wait until `next_at`, or close it. False when it is held no longer."""
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
    """Write down how an attempt ended and give the claim back. False when the row was held no longer; what the server
    said of a body that had gone out is then still added to the record, for the person who settles it.

    A late answer also ends the doubt that the sweeper had of this claim's own attempt, unless a person was quicker."""
    return delivery in _record_outcomes(db, [(delivery, outcome, verdict)], claim, at)


def release_claims(db: Database, deliveries: Sequence[int], claim: str, at: str) -> None:
    """Give back what was claimed and not begun."""
    db.execute(_RELEASE_CLAIMS, {"deliveries": json.dumps(deliveries), "claim": claim})


def _mark_sending(db: Database, deliveries: Sequence[int], claim: str, at: str) -> frozenset[int]:
    """Those of the deliveries that may go."""
    values = {"deliveries": json.dumps(deliveries), "claim": claim, "at": at}
    return frozenset([row[0] for row in db.execute(_MARK_SENDING, values).fetchall()])


def _record_outcomes(db: Database, ends: Sequence[tuple[int, Outcome, Verdict]], claim: str, at: str) -> frozenset[int]:
    """Those whose verdict counts."""
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
