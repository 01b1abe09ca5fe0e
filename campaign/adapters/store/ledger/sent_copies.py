"""Copies of sent emails in the mailbox: which are still to be made."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.times import from_text

_MISSING = """
    SELECT v.id, v.message_id, coalesce(
        (SELECT min(e.at) FROM delivery_event AS e WHERE e.delivery = v.id AND e.state = 'sent'), v.changed_at)
    FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE v.id > :after AND v.state IN ('sent', 'bounced') AND d.kind = 'letter'
        AND NOT EXISTS (SELECT 1 FROM sent_copy AS c WHERE c.delivery = v.id)
    ORDER BY v.id LIMIT :number"""
# Only what was sent lately: a few events at the end of the table.
_MISSING_LATELY = """
    SELECT v.id, v.message_id, min(e.at)
    FROM delivery_event AS e JOIN delivery AS v ON v.id = e.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE e.id > :event AND e.id <= :newest AND e.state = 'sent' AND v.id > :after AND v.state IN ('sent', 'bounced')
        AND d.kind = 'letter' AND NOT EXISTS (SELECT 1 FROM sent_copy AS c WHERE c.delivery = v.id)
    GROUP BY v.id, v.message_id ORDER BY v.id LIMIT :number"""
_NEWEST_EVENT = "SELECT coalesce(max(id), 0) FROM delivery_event"
_ADD = "INSERT INTO sent_copy (delivery) VALUES (:delivery) ON CONFLICT (delivery) DO NOTHING"


@dataclass(frozen=True, slots=True)
class MissingCopy:
    """A sent email that has no copy yet."""

    delivery: int
    """The id of its delivery."""
    message_id: str
    sent_at: dt.datetime
    """When the mail server accepted it, aware UTC."""


def missing(db: Database, after: int, number: int) -> tuple[MissingCopy, ...]:
    """Sent emails of the letters without a copy, by id above `after`; at most `number`."""
    rows = db.execute(_MISSING, {"after": after, "number": number}).fetchall()
    return tuple(MissingCopy(delivery, message_id, from_text(at)) for delivery, message_id, at in rows)


def missing_lately(db: Database, event: int, newest: int, after: int, number: int) -> tuple[MissingCopy, ...]:
    """As `missing`, but only what the events after `event` and up to `newest` say was sent."""
    values = {"event": event, "newest": newest, "after": after, "number": number}
    rows = db.execute(_MISSING_LATELY, values).fetchall()
    return tuple(MissingCopy(delivery, message_id, from_text(at)) for delivery, message_id, at in rows)


def newest_event(db: Database) -> int:
    """The id of the last event of any delivery; 0 without one."""
    number: int = db.execute(_NEWEST_EVENT).fetchone()[0]
    return number


def note(db: Database, delivery: int) -> None:
    """Record that the copy of a delivery is in the mailbox."""
    db.execute(_ADD, {"delivery": delivery})
