"""The states of a delivery, and which may follow which.

    planned -> queued -> sending -> sent | deferred | failed | uncertain      sent -> bounced
    planned, queued, deferred -> cancelled | expired
    By a person's word: uncertain -> sent | failed | queued, failed -> queued, queued and deferred -> sent | failed

`sending` is on disk before the first byte of a message's body goes out, and nothing moves it back on suspicion: only
the server's answer does, or a break that came before the body. Silence after the body is `uncertain`.
"""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands."""

    PLANNED = "planned"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


MEANING: Mapping[State, str] = {
    State.PLANNED: "made and shown, not released",
    State.QUEUED: "released, waits for its turn",
    State.SENDING: "a mailer is handing it over now",
    State.SENT: "the mail server took it",
    State.DEFERRED: "waits for its time, since the mail server said: later, or its window is not open",
    State.FAILED: "the mail server refused it for good",
    State.UNCERTAIN: "it may or may not have arrived; a person must settle it",
    State.BOUNCED: "taken, then returned",
    State.CANCELLED: "called off by a person",
    State.EXPIRED: "the deadline passed before it could go",
}

_NEXT: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.QUEUED, State.CANCELLED, State.EXPIRED}),
    State.QUEUED: frozenset({State.SENDING, State.DEFERRED, State.FAILED, State.CANCELLED, State.EXPIRED, State.SENT}),
    State.DEFERRED: frozenset(
        {State.SENDING, State.QUEUED, State.DEFERRED, State.FAILED, State.CANCELLED, State.EXPIRED, State.SENT}
    ),
    State.SENDING: frozenset({State.SENT, State.DEFERRED, State.FAILED, State.UNCERTAIN, State.QUEUED}),
    State.SENT: frozenset({State.BOUNCED}),
    State.UNCERTAIN: frozenset({State.SENT, State.FAILED, State.QUEUED}),
    State.FAILED: frozenset({State.QUEUED}),
    State.BOUNCED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}

# Those that a mailer may still send.
WAITING = (State.QUEUED, State.DEFERRED)
# Those that have had the message, or may have had it.
REACHED = (State.SENDING, State.SENT, State.UNCERTAIN, State.BOUNCED)


# Those that a person's word may close or send again. A planned one is only ever released with its whole wave.
_SETTLED_FROM = frozenset({State.QUEUED, State.DEFERRED, State.UNCERTAIN, State.FAILED})
_SETTLED_TO = frozenset({State.SENT, State.FAILED, State.QUEUED})


def may_settle(state: State, following: State) -> bool:
    """Whether a person's word may move a delivery from one state to another."""
    return state in _SETTLED_FROM and following in _SETTLED_TO and may_follow(state, following)


def may_follow(state: State, following: State) -> bool:
    """Whether a delivery may go from one state to another."""
    return following in _NEXT[state]
