"""What a mailer writes: it claims rows, moves each to `sending` just before its body goes out, and records the outcome.

Each of these is a compare-and-set on its own claim, so a second mailer can never move the same row. Deeds that wait
together go into one transaction (`together`).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from campaign.delivery.judge import Outcome, Stage, Verdict
from campaign.delivery.records import Claimed
from campaign.delivery.states import State
from campaign.store.database import Database
from campaign.store.deliveries import ADD_EVENT, DELIVERY, GOES, delivery_of
from campaign.store.times import to_text

# Larger messages are read one by one, when their turn has come.
_MOST_BYTES_AHEAD = 500_000

# Those that are due: two walks along an index, since OR over both states would sort the whole wave each time.
_DUE = """
    SELECT id FROM (
        SELECT * FROM (
            SELECT id FROM delivery WHERE dispatch = :dispatch AND state = 'queued' AND claim IS NULL
            ORDER BY id LIMIT :number) AS queued
        UNION ALL
        SELECT * FROM (
            SELECT id FROM delivery
            WHERE dispatch = :dispatch AND state = 'deferred' AND claim IS NULL AND next_at <= :at
            ORDER BY next_at, id LIMIT :number) AS deferred) AS due
    ORDER BY id LIMIT :number"""
_CLAIM = f"""
    UPDATE delivery SET claim = :claim, changed_at = :at
    WHERE id IN ({_DUE}) AND claim IS NULL AND {GOES}
    RETURNING {DELIVERY}, (SELECT wire FROM message WHERE message.delivery = delivery.id),
              (SELECT CASE WHEN length(bytes) <= :most THEN bytes END FROM message
               WHERE message.delivery = delivery.id)"""
_BEGIN = f"""
    UPDATE delivery SET state = 'sending', changed_at = :at
    WHERE id = :delivery AND claim = :claim AND state IN ('queued', 'deferred') AND {GOES}"""
_TAKE_BACK = """
    UPDATE delivery SET state = :state, claim = NULL, changed_at = :at
    WHERE id = :delivery AND claim = :claim AND state = 'sending'"""
_PUT_OFF = """
    UPDATE delivery SET state = :state, claim = NULL, next_at = :next_at, reply_code = NULL, reply_text = :text,
        changed_at = :at
    WHERE id = :delivery AND claim = :claim AND state IN ('queued', 'deferred')"""
_RECORD = """
    UPDATE delivery
    SET state = :state, claim = NULL, attempts = attempts + :counts, next_at = :next_at, reply_code = :reply_code,
        reply_text = :text, changed_at = :at
    WHERE id = :delivery AND claim = :claim"""
_LET_GO = "UPDATE delivery SET claim = NULL WHERE id = :delivery AND claim = :claim AND state IN ('queued', 'deferred')"

Deed = tuple[Callable[..., Any], tuple[Any, ...]]


def together(db: Database, deeds: Sequence[Deed], claim: str, at: dt.datetime) -> list[Any]:
    """Do each deed, a function of this room and its own arguments, in order. Returns what each returned."""
    text = to_text(at)
    return [deed(db, *arguments, claim, text) for deed, arguments in deeds]


def claimed(db: Database, dispatch: int, number: int, claim: str, at: str) -> tuple[Claimed, ...]:
    """Take the next so many deliveries that are due, with their messages; none while the dispatch is paused."""
    values = {"dispatch": dispatch, "number": number, "claim": claim, "at": at, "most": _MOST_BYTES_AHEAD}
    rows = sorted(db.execute(_CLAIM, values).fetchall(), key=itemgetter(0))
    return tuple(Claimed(delivery_of(row[:-2]), *row[-2:]) for row in rows)


def begun(db: Database, delivery: int, claim: str, at: str) -> bool:
    """Move a delivery that this claim holds to `sending`. False when it is held no longer, or its
    dispatch is paused."""
    return db.execute(_BEGIN, {"delivery": delivery, "claim": claim, "at": at}).rowcount == 1


def taken_back(db: Database, delivery: int, state: State, claim: str, at: str) -> None:
    """Let a delivery that is `sending`, but whose body was kept back, be in `state` again, as it was before."""
    db.execute(_TAKE_BACK, {"delivery": delivery, "state": state, "claim": claim, "at": at})


def put_off(
    db: Database, delivery: int, state: State, next_at: dt.datetime | None, why: str, claim: str, at: str
) -> bool:
    """Let a claimed delivery wait until `next_at`, or close it. False when it is held no longer."""
    values = {
        "delivery": delivery,
        "claim": claim,
        "state": state,
        "next_at": to_text(next_at) if next_at else None,
        "stage": "",
        "reply_code": None,
        "text": why,
        "at": at,
    }
    held: bool = db.execute(_PUT_OFF, values).rowcount == 1
    if held:
        db.execute(ADD_EVENT, values)
    return held


def recorded(db: Database, delivery: int, outcome: Outcome, verdict: Verdict, claim: str, at: str) -> bool:
    """Write down how an attempt ended and give the claim back. False when the row was held no longer; what the server
    said of a body that had gone out is then still added to the record, for the person who settles it."""
    values = {
        "delivery": delivery,
        "claim": claim,
        "state": verdict.state,
        "counts": int(verdict.counts),
        "next_at": to_text(verdict.next_at) if verdict.next_at else None,
        "reply_code": outcome.code,
        "text": outcome.text,
        "at": at,
    }
    held: bool = db.execute(_RECORD, values).rowcount == 1
    if held or outcome.stage is Stage.BODY:
        db.execute(ADD_EVENT, {**values, "stage": outcome.stage})
    return held


def let_go(db: Database, deliveries: Sequence[int], claim: str, at: str) -> None:
    """Give back what was claimed and not begun."""
    for delivery in deliveries:
        db.execute(_LET_GO, {"delivery": delivery, "claim": claim})
