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


def note(db: Database, delivery: int) -> None:
    """Record that the copy of a delivery is in the mailbox."""
    db.execute(_ADD, {"delivery": delivery})
