"""Dispatches and deliveries: the ledger. The row is the truth; a mailer only ever moves a row that it holds.

What a mailer writes while it works stands in `handover`.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from campaign.adapters.store.columns import LINES, Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import messages
from campaign.adapters.store.times import from_text, to_text
from campaign.core.delivery.records import Delivery, DeliveryEvent, Mailing, PlannedDelivery
from campaign.core.delivery.states import REACHED, WAITING, DeliveryState
from campaign.core.message.wire import Wire

NO_LIMIT = 2**62

_MAILINGS = Columns(Mailing, signatories=LINES)
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
_ADD_DELIVERY = f"{insert('delivery', DELIVERIES.without('id', 'next_at', 'reply_code'))} RETURNING id"
ADD_EVENT = insert("delivery_event", _EVENTS.without("id", "name"))

_MAILING = f"SELECT {_MAILINGS.select()} FROM dispatch WHERE letter = :letter AND wave = :wave"
_MAILING_BY_ID = f"SELECT {_MAILINGS.select()} FROM dispatch WHERE id = :dispatch"
_MAILINGS_OF = f"SELECT {_MAILINGS.select()} FROM dispatch WHERE letter = :letter ORDER BY id"
# The sum keeps a database from an index by dispatch, after which it would sort the whole wave for each part of it.
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
_RECIPIENTS = f"""
    SELECT DISTINCT v.addressee, v.mail FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
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
# Rows that one statement changes: SQLite keeps what they were in memory until it has ended.
_RELEASE_BATCH = 10_000
# Asked in the very statement that lets a body out: after a pause is on disk, no further one begins.
NOT_PAUSED = "NOT EXISTS (SELECT 1 FROM dispatch AS d WHERE d.id = delivery.dispatch AND d.paused_at IS NOT NULL)"
_CLOSE = """
    UPDATE delivery SET state = :state, claim = NULL, next_at = NULL, changed_at = :at
    WHERE dispatch = :dispatch AND state IN ('planned', 'queued', 'deferred') RETURNING id"""
_SETTLE = """
    UPDATE delivery SET state = :state, claim = NULL, next_at = NULL, reply_text = :text, changed_at = :at,
        attempts = attempts * :keeps
    WHERE id = :delivery AND state = :from_state AND state <> 'sending' RETURNING id"""
_NEXT_DUE = f"""
    SELECT min(next_at) FROM delivery
    WHERE dispatch = :dispatch AND state = 'deferred' AND claim IS NULL AND {NOT_PAUSED}"""


def plan(
    db: Database, letter: str, wave: str, version: int, mails: Iterable[PlannedDelivery], at: dt.datetime
) -> Mailing | None:
    """Keep a dispatch and its mails as `planned`, in place of an earlier plan. None when it is already released."""
    values = {"letter": letter, "wave": wave, "version": version, "at": to_text(at)}
    row = db.execute(_ADD_MAILING, values).fetchone()
    if row is None:
        return None
    mailing = _MAILINGS.read(row)
    db.execute(_DELETE_PLANNED, {"dispatch": mailing.id})
    messages.forget_wires(db, mailing.id)
    _add_all(db, mailing.id, mails, at)
    return mailing


def add(db: Database, mailing: Mailing, mails: Iterable[PlannedDelivery]) -> bool:
    """Keep further mails of a dispatch that is as it was planned. False when it was released or planned anew since."""
    values = {"dispatch": mailing.id, "planned_at": to_text(mailing.planned_at)}
    if db.execute(_STILL_PLANNED, values).fetchone() is None:
        return False
    _add_all(db, mailing.id, mails, mailing.planned_at)
    return True


def _add_all(db: Database, mailing: int, mails: Iterable[PlannedDelivery], at: dt.datetime) -> None:
    wires: dict[Wire, int] = {}
    planned_at = to_text(at)
    for mail in mails:
        delivery = add_one(db, mailing, mail, DeliveryState.PLANNED, planned_at)
        messages.put(db, mailing, delivery, mail.wire, mail.pieces, wires)


def add_one(db: Database, mailing: int, mail: PlannedDelivery, state: DeliveryState, at: str) -> int:
    """Keep a mail's delivery, without its message, and return its id. `at` is a time as the store keeps it."""
    values = _PLANNED.values(mail) | {"dispatch": mailing, "state": state.value, "changed_at": at}
    number: int = db.execute(_ADD_DELIVERY, values | {"attempts": 0, "reply_text": ""}).fetchone()[0]
    return number


def find_mailing(db: Database, letter: str, wave: str) -> Mailing | None:
    """The dispatch of a wave."""
    row = db.execute(_MAILING, {"letter": letter, "wave": wave}).fetchone()
    return _MAILINGS.read(row) if row else None


def mailing_by_id(db: Database, mailing: int) -> Mailing:
    """A dispatch by its id, which must be known."""
    return _MAILINGS.read(db.execute(_MAILING_BY_ID, {"dispatch": mailing}).fetchone())


def mailings(db: Database, letter: str) -> tuple[Mailing, ...]:
    """A letter's dispatches, oldest first."""
    return tuple(_MAILINGS.read(row) for row in db.execute(_MAILINGS_OF, {"letter": letter}).fetchall())


def deliveries(db: Database, mailing: int, after: int = 0, limit: int = NO_LIMIT) -> tuple[Delivery, ...]:
    """The next deliveries of a dispatch after one's id, in the order of addressees; by default all of them."""
    values = {"dispatch": mailing, "after": after, "number": limit}
    return tuple(DELIVERIES.read(row) for row in db.execute(_DELIVERIES_OF, values).fetchall())


def in_state(
    db: Database, mailing: int, state: DeliveryState, after: int = 0, limit: int = NO_LIMIT
) -> tuple[Delivery, ...]:
    """The next deliveries of a dispatch that stand in one state."""
    values = {"dispatch": mailing, "state": state, "after": after, "number": limit}
    return tuple(DELIVERIES.read(row) for row in db.execute(_IN_STATE, values).fetchall())


def events(db: Database, mailing: int, after: int = 0, limit: int = NO_LIMIT) -> tuple[DeliveryEvent, ...]:
    """The next events of a dispatch's deliveries after one's id, in order; by default all of them."""
    rows = db.execute(_EVENTS_OF, {"dispatch": mailing, "after": after, "number": limit}).fetchall()
    return tuple(_EVENTS.read(row) for row in rows)


def languages(db: Database, mailing: int, states: Collection[DeliveryState]) -> dict[str, int]:
    """How many of the deliveries in these states are written in each language."""
    by_language: dict[str, int] = {}
    for language, state, number in db.execute(_LANGUAGES, {"dispatch": mailing}).fetchall():
        if state in states:
            by_language[language] = by_language.get(language, 0) + number
    return by_language


def counts(db: Database, mailing: int) -> dict[DeliveryState, int]:
    """How many deliveries stand in each state; states with none are left out."""
    return {DeliveryState(state): number for state, number in db.execute(_COUNTS, {"dispatch": mailing}).fetchall()}


def recipients(db: Database, letter: str, except_wave: str) -> frozenset[str]:
    """Keys and mail addresses of those who have had this letter in another wave, may have had it, or are about to."""
    rows = db.execute(_RECIPIENTS, {"letter": letter, "wave": except_wave}).fetchall()
    return frozenset(key_or_address for row in rows for key_or_address in row)


def changed_recipients(db: Database, mailing: Mailing) -> tuple[str, ...]:
    """The names of those of a planned dispatch who are off the list since, or have another mail address."""
    rows = db.execute(_CHANGED_RECIPIENTS, {"letter": mailing.letter, "dispatch": mailing.id}).fetchall()
    return tuple(row[0] for row in rows)


def release(db: Database, mailing: int, planned_at: dt.datetime, at: dt.datetime) -> bool:
    """Let a dispatch go as it was planned at `planned_at`. False when it was released, or planned anew, since then."""
    values = {"dispatch": mailing, "planned_at": to_text(planned_at), "at": to_text(at)}
    if db.execute(_RELEASE_MAILING, values).fetchone() is None:
        return False
    values = {"dispatch": mailing, "at": to_text(at), "number": _RELEASE_BATCH}
    while db.execute(_RELEASE, values).rowcount == _RELEASE_BATCH:
        pass
    return True


def note(db: Database, delivery: int, state: DeliveryState, text: str, at: dt.datetime) -> None:
    """Add a line to a delivery's record without changing it."""
    _add_events(db, [delivery], state, text, at)


def close(db: Database, mailing: int, state: DeliveryState, text: str, at: dt.datetime) -> int:
    """Cancel or expire all that waits in a dispatch, also what a mailer has only claimed. Returns how many."""
    rows = db.execute(_CLOSE, {"dispatch": mailing, "state": state, "at": to_text(at)}).fetchall()
    _add_events(db, [row[0] for row in rows], state, text, at)
    return len(rows)


def settle(
    db: Database, delivery: int, from_state: DeliveryState, state: DeliveryState, text: str, at: dt.datetime
) -> bool:
    """Move a delivery by a person's word. False when it is no longer in `from_state`. What goes again begins anew."""
    values = {"delivery": delivery, "from_state": from_state, "state": state, "text": text, "at": to_text(at)}
    if db.execute(_SETTLE, values | {"keeps": int(state is not DeliveryState.QUEUED)}).fetchone() is None:
        return False
    _add_events(db, [delivery], state, text, at)
    return True


def next_due(db: Database, mailing: int) -> dt.datetime | None:
    """When the next deferred delivery is due; None while the dispatch is paused."""
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
