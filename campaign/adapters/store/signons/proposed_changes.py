"""Changes that signers of listed sign-ons proposed, until somebody of the team approves or discards them."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import record
from campaign.adapters.store.signons.confirm_and_correct import correct
from campaign.adapters.store.signons.rows import one
from campaign.adapters.store.times import from_number, to_number
from campaign.core.signons import SignOn
from campaign.core.signons.proposed_change import ProposedChange
from campaign.core.signons.record import Actor, RecordEvent, record_line

_COLUMNS = "signon, fields, proposed_at"
_OF_SIGNON = f"SELECT {_COLUMNS} FROM proposed_change WHERE signon = :signon"
_OF_LETTER = f"SELECT {_COLUMNS} FROM proposed_change WHERE letter = :letter ORDER BY proposed_at, signon LIMIT :most"
_COUNT = "SELECT count(*) FROM proposed_change WHERE letter = :letter"
_PUT = """
    INSERT INTO proposed_change (signon, letter, fields, proposed_at) VALUES (:signon, :letter, :fields, :at)
    ON CONFLICT (signon) DO UPDATE SET fields = excluded.fields, proposed_at = excluded.proposed_at"""
_DELETE = "DELETE FROM proposed_change WHERE signon = :signon"


def of_signon(db: Database, signon: int) -> ProposedChange | None:
    """Return the change that waits; None for none."""
    row = db.execute(_OF_SIGNON, {"signon": signon}).fetchone()
    return _read(row) if row else None


def of_letter(db: Database, letter: str, limit: int = 100) -> tuple[ProposedChange, ...]:
    """Return the changes that wait, oldest first."""
    rows = db.execute(_OF_LETTER, {"letter": letter, "most": limit}).fetchall()
    return tuple(_read(row) for row in rows)


def count(db: Database, letter: str) -> int:
    """Count the changes that wait."""
    number: int = db.execute(_COUNT, {"letter": letter}).fetchone()[0]
    return number


def propose(db: Database, at_once: SignOn, waiting: Mapping[str, str], at: dt.datetime) -> tuple[bool, bool]:
    """Change how a listed sign-on appears at once, and store what waits in place of an earlier proposal.

    Returns whether the page changes, and whether the proposal does.
    """
    before = of_signon(db, at_once.id)
    has_changed = correct(db, at_once, Actor.SIGNER, at)
    if dict(before.fields if before else {}) == dict(waiting):
        return has_changed, False
    forget(db, at_once.id)
    event = RecordEvent.DISCARDED
    if waiting:
        event, fields = RecordEvent.PROPOSED, json.dumps(dict(waiting), ensure_ascii=False)
        values = {"signon": at_once.id, "letter": at_once.letter, "fields": fields, "at": to_number(at)}
        db.execute(_PUT, values)
    record.add(db, record_line(at_once, event, Actor.SIGNER, at, _facts(waiting)))
    return has_changed, True


def approve(db: Database, change: ProposedChange, by: str, at: dt.datetime) -> bool:
    """Make a proposed change as it was shown. False if it is no longer the same."""
    known = one(db, change.signon)
    if known is None or of_signon(db, change.signon) != change:
        return False
    forget(db, change.signon)
    correct(db, change.apply_to(known), Actor.COORDINATOR, at, by=by)
    return True


def discard(db: Database, change: ProposedChange, by: str, at: dt.datetime) -> bool:
    """Discard a proposed change; the page stays as it is. False if the change is no longer the same."""
    known = one(db, change.signon)
    if known is None or of_signon(db, change.signon) != change:
        return False
    forget(db, change.signon)
    record.add(db, record_line(known, RecordEvent.DISCARDED, Actor.COORDINATOR, at, _facts(change.fields) | {"by": by}))
    return True


def forget(db: Database, signon: int) -> None:
    """Delete the change that waits, if there is one."""
    db.execute(_DELETE, {"signon": signon})


def _facts(fields: Mapping[str, str]) -> dict[str, str]:
    """What the record says: the fields, not their values, which nobody has approved."""
    return {"fields": ", ".join(sorted(fields))} if fields else {}


def _read(row: tuple[Any, ...]) -> ProposedChange:
    return ProposedChange(row[0], json.loads(row[1]), from_number(row[2]))
