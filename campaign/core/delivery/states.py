"""The states of a delivery, and which may follow which.

    planned -> queued -> sending -> sent | deferred | failed | uncertain      sent -> bounced
    planned, queued, deferred -> cancelled | expired
    By a person's word: uncertain -> sent | failed | queued, failed -> queued, queued and deferred -> sent | failed

`sending` is on disk before the first byte of a message's body goes out, and nothing moves it back on suspicion: only
the server's answer does, or a break that came before the body. Silence after the body is `uncertain`.
"""

from collections.abc import Mapping
from enum import StrEnum


class DeliveryState(StrEnum):
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


MEANINGS: Mapping[DeliveryState, str] = {
    DeliveryState.PLANNED: "made and shown, not released",
    DeliveryState.QUEUED: "released, waits for its turn",
    DeliveryState.SENDING: "a mailer is handing it over now",
    DeliveryState.SENT: "the mail server took it",
    DeliveryState.DEFERRED: "waits for its time, since the mail server said: later, or its window is not open",
    DeliveryState.FAILED: "the mail server refused it for good",
    DeliveryState.UNCERTAIN: "it may or may not have arrived; a person must settle it",
    DeliveryState.BOUNCED: "taken, then returned",
    DeliveryState.CANCELLED: "called off by a person",
    DeliveryState.EXPIRED: "the deadline passed before it could go",
}

_NEXT: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.PLANNED: frozenset({DeliveryState.QUEUED, DeliveryState.CANCELLED, DeliveryState.EXPIRED}),
    DeliveryState.QUEUED: frozenset(
        {
            DeliveryState.SENDING,
            DeliveryState.DEFERRED,
            DeliveryState.FAILED,
            DeliveryState.CANCELLED,
            DeliveryState.EXPIRED,
            DeliveryState.SENT,
        }
    ),
    DeliveryState.DEFERRED: frozenset(
        {
            DeliveryState.SENDING,
            DeliveryState.QUEUED,
            DeliveryState.DEFERRED,
            DeliveryState.FAILED,
            DeliveryState.CANCELLED,
            DeliveryState.EXPIRED,
            DeliveryState.SENT,
        }
    ),
    DeliveryState.SENDING: frozenset(
        {
            DeliveryState.SENT,
            DeliveryState.DEFERRED,
            DeliveryState.FAILED,
            DeliveryState.UNCERTAIN,
            DeliveryState.QUEUED,
        }
    ),
    DeliveryState.SENT: frozenset({DeliveryState.BOUNCED}),
    DeliveryState.UNCERTAIN: frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED}),
    DeliveryState.FAILED: frozenset({DeliveryState.QUEUED}),
    DeliveryState.BOUNCED: frozenset(),
    DeliveryState.CANCELLED: frozenset(),
    DeliveryState.EXPIRED: frozenset(),
}

# Those that a mailer may still send.
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
# Those that have had the message, or may have had it.
REACHED = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.BOUNCED)


# Those that a person's word may close or send again. A planned one is only ever released with its whole wave.
_SETTLED_FROM = frozenset({DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.UNCERTAIN, DeliveryState.FAILED})
_SETTLED_TO = frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED})


def may_settle(state: DeliveryState, following: DeliveryState) -> bool:
    """Whether a person's word may move a delivery from one state to another."""
    return state in _SETTLED_FROM and following in _SETTLED_TO and may_follow(state, following)


def may_follow(state: DeliveryState, following: DeliveryState) -> bool:
    """Whether a delivery may go from one state to another."""
    return following in _NEXT[state]
