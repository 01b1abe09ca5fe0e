"""Counts of sign-ons by kind and state, updated with each change."""

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import submissions
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind

_MOVE = """
    INSERT INTO signon_count (letter, kind, state, number) VALUES (:letter, :kind, :state, :more)
    ON CONFLICT (letter, kind, state) DO UPDATE SET number = signon_count.number + excluded.number"""
_OF = "SELECT state, number FROM signon_count WHERE letter = :letter AND kind = :kind AND number <> 0"

_EVERY = "SELECT letter, kind, state, number FROM signon_count"
_RECOUNT = "SELECT letter, kind, state, count(*) FROM signon GROUP BY letter, kind, state"


def move(db: Database, letter: str, kind: SignOnKind, state: SignOnState, more: int) -> None:
    """Add `more` (or subtract it, if negative) to the count of a state. Called by `transitions` only."""
    db.execute(_MOVE, {"letter": letter, "kind": kind.value, "state": state.value, "more": more})


def of(db: Database, letter: str, kind: SignOnKind) -> dict[SignOnState, int]:
    """Return the counts of a letter by state, without states that have none."""
    rows = db.execute(_OF, {"letter": letter, "kind": kind.value}).fetchall()
    return {SignOnState(state): number for state, number in rows}


def of_board(db: Database, letter: str, kind: SignOnKind) -> dict[SignOnState, int]:
    """Return the counts as the board shows them: forms that wait for a confirmation are pending."""
    numbers = of(db, letter, kind)
    pending = numbers.get(SignOnState.PENDING, 0) + submissions.count_waiting(db, letter, kind)
    return numbers | ({SignOnState.PENDING: pending} if pending else {})


def every(db: Database) -> dict[tuple[str, str, str], int]:
    """Return all counts, by letter, kind and state."""
    return {(letter, kind, state): number for letter, kind, state, number in db.execute(_EVERY).fetchall()}


def recount(db: Database) -> dict[tuple[str, str, str], int]:
    """Count all sign-ons again, by letter, kind and state; reads every row."""
    return {(letter, kind, state): number for letter, kind, state, number in db.execute(_RECOUNT).fetchall()}
