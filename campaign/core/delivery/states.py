"""The states of a delivery, and which state may follow which.

    planned -> queued -> sending -> sent | deferred | failed | uncertain      sent -> bounced
    planned, queued, deferred -> cancelled | expired      expired -> queued, when the deadline is moved
    expired -> cancelled, when the addressee got the letter in another wave meanwhile
    planned, queued, deferred -> uncertain, when the database was restored from a copy
    sending -> cancelled, when it would wait again and its wave was cancelled meanwhile
    Settled by a person: uncertain -> sent | failed | queued, failed -> queued, queued and deferred -> sent | failed,
                         sent and uncertain -> bounced

`sending` is on disk before the first byte of a message's body is sent. Only the server's answer ends it, or a
connection that broke before the body. Silence after the body makes the delivery `uncertain`.
"""

from collections.abc import Mapping
from enum import StrEnum


class DeliveryState(StrEnum):
    """The state of a delivery. The value is stored in the database."""

    PLANNED = "planned"
    """Made, and not released yet."""
    QUEUED = "queued"
    """Released, and waiting for its turn."""
    SENDING = "sending"
    """Being sent now: its body may be on the way."""
    SENT = "sent"
    """Accepted by the mail server."""
    DEFERRED = "deferred"
    """To be tried later, because the server asked for it or the sending window is closed."""
    FAILED = "failed"
    """Refused by the mail server for good."""
    UNCERTAIN = "uncertain"
    """May or may not have arrived; a person or evidence settles it."""
    BOUNCED = "bounced"
    """Accepted, and returned later."""
    CANCELLED = "cancelled"
    """Cancelled by a person before it was sent."""
    EXPIRED = "expired"
    """Not sent before the deadline."""


MEANINGS: Mapping[DeliveryState, str] = {
    DeliveryState.PLANNED: "planned, not released yet",
    DeliveryState.QUEUED: "released, waiting for its turn",
    DeliveryState.SENDING: "being sent now",
    DeliveryState.SENT: "the mail server accepted it",
    DeliveryState.DEFERRED: "to be tried later: the mail server asked for it, or the sending window is closed",
    DeliveryState.FAILED: "the mail server refused it permanently",
    DeliveryState.UNCERTAIN: "it may or may not have arrived; a person must settle it",
    DeliveryState.BOUNCED: "accepted, then returned",
    DeliveryState.CANCELLED: "cancelled by a person",
    DeliveryState.EXPIRED: "the deadline passed before it could be sent",
}

_NEXT: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState(state): frozenset(map(DeliveryState, following.split()))
    for state, following in {
        "planned": "queued cancelled expired uncertain",
        "queued": "sending deferred failed cancelled expired sent uncertain",
        "deferred": "sending queued deferred failed cancelled expired sent uncertain",
        "sending": "sent deferred failed uncertain queued cancelled",
        "sent": "bounced",
        "uncertain": "sent failed queued",
        "failed": "queued",
        "bounced": "",
        "cancelled": "",
        "expired": "queued cancelled",
    }.items()
}

# States in which a mailer may still send it.
WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
# States in which the addressee has received it, or may have.
REACHED = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.BOUNCED)


# What a person can settle. A planned delivery is only ever released with its whole wave.
_SETTLED_FROM = frozenset({DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.UNCERTAIN, DeliveryState.FAILED})
_SETTLED_TO = frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED})
_BOUNCES_FROM = frozenset({DeliveryState.SENT, DeliveryState.UNCERTAIN})


def may_settle(state: DeliveryState, following: DeliveryState) -> bool:
    """Whether a person may settle a delivery in one state as being in another."""
    if following is DeliveryState.BOUNCED:  # an uncertain email that bounced was sent first
        return state in _BOUNCES_FROM
    return state in _SETTLED_FROM and following in _SETTLED_TO and may_follow(state, following)


def may_follow(state: DeliveryState, following: DeliveryState) -> bool:
    """Whether one state of a delivery may follow another."""
    return following in _NEXT[state]
