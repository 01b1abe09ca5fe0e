"""Which state of a sign-on may follow which.

    invited -> opened -> pending -> confirmed -> listed
    invited, opened -> promised | declined, both of which may still sign
    listed -> confirmed only where the signer changes the name: it is looked at again
    pending, confirmed -> refused, by the coordinator; all but refused -> withdrawn, by whoever signed

A withdrawn one may sign again; a refused one is taken back by the coordinator.
"""

from collections.abc import Mapping

from campaign.core.signatories import SignOnState as State

_NEXT: Mapping[State, frozenset[State]] = {
    State.INVITED: frozenset({State.OPENED, State.PROMISED, State.DECLINED, State.PENDING, State.CONFIRMED}),
    State.OPENED: frozenset({State.PROMISED, State.DECLINED, State.PENDING, State.CONFIRMED}),
    State.PROMISED: frozenset({State.PROMISED, State.DECLINED, State.PENDING, State.CONFIRMED}),
    State.DECLINED: frozenset({State.PROMISED, State.PENDING, State.CONFIRMED}),
    State.PENDING: frozenset({State.CONFIRMED, State.REFUSED, State.WITHDRAWN}),
    State.CONFIRMED: frozenset({State.LISTED, State.REFUSED, State.WITHDRAWN}),
    State.LISTED: frozenset({State.WITHDRAWN, State.REFUSED}),
    State.WITHDRAWN: frozenset({State.PENDING, State.CONFIRMED}),
    State.REFUSED: frozenset({State.CONFIRMED}),
}

# Those that may get a reminder to answer: they were asked, and have said nothing.
SILENT = (State.INVITED, State.OPENED)
# Those that have signed in one way or another.
SIGNED = (State.PENDING, State.CONFIRMED, State.LISTED)


def may_follow(state: State, following: State) -> bool:
    """Whether a sign-on may go from one state to another."""
    return following in _NEXT[state]


def before(following: State) -> tuple[State, ...]:
    """The states that may come before one, for a compare-and-set."""
    return tuple(state for state, nexts in _NEXT.items() if following in nexts)
