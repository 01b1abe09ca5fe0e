"""Mailings and deliveries. A delivery's row decides what is sent; a mailer only changes a row that it has claimed.

What a mailer writes while it sends is in `handover`.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from campaign.adapters.store.columns import LINES, Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import messages
from campaign.adapters.store.times import from_text, to_text
from campaign.core.delivery.records import Delivery, DeliveryEvent, Mailing, MailingKind, PlannedDelivery
from campaign.core.delivery.states import REACHED, WAITING, DeliveryState
from campaign.core.message.wire import Wire
from campaign.core.signons.signer_address import comparison_key

NO_LIMIT = 2**62

_MAILINGS = Columns(Mailing, signatories=LINES, selection=LINES)
DELIVERIES = Columns(Delivery, renamed={"mailing": "dispatch", "address": "mail"})
_EVENTS = Columns(DeliveryEvent)
_PLANNED = Columns(PlannedDelivery, renamed={"address": "mail"})

_ADD_MAILING = f"""
    INSERT INTO dispatch (letter, wave, version, planned_at) VALUES (:letter, :wave, :version, :at)
    ON CONFLICT (letter, wave) DO UPDATE SET version = excluded.version, planned_at = excluded.planned_at
    WHERE dispatch.released_at IS NULL
    RETURNING {_MAILINGS.select()}"""
_STILL_PLANNED = """
    UPDATE dispatch SET planned_at = planned_at
    WHERE id = :dispatch AND released_at IS NULL AND planned_at = :planned_at RETURNING id"""
_DELETE_PLANNED = "DELETE FROM delivery WHERE dispatch = :dispatch AND state IN ('planned', 'cancelled', 'expired')"
_ADD_DELIVERY = f"{insert('delivery', (*DELIVERIES.without('id', 'next_at', 'reply_code'), 'mail_key'))} RETURNING id"
ADD_EVENT = insert("delivery_event", _EVENTS.without("id", "name"))

_MAILING = f"SELECT {_MAILINGS.select()} FROM dispatch WHERE letter = :letter AND wave = :wave"
_MAILING_BY_ID = f"SELECT {_MAILINGS.select()} FROM dispatch WHERE id = :dispatch"
_MAILINGS_OF = f"SELECT {_MAILINGS.select()} FROM dispatch WHERE letter = :letter ORDER BY id"
# `+ 0` keeps the database from using the index by mailing: it would sort the whole wave for each page of it.
_DELIVERIES_OF = f"""
    SELECT {DELIVERIES.select()} FROM delivery WHERE dispatch + 0 = :dispatch AND id > :after
    ORDER BY id LIMIT :number"""
_IN_STATE = f"""
    SELECT {DELIVERIES.select()} FROM delivery WHERE dispatch = :dispatch AND state = :state AND id > :after
    ORDER BY id LIMIT :number"""
_EVENTS_OF = """
    SELECT e.id, e.delivery, d.name, e.at, e.state, e.stage, e.reply_code, e.text
    FROM delivery_event AS e JOIN delivery AS d ON d.id = e.delivery
    WHERE d.dispatch + 0 = :dispatch AND e.id > :after ORDER BY e.id LIMIT :number"""
_LANGUAGES = "SELECT language, state, count(*) FROM delivery WHERE dispatch = :dispatch GROUP BY language, state"
_COUNTS = "SELECT state, count(*) FROM delivery WHERE dispatch = :dispatch GROUP BY state"
_RECIPIENT_STATES = ", ".join(f"'{state}'" for state in (*REACHED, *WAITING))
# An email that bounced counts for its address alone: the same person may get the letter at a corrected one.
_RECIPIENTS = f"""
    SELECT DISTINCT CASE WHEN v.state = 'bounced' THEN '' ELSE v.addressee END, lower(v.mail)
    FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND d.wave <> :wave AND v.state IN ({_RECIPIENT_STATES})"""

_CHANGED_RECIPIENTS = """
    SELECT v.name FROM delivery AS v LEFT JOIN addressee AS a ON a.letter = :letter AND a.key = v.addressee
    WHERE v.dispatch = :dispatch AND v.state = 'planned' AND (a.mail IS NULL OR a.mail <> v.mail) ORDER BY v.id"""

_RELEASE_MAILING = """
    UPDATE dispatch SET released_at = :at
    WHERE id = :dispatch AND released_at IS NULL AND planned_at = :planned_at RETURNING id"""
_RELEASE = """
    UPDATE delivery SET state = 'queued', changed_at = :at
    WHERE id IN (SELECT id FROM delivery WHERE dispatch = :dispatch AND state = 'planned' ORDER BY id LIMIT :number)"""
# Rows per statement: SQLite holds the old values of a statement in memory until it ends.
_RELEASE_BATCH = 10_000
# Part of the statement that allows a body to be sent: once a pause or a cancellation is on disk, no further body
# starts.
NOT_HALTED = """NOT EXISTS (
        SELECT 1 FROM dispatch AS d
        WHERE d.id = delivery.dispatch AND (d.paused_at IS NOT NULL OR d.cancelled_at IS NOT NULL))"""
# Whether the wave of a delivery was cancelled. What would wait again is then cancelled, too.
IS_CANCELLED = """EXISTS (
        SELECT 1 FROM dispatch AS d WHERE d.id = delivery.dispatch AND d.cancelled_at IS NOT NULL)"""
_CLOSE = """
    UPDATE delivery SET state = :state, claim = NULL, next_at = NULL, changed_at = :at
    WHERE dispatch = :dispatch AND state IN ('planned', 'queued', 'deferred') RETURNING id"""
# What expired is not sent to somebody who got the same in another wave meanwhile, or is due to.
_CANCEL_DOUBLES = f"""
    UPDATE delivery SET state = 'cancelled', changed_at = :at
    WHERE dispatch = :dispatch AND state = 'expired' AND EXISTS (
        SELECT 1 FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
        WHERE d.letter = :letter AND d.kind = 'letter' AND d.id <> :dispatch AND d.purpose = :purpose
            AND (v.addressee = delivery.addressee OR v.mail_key = delivery.mail_key)
            AND v.state IN ({_RECIPIENT_STATES}))
    RETURNING id"""
_REOPEN = f"""
    UPDATE delivery SET state = 'queued', changed_at = :at
    WHERE dispatch = :dispatch AND state = 'expired' AND changed_at > :since AND NOT {IS_CANCELLED} RETURNING id"""
_HAS_HISTORY = "SELECT 1 FROM delivery WHERE dispatch = :dispatch AND state <> 'planned' LIMIT 1"
_DELETE_MAILING = "DELETE FROM dispatch WHERE id = :dispatch AND released_at IS NULL RETURNING id"
_SETTLE = f"""
    UPDATE delivery SET state = :state, claim = NULL, next_at = NULL, reply_text = :text, changed_at = :at,
        attempts = attempts * :keeps
    WHERE id = :delivery AND state = :from_state AND state <> 'sending' AND NOT (:state = 'queued' AND {IS_CANCELLED})
    RETURNING id"""
_NEXT_DUE = f"""
    SELECT min(next_at) FROM delivery
    WHERE dispatch = :dispatch AND state = 'deferred' AND claim IS NULL AND {NOT_HALTED}"""


def plan(
    db: Database, letter: str, wave: str, version: int, planned: Iterable[PlannedDelivery], at: dt.datetime
) -> Mailing | None:
    """Store a mailing and its deliveries as `planned`, replacing an earlier plan. None if it is released already."""
    values = {"letter": letter, "wave": wave, "version": version, "at": to_text(at)}
    row = db.execute(_ADD_MAILING, values).fetchone()
    if row is None:
        return None
    mailing = _MAILINGS.read(row)
    db.execute(_DELETE_PLANNED, {"dispatch": mailing.id})
    messages.forget_wires(db, mailing.id)
    _add_all(db, mailing.id, planned, at)
    return mailing


def add(db: Database, mailing: Mailing, planned: Iterable[PlannedDelivery]) -> bool:
    """Add deliveries to a planned mailing. False if it was released or planned again in the meantime."""
    values = {"dispatch": mailing.id, "planned_at": to_text(mailing.planned_at)}
    if db.execute(_STILL_PLANNED, values).fetchone() is None:
        return False
    _add_all(db, mailing.id, planned, mailing.planned_at)
    return True


def _add_all(db: Database, mailing: int, planned: Iterable[PlannedDelivery], at: dt.datetime) -> None:
    wires: dict[Wire, int] = {}
    planned_at = to_text(at)
    for delivery in planned:
        number = add_one(db, mailing, delivery, DeliveryState.PLANNED, planned_at)
        messages.put(db, mailing, number, delivery.wire, delivery.pieces, wires)


def add_one(db: Database, mailing: int, planned: PlannedDelivery, state: DeliveryState, at: str) -> int:
    """Add a delivery without its message, and return its id. `at` is a time as `times.to_text` writes it."""
    values = _PLANNED.values(planned) | {"dispatch": mailing, "state": state.value, "changed_at": at}
    values["mail_key"] = comparison_key(planned.address)
    number: int = db.execute(_ADD_DELIVERY, values | {"attempts": 0, "reply_text": ""}).fetchone()[0]
    return number


def find_mailing(db: Database, letter: str, wave: str) -> Mailing | None:
    """Return the mailing of a wave, None if there is none."""
    row = db.execute(_MAILING, {"letter": letter, "wave": wave}).fetchone()
    return _MAILINGS.read(row) if row else None


def mailing_by_id(db: Database, mailing: int) -> Mailing:
    """Return a mailing by its id, which must exist."""
    return _MAILINGS.read(db.execute(_MAILING_BY_ID, {"dispatch": mailing}).fetchone())


def mailings(db: Database, letter: str) -> tuple[Mailing, ...]:
    """Return a letter's mailings, oldest first."""
    return tuple(_MAILINGS.read(row) for row in db.execute(_MAILINGS_OF, {"letter": letter}).fetchall())


def deliveries(db: Database, mailing: int, after: int = 0, limit: int = NO_LIMIT) -> tuple[Delivery, ...]:
    """Return deliveries of a mailing with an id after `after`, in the order of addressees; by default all."""
    values = {"dispatch": mailing, "after": after, "number": limit}
    return tuple(DELIVERIES.read(row) for row in db.execute(_DELIVERIES_OF, values).fetchall())


def in_state(
    db: Database, mailing: int, state: DeliveryState, after: int = 0, limit: int = NO_LIMIT
) -> tuple[Delivery, ...]:
    """Return deliveries of a mailing in a state, with an id after `after`; by default all."""
    values = {"dispatch": mailing, "state": state, "after": after, "number": limit}
    return tuple(DELIVERIES.read(row) for row in db.execute(_IN_STATE, values).fetchall())


def events(db: Database, mailing: int, after: int = 0, limit: int = NO_LIMIT) -> tuple[DeliveryEvent, ...]:
    """Return events of a mailing's deliveries with an id after `after`, in order; by default all."""
    rows = db.execute(_EVENTS_OF, {"dispatch": mailing, "after": after, "number": limit}).fetchall()
    return tuple(_EVENTS.read(row) for row in rows)


def languages(db: Database, mailing: int, states: Collection[DeliveryState]) -> dict[str, int]:
    """Count the deliveries in these states by language."""
    by_language: dict[str, int] = {}
    for language, state, number in db.execute(_LANGUAGES, {"dispatch": mailing}).fetchall():
        if state in states:
            by_language[language] = by_language.get(language, 0) + number
    return by_language


def counts(db: Database, mailing: int) -> dict[DeliveryState, int]:
    """Count the deliveries by state, without states that have none."""
    return {DeliveryState(state): number for state, number in db.execute(_COUNTS, {"dispatch": mailing}).fetchall()}


def recipients(db: Database, letter: str, except_wave: str) -> frozenset[str]:
    """Return keys and email addresses (in lower case) of those who got this letter in another wave, may have got it, or
    are due to."""
    rows = db.execute(_RECIPIENTS, {"letter": letter, "wave": except_wave}).fetchall()
    return frozenset(key_or_address for row in rows for key_or_address in row if key_or_address)


def changed_recipients(db: Database, mailing: Mailing) -> tuple[str, ...]:
    """Return the names of recipients of a planned mailing who were removed since, or whose address changed."""
    rows = db.execute(_CHANGED_RECIPIENTS, {"letter": mailing.letter, "dispatch": mailing.id}).fetchall()
    return tuple(row[0] for row in rows)


def release(db: Database, mailing: int, planned_at: dt.datetime, at: dt.datetime) -> bool:
    """Release a mailing that was planned at `planned_at`. False if it was released or planned again since then."""
    values = {"dispatch": mailing, "planned_at": to_text(planned_at), "at": to_text(at)}
    if db.execute(_RELEASE_MAILING, values).fetchone() is None:
        return False
    values = {"dispatch": mailing, "at": to_text(at), "number": _RELEASE_BATCH}
    while db.execute(_RELEASE, values).rowcount == _RELEASE_BATCH:
        pass
    return True


def state_of(db: Database, delivery: int) -> DeliveryState:
    """Return the state of a delivery, which must exist."""
    return DeliveryState(db.execute("SELECT state FROM delivery WHERE id = :id", {"id": delivery}).fetchone()[0])


def note(db: Database, delivery: int, state: DeliveryState, text: str, at: dt.datetime) -> None:
    """Add an event to a delivery without changing its state."""
    _add_events(db, [delivery], state, text, at)


def close(db: Database, mailing: int, state: DeliveryState, text: str, at: dt.datetime) -> int:
    """Cancel or expire all deliveries that wait, including claimed ones. Returns how many."""
    rows = db.execute(_CLOSE, {"dispatch": mailing, "state": state, "at": to_text(at)}).fetchall()
    _add_events(db, [row[0] for row in rows], state, text, at)
    return len(rows)


def cancel_doubles(db: Database, mailing: Mailing, at: dt.datetime) -> None:
    """Cancel the expired deliveries of a mailing to people who got the same in another one meanwhile, so that nobody
    gets it twice when the deadline is moved."""
    if mailing.kind is not MailingKind.LETTER:
        return
    values = {"dispatch": mailing.id, "letter": mailing.letter, "purpose": mailing.purpose, "at": to_text(at)}
    rows = db.execute(_CANCEL_DOUBLES, values).fetchall()
    _add_events(db, [row[0] for row in rows], DeliveryState.CANCELLED, "got the letter in another wave", at)


def reopen(db: Database, mailing: int, text: str, at: dt.datetime, since: dt.datetime | None = None) -> int:
    """Queue expired deliveries again, because the deadline was moved; with `since` only those that expired after it.
    Returns how many; 0 for a cancelled wave."""
    values = {"dispatch": mailing, "at": to_text(at), "since": to_text(since) if since else ""}
    rows = db.execute(_REOPEN, values).fetchall()
    _add_events(db, [row[0] for row in rows], DeliveryState.QUEUED, text, at)
    return len(rows)


def delete_planned(db: Database, mailing: Mailing) -> bool:
    """Delete a mailing that was never released, with its planned deliveries. False if it was released, or planned or
    cancelled meanwhile."""
    values = {"dispatch": mailing.id, "planned_at": to_text(mailing.planned_at)}
    if db.execute(_STILL_PLANNED, values).fetchone() is None or db.execute(_HAS_HISTORY, values).fetchone():
        return False
    db.execute(_DELETE_PLANNED, values)
    messages.forget_wires(db, mailing.id)
    return db.execute(_DELETE_MAILING, values).fetchone() is not None


def settle(
    db: Database, delivery: int, from_state: DeliveryState, state: DeliveryState, text: str, at: dt.datetime
) -> bool:
    """Set a delivery's state by a person's decision. False if it is no longer in `from_state`, or would be queued
    although its wave is cancelled.

    A delivery that is queued again starts with 0 attempts.
    """
    values = {"delivery": delivery, "from_state": from_state, "state": state, "text": text, "at": to_text(at)}
    if db.execute(_SETTLE, values | {"keeps": int(state is not DeliveryState.QUEUED)}).fetchone() is None:
        return False
    _add_events(db, [delivery], state, text, at)
    return True


def next_due(db: Database, mailing: int) -> dt.datetime | None:
    """Return when the next deferred delivery is due; None if there is none, or while the mailing is halted."""
    text = db.execute(_NEXT_DUE, {"dispatch": mailing}).fetchone()[0]
    return from_text(text) if text else None


def _add_events(db: Database, ids: Sequence[int], state: DeliveryState, text: str, at: dt.datetime) -> None:
    for delivery in ids:
        values = {
            "delivery": delivery,
            "at": to_text(at),
            "state": state,
            "stage": "",
            "reply_code": None,
            "text": text,
        }
        db.execute(ADD_EVENT, values)
