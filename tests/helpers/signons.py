"""Moving sign-ons through their states."""

import datetime as dt

from campaign.adapters.store import Store, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import additions, public_form, submissions
from campaign.adapters.store.signons.transitions import transition
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn
from campaign.core.signons.record import Actor, RecordEvent, record_line


def move(store: Store, signon: int, state: SignOnState, event: RecordEvent, actor: Actor, at: dt.datetime) -> bool:
    """Move a sign-on to a state. Returns whether that was possible."""
    return store.write(_move, signon, state, event, actor, at)


def _move(db: Database, signon: int, state: SignOnState, event: RecordEvent, actor: Actor, at: dt.datetime) -> bool:
    known = signons.one(db, signon)
    return known is not None and transition(db, known, state, record_line(known, event, actor, at))


def enter_confirmed(store: Store, new: NewSignOn, at: dt.datetime) -> int:
    """Enter a sign-on as the coordinator does, and confirm it with the link. Returns the id of the sign-on."""
    submission = store.write(additions.enter, new, at)
    assert submission is not None
    return confirm_submission(store, submission, at)


def confirm_submission(store: Store, submission: int, at: dt.datetime) -> int:
    """Confirm a form with its link. Returns the id of the sign-on."""
    waiting = store.read(submissions.one, submission)
    assert waiting is not None
    signon = store.write(public_form.confirm_submission, submission, waiting.seed, at)
    assert signon is not None
    return signon
