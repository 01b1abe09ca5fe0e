"""Public facts about a letter: how many individuals signed each version, and whether it was delivered."""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import counts
from campaign.adapters.store.times import from_text
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind

_PEOPLE_UNDER = "SELECT count(*) FROM signon WHERE version = :version AND kind = 'person' AND state = 'listed'"
_DELIVERY_SUMMARY = """
    SELECT count(DISTINCT v.addressee), min((
        SELECT min(e.at) FROM delivery_event AS e WHERE e.delivery = v.id AND e.state = 'sent'))
    FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND v.state = 'sent'"""

# Every public change changes one of these. Each needs one step in an index, or a short table.
_STAMP = """
    SELECT (SELECT max(number) FROM record), (SELECT max(id) FROM version), (SELECT max(id) FROM delivery_event),
           (SELECT count(closed_at) + count(adopted_at) FROM change),
           (SELECT count(*) FROM addressee), (SELECT max(changed_at) FROM addressee),
           (SELECT max(id) FROM position), (SELECT count(*) FROM position),
           (SELECT max(id) FROM reply), (SELECT count(*) FROM reply WHERE proof <> 'claim')"""


def stamp(db: Database) -> tuple[object, ...]:
    """Return a value that differs whenever public data changed, and sometimes if it did not."""
    return tuple(db.execute(_STAMP).fetchone())


def people_by_version(db: Database, letter: str, versions: tuple[int, ...]) -> dict[int, int]:
    """Count the individuals listed under each version of a letter.

    `versions` are all ids of the letter, oldest first. Those under the newest, usually most, are derived from the
    counts of the letter, not counted row by row.
    """
    *earlier, newest = versions
    by_version: dict[int, int] = {
        version: db.execute(_PEOPLE_UNDER, {"version": version}).fetchone()[0] for version in earlier
    }
    every = counts.of(db, letter, SignOnKind.PERSON).get(SignOnState.LISTED, 0)
    return by_version | {newest: every - sum(by_version.values())}


def count_people(db: Database, letter: str, version: int | None) -> int:
    """Count the individuals listed under a version. With None, under the letter before anything is frozen."""
    if version is None:
        return counts.of(db, letter, SignOnKind.PERSON).get(SignOnState.LISTED, 0)
    number: int = db.execute(_PEOPLE_UNDER, {"version": version}).fetchone()[0]
    return number


def delivery_summary(db: Database, letter: str) -> tuple[dt.datetime, int] | None:
    """Return when the letter was first sent to an addressee, and to how many; None if it was sent to nobody."""
    number, at = db.execute(_DELIVERY_SUMMARY, {"letter": letter}).fetchone()
    return (from_text(at), number) if number and at else None
