"""The states of a sign-on, and which event may change which state.

    invited -> opened -> confirmed -> listed
    invited, opened -> promised | declined; both may still sign
    pending, confirmed, listed -> refused by the coordinator, or withdrawn by the signer

What the signer of a listed one changes waits as a proposed change, which leaves the state as it is.
A form that is not confirmed yet is a submission, which changes no sign-on; `pending` is what the board shows for it.
A withdrawn signer may sign again. Only the coordinator can enter a refused one again. Erasing a signer, or merging a
sign-on into another, withdraws it from any state. A sign-on from the coordinator's table follows that table.
"""

from collections.abc import Iterable, Mapping

from campaign.core.signatories import SignOnState as State
from campaign.core.signons.record import RecordEvent

# May sign with the personal link.
MAY_SIGN = (State.INVITED, State.OPENED, State.PROMISED, State.DECLINED, State.WITHDRAWN)
# May get a reminder: invited, without an answer.
SILENT = (State.INVITED, State.OPENED)
# Have signed, confirmed or not.
SIGNED = (State.PENDING, State.CONFIRMED, State.LISTED)

_Pairs = frozenset[tuple[State, State]]


def _pairs(before: Iterable[State], *after: State) -> _Pairs:
    return frozenset((earlier, later) for earlier in before for later in after)


_TRANSITIONS: Mapping[RecordEvent, _Pairs] = {
    RecordEvent.INVITED: _pairs([State.INVITED], State.INVITED),  # a contact for an organisation that the table invites
    RecordEvent.OPENED: _pairs([State.INVITED], State.OPENED),
    RecordEvent.PROMISED: _pairs([State.INVITED, State.OPENED, State.PROMISED, State.DECLINED], State.PROMISED),
    RecordEvent.DECLINED: _pairs([State.INVITED, State.OPENED, State.PROMISED], State.DECLINED),
    # A form changes nothing until it is confirmed. Only version 0.1.0 stored unconfirmed sign-ons, as pending.
    RecordEvent.SIGNED: _pairs((*MAY_SIGN, State.PENDING), State.CONFIRMED),
    RecordEvent.ENTERED: _pairs((*MAY_SIGN, State.PENDING, State.REFUSED), State.CONFIRMED),
    RecordEvent.CONFIRMED: _pairs([State.PENDING], State.CONFIRMED),
    RecordEvent.LISTED: _pairs([State.CONFIRMED], State.LISTED),
    RecordEvent.REFUSED: _pairs(SIGNED, State.REFUSED),
    RecordEvent.WITHDRAWN: _pairs(SIGNED, State.WITHDRAWN),
    RecordEvent.MERGED: _pairs(State, State.WITHDRAWN),
    RecordEvent.ERASED: _pairs(State, State.WITHDRAWN),
    RecordEvent.IMPORTED: _pairs(State, *State),
}


def may_follow(state: State, following: State, event: RecordEvent) -> bool:
    """Whether an event may move a sign-on from `state` to `following`."""
    return (state, following) in _TRANSITIONS.get(event, ())
