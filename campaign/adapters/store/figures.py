"""How many sign-ons and emails there are in each state: numbers only, nothing about anybody."""

from collections.abc import Mapping

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import counts

_EMAILS = """
    SELECT d.letter, d.kind, v.state, count(*) FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    GROUP BY d.letter, d.kind, v.state"""


def signons(db: Database) -> Mapping[tuple[str, ...], float]:
    """Return the number of sign-ons by letter, kind and state."""
    return {(letter, kind, state): number for (letter, kind, state), number in counts.every(db).items()}


def emails(db: Database) -> Mapping[tuple[str, ...], float]:
    """Return the number of emails by letter, kind of mailing and state."""
    return {(letter, kind, state): number for letter, kind, state, number in db.execute(_EMAILS).fetchall()}


def can_read(db: Database) -> None:
    """Read something small. Raises StoreError if the database does not answer."""
    db.execute("SELECT 1 FROM signon_count LIMIT 1").fetchall()
