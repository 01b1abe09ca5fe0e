"""The newest time in the database: a clock that shows an earlier time is wrong."""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.times import from_text

_NEWEST = """
    SELECT max(at) FROM (
        SELECT max(at) AS at FROM delivery_event
        UNION ALL SELECT max(frozen_at) FROM version
        UNION ALL SELECT max(changed_at) FROM addressee
        UNION ALL SELECT max(changed_at) FROM organisation
    ) AS written"""


def newest_at(db: Database) -> dt.datetime | None:
    """Return when something was last written, in UTC; None if the database is empty."""
    text = db.execute(_NEWEST).fetchone()[0]
    return None if text is None else from_text(text)
