"""What tells a reader of the organisations' names which of them have changed since it looked."""

from campaign.adapters.store.database import Database

_LAST = "SELECT max(number) FROM record"
_DIRECTORY = "SELECT count(*), max(changed_at) FROM organisation"
_CHANGED = """
    SELECT DISTINCT r.signon FROM record AS r JOIN signon AS s ON s.id = r.signon
    WHERE r.number > :number AND s.kind = 'organisation' AND s.letter = :letter"""


def last_number(db: Database) -> int:
    """Return the number of the record's newest entry, 0 if there is none."""
    return int(db.execute(_LAST).fetchone()[0] or 0)


def directory_mark(db: Database) -> tuple[int, str]:
    """Return what changes whenever the directory does."""
    number, at = db.execute(_DIRECTORY).fetchone()
    return int(number), str(at or "")


def changed_since(db: Database, letter: str, number: int) -> tuple[int, ...]:
    """Return the organisations' sign-ons that the record is about after an entry."""
    rows = db.execute(_CHANGED, {"letter": letter, "number": number}).fetchall()
    return tuple(row[0] for row in rows)
