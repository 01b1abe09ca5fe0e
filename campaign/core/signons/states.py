"""What each deed may do to the state of a sign-on.

    invited -> opened -> pending -> confirmed -> listed
    invited, opened -> promised | declined, both of which may still sign
    listed -> confirmed only where the signer changes the name: it is looked at again
    pending, confirmed, listed -> refused, by the coordinator; or -> withdrawn, by whoever signed

A withdrawn one may sign again; a refused one is taken back by the coordinator. Whoever is erased, or is the second of
two that are merged, is withdrawn from any state. What the coordinator's table gave follows that table.
"""

from collections.abc import Iterable, Mapping

from campaign.core.signatories import SignOnState as State
from campaign.core.signons.record import RecordEvent

# Those that may sign through their personal link.
MAY_SIGN = (State.INVITED, State.OPENED, State.PROMISED, State.DECLINED, State.WITHDRAWN)
# Those that may get a reminder to answer: they were asked, and have said nothing.
SILENT = (State.INVITED, State.OPENED)
# Those that have signed in one way or another.
SIGNED = (State.PENDING, State.CONFIRMED, State.LISTED)
# Those that may sign through their personal link.
MAY_SIGN = (State.INVITED, State.OPENED, State.PROMISED, State.DECLINED, State.WITHDRAWN)

_Pairs = frozenset[tuple[State, State]]


def _pairs(before: Iterable[State], *after: State) -> _Pairs:
    return frozenset((earlier, later) for earlier in before for later in after)


_TRANSITIONS: Mapping[RecordEvent, _Pairs] = {
    RecordEvent.INVITED: _pairs(
        [State.INVITED], State.INVITED
    ),  # the contact of an organisation that the table invites
    RecordEvent.OPENED: _pairs([State.INVITED], State.OPENED),
    RecordEvent.PROMISED: _pairs([State.INVITED, State.OPENED, State.PROMISED, State.DECLINED], State.PROMISED),
    RecordEvent.DECLINED: _pairs([State.INVITED, State.OPENED, State.PROMISED], State.DECLINED),
    # Whoever has not confirmed and signs again is taken at the last word.
    RecordEvent.SIGNED: _pairs(MAY_SIGN, State.PENDING, State.CONFIRMED) | _pairs([State.PENDING], State.PENDING),
    RecordEvent.ENTERED: _pairs(MAY_SIGN, State.PENDING) | _pairs([State.REFUSED], State.CONFIRMED),
    RecordEvent.CONFIRMED: _pairs([State.PENDING], State.CONFIRMED),
    RecordEvent.LISTED: _pairs([State.CONFIRMED], State.LISTED),
    RecordEvent.CORRECTED: _pairs([State.LISTED], State.CONFIRMED),
    RecordEvent.REFUSED: _pairs(SIGNED, State.REFUSED),
    RecordEvent.WITHDRAWN: _pairs(SIGNED, State.WITHDRAWN),
    RecordEvent.MERGED: _pairs(State, State.WITHDRAWN),
    RecordEvent.ERASED: _pairs(State, State.WITHDRAWN),
    RecordEvent.IMPORTED: _pairs(State, *State),
}


def may_follow(state: State, following: State, event: RecordEvent) -> bool:
    """Whether a deed may move a sign-on from `state` to `following`. Deeds that move no state never may."""
    return (state, following) in _TRANSITIONS.get(event, ())
