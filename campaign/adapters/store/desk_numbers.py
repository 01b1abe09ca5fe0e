"""The numbers of the desk's first page and of its header: counters and indexes only, for stores of any size."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.times import from_text

_DAY = 86_400_000_000  # in microseconds
_START = dt.date(1970, 1, 1)
_LISTED_BY_DAY = """
    SELECT (listed_at + :shift) / :day, count(*) FROM signon
    WHERE letter = :letter AND kind = 'organisation' AND state = 'listed' AND listed_at IS NOT NULL
    GROUP BY 1 ORDER BY 1"""
_UNCERTAIN = """
    SELECT count(*) FROM dispatch AS d JOIN delivery AS v ON v.dispatch = d.id AND v.state = 'uncertain'
    WHERE d.letter = :letter"""
_ADDRESSEES = "SELECT count(*) FROM addressee WHERE letter = :letter"
# As `core.delivery.reach` decides: by key or by email address, an email that arrived, may have, or waits.
_REACHED = """FROM dispatch AS d JOIN delivery AS v ON v.dispatch = d.id
    WHERE d.letter = :letter AND d.kind = 'letter'
    AND v.state IN ('sent', 'uncertain', 'sending', 'queued', 'deferred')"""
_MISSED = f"""
    SELECT count(*) FROM addressee AS a WHERE a.letter = :letter AND a.mail <> ''
    AND a.key NOT IN (SELECT v.addressee {_REACHED}) AND lower(a.mail) NOT IN (SELECT lower(v.mail) {_REACHED})
    AND EXISTS (SELECT 1 FROM dispatch AS d WHERE d.letter = :letter AND d.kind = 'letter'
                AND d.purpose = 'first' AND d.released_at IS NOT NULL)"""
_NEWEST_REPLIES = """
    SELECT r.id, r.addressee, v.name, r.at, r.text
    FROM reply AS r JOIN delivery AS v ON v.id = r.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND r.kind = 'person' ORDER BY r.id DESC LIMIT :most"""


@dataclass(frozen=True, slots=True)
class NewestReply:
    """A reply of a person, for a list."""

    id: int
    addressee: str
    """The addressee's key."""
    name: str
    at: dt.datetime
    text: str


def listed_by_day(db: Database, letter: str, shift: dt.timedelta) -> tuple[tuple[dt.date, int], ...]:
    """Return how many of the listed organisations were listed on each day, oldest first. `shift` is the zone's."""
    values = {"letter": letter, "shift": shift // dt.timedelta(microseconds=1), "day": _DAY}
    rows = db.execute(_LISTED_BY_DAY, values).fetchall()
    return tuple((_START + dt.timedelta(days=int(day)), int(number)) for day, number in rows)


def count_uncertain(db: Database, letter: str) -> int:
    """Return how many deliveries of a letter are uncertain."""
    return int(db.execute(_UNCERTAIN, {"letter": letter}).fetchone()[0])


def count_addressees(db: Database, letter: str) -> int:
    """Return how many addressees a letter has."""
    return int(db.execute(_ADDRESSEES, {"letter": letter}).fetchone()[0])


def count_missed(db: Database, letter: str) -> int:
    """Return how many addressees with an email address have not had the letter; 0 before its first wave is released."""
    return int(db.execute(_MISSED, {"letter": letter}).fetchone()[0])


def newest_replies(db: Database, letter: str, most: int) -> tuple[NewestReply, ...]:
    """Return the newest replies of people to a letter, newest first."""
    rows = db.execute(_NEWEST_REPLIES, {"letter": letter, "most": most}).fetchall()
    return tuple(NewestReply(row[0], row[1], row[2], from_text(row[3]), row[4]) for row in rows)
