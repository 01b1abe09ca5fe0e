"""The only module that adds, removes, or changes the state of a sign-on: row, count and record together."""

from collections.abc import Callable

from campaign.adapters.store.columns import insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import counts, record
from campaign.adapters.store.signons.rows import ANSWERS, SIGNON
from campaign.adapters.store.times import to_number
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOn, SignOnKind
from campaign.core.signons.record import RecordEvent, RecordLine
from campaign.core.signons.states import may_follow

_CREATE = f"{insert('signon', (*SIGNON.without('id'), 'position'))} RETURNING id"
_MOVE = """
    UPDATE signon SET state = :state, kind = :kind, listed_at = CASE WHEN :state = 'listed' THEN :at ELSE listed_at END,
                      merged_into = CASE WHEN :state = 'withdrawn' THEN merged_into ELSE NULL END
    WHERE id = :signon AND state = :before RETURNING id"""
_FORGET_PROPOSAL = "DELETE FROM proposed_change WHERE signon = :signon"
_REMOVE_SIGNER = "DELETE FROM signer WHERE signon = :signon"
_REMOVE = "DELETE FROM signon WHERE id = :signon"


def create(
    db: Database,
    new: NewSignOn,
    line: RecordLine,
    position: int = 0,
    then: Callable[[int], object] = lambda _: None,
) -> int:
    """Add a sign-on at `line.at`, and return its id, which is also written into the line.

    `position` is its position in the coordinator's table, 0 if it is not from there. `then` is called with the id, and
    writes what else belongs to the sign-on before the line proves it.
    """
    at = to_number(line.at)
    listed_at = at if new.state is SignOnState.LISTED else None
    more = {"position": position, "quote": "", "held": 0, "agreed": None, "merged_into": None}
    more |= {"created_at": at, "listed_at": listed_at}
    number: int = db.execute(_CREATE, ANSWERS.values(new) | more).fetchone()[0]
    counts.move(db, new.letter, new.kind, new.state, 1)
    then(number)
    record.add(db, RecordLine(line.at, line.letter, number, line.event, line.actor, line.facts, line.private))
    return number


def transition(
    db: Database,
    known: SignOn,
    state: SignOnState,
    line: RecordLine,
    *,
    cause: RecordEvent | None = None,
    kind: SignOnKind | None = None,
    then: Callable[[], object] = lambda: None,
) -> bool:
    """Move the sign-on `known` to `state` at `line.at`.

    `cause` is the event that the table of states must allow, if it differs from the line's. `kind` is given if an
    individual's sign-on becomes an organisation's, or the other way round. `then` writes what else changes with it,
    before the line proves the result.

    Returns False, and changes nothing, if the table of states (`core.signons.states`) does not allow the change, or if
    the state of the sign-on is no longer that of `known`.
    """
    if not may_follow(known.state, state, cause or line.event):
        return False
    kind = kind or known.kind
    values = {"signon": known.id, "before": known.state.value, "state": state.value, "kind": kind.value}
    if db.execute(_MOVE, values | {"at": to_number(line.at)}).fetchone() is None:
        return False
    counts.move(db, known.letter, known.kind, known.state, -1)
    counts.move(db, known.letter, kind, state, 1)
    if known.state is SignOnState.LISTED and state is not known.state:  # only what is listed has a proposed change
        db.execute(_FORGET_PROPOSAL, {"signon": known.id})
    then()
    record.add(db, line)
    return True


def remove(db: Database, known: SignOn, line: RecordLine) -> None:
    """Delete a sign-on and its signer; its lines in the record stay."""
    counts.move(db, known.letter, known.kind, known.state, -1)
    record.add(db, line)
    db.execute(_FORGET_PROPOSAL, {"signon": known.id})
    db.execute(_REMOVE_SIGNER, {"signon": known.id})
    db.execute(_REMOVE, {"signon": known.id})
