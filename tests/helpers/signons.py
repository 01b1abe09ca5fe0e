"""Moving sign-ons through their states."""

import datetime as dt

from campaign.adapters.store import Store, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.transitions import transition
from campaign.core.signatories import SignOnState
from campaign.core.signons.record import Actor, RecordEvent, record_line


def move(store: Store, signon: int, state: SignOnState, event: RecordEvent, actor: Actor, at: dt.datetime) -> bool:
    """Move a sign-on to a state. Returns whether that was possible."""
    return store.write(_move, signon, state, event, actor, at)


def _move(db: Database, signon: int, state: SignOnState, event: RecordEvent, actor: Actor, at: dt.datetime) -> bool:
    known = signons.one(db, signon)
    return known is not None and transition(db, known, state, record_line(known, event, actor, at))
