"""Single deliveries and pages of them, for pages that people look at: found by an index in a store of any size."""

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger.deliveries import DELIVERIES
from campaign.adapters.store.times import from_text
from campaign.core.delivery.records import Delivery, DeliveryEvent
from campaign.core.delivery.states import DeliveryState

_ONE = f"SELECT {DELIVERIES.select()} FROM delivery WHERE id = :delivery"
_BEFORE = "SELECT max(id) FROM delivery WHERE dispatch = :mailing AND id < :before"
_AFTER = "SELECT min(id) FROM delivery WHERE dispatch = :mailing AND id > :after"
_EVENTS = """
    SELECT id, delivery, at, state, stage, reply_code, text FROM delivery_event
    WHERE delivery = :delivery ORDER BY id"""
_IN_STATE = f"""
    SELECT {DELIVERIES.select("v")}, d.wave FROM dispatch AS d
    JOIN delivery AS v ON v.dispatch = d.id AND v.state = :state
    WHERE d.letter = :letter AND v.id > :after ORDER BY v.id LIMIT :number"""


def one(db: Database, delivery: int) -> Delivery | None:
    """Return a delivery by its id."""
    row = db.execute(_ONE, {"delivery": delivery}).fetchone()
    return DELIVERIES.read(row) if row else None


def neighbours(db: Database, delivery: Delivery) -> tuple[int, int]:
    """Return the ids of the deliveries before and after one in its mailing; 0 where there is none."""
    values = {"mailing": delivery.mailing, "before": delivery.id, "after": delivery.id}
    return db.execute(_BEFORE, values).fetchone()[0] or 0, db.execute(_AFTER, values).fetchone()[0] or 0


def history(db: Database, delivery: Delivery) -> tuple[DeliveryEvent, ...]:
    """Return what happened to a delivery, oldest first."""
    rows = db.execute(_EVENTS, {"delivery": delivery.id}).fetchall()
    return tuple(
        DeliveryEvent(row[0], row[1], delivery.name, from_text(row[2]), DeliveryState(row[3]), row[4], row[5], row[6])
        for row in rows
    )


def of_letter_in_state(
    db: Database, letter: str, state: DeliveryState, after: int, limit: int
) -> tuple[tuple[Delivery, str], ...]:
    """Return deliveries of all mailings of a letter in a state, with the names of their mailings."""
    values = {"letter": letter, "state": state, "after": after, "number": limit}
    return tuple((DELIVERIES.read(row[:-1]), row[-1]) for row in db.execute(_IN_STATE, values).fetchall())
