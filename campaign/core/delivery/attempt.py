"""Judges an attempt to send a message: sent, to be tried again, failed or uncertain.

The first digit of a reply code decides (RFC 5321 section 4.2.1): 2yz accepts, 4yz is a temporary refusal, 5yz a
permanent one. A connection that breaks before the message's body was sent is nobody's fault, and the attempt can be
repeated safely. Silence after the body leaves the delivery `uncertain` (RFC 1047). A refusal on connecting is about
the server, never about a message.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from campaign.core.delivery.states import DeliveryState

# The waits before the next attempt after a 4yz reply, by the number of attempts made. The last one repeats.
RETRY_WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 15, 45, 120))
# The wait after a connection broke during a message, so that a single message cannot occupy a run.
PAUSE_AFTER_BREAK = dt.timedelta(seconds=30)


class Stage(StrEnum):
    """The SMTP command that was answered last, or not at all."""

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"


class Outcome(NamedTuple):
    """How one attempt ended."""

    stage: Stage
    """The command that the server answered last, or left without an answer."""
    code: int | None
    """The reply code (RFC 5321 section 4.2); None when there was no answer, or none that is SMTP."""
    text: str
    """The server's words, or what happened to the connection, on one line."""
    reused: bool = False
    """Whether the connection had carried other messages before. A server may close such a connection at any time."""

    @property
    def ends_connection(self) -> bool:
        """Whether the connection cannot be used again."""
        return self.code is None or self.code == _CLOSING


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from an attempt."""

    state: DeliveryState
    """The delivery's next state."""
    next_at: dt.datetime | None
    """The earliest time of the next attempt (aware UTC) of a deferred delivery; None in every other state."""
    counts: bool
    """Whether it counts as an attempt at this addressee. False when the connection or the login failed."""

    @property
    def delivered(self) -> bool:
        return self.state is DeliveryState.SENT


_SENT = Verdict(DeliveryState.SENT, None, counts=True)
_CLOSING = 421  # RFC 5321 section 3.8: the server closes the connection; this is not about the message
_NOT_LOGGED_IN = frozenset({530, 534, 535, 538})  # RFC 4954 section 6: about our login, not the addressee


def judge(outcome: Outcome, attempts: int, now: dt.datetime, max_attempts: int) -> Verdict:
    """The verdict on an outcome.

    `attempts` is the number of earlier attempts that counted, `now` the time (aware UTC) that waits start from. A
    temporary refusal of attempt number `max_attempts` is final.
    """
    kind = 0 if outcome.code is None else outcome.code // 100
    if outcome.stage is Stage.CONNECT:
        return Verdict(DeliveryState.QUEUED, None, counts=False)
    if kind == 2 and outcome.stage is Stage.BODY:
        return _SENT
    if outcome.stage is Stage.MAIL and outcome.code in _NOT_LOGGED_IN:
        return Verdict(DeliveryState.DEFERRED, now + PAUSE_AFTER_BREAK, counts=False)
    if kind == 5:
        return Verdict(DeliveryState.FAILED, None, counts=True)
    if kind == 4 and outcome.code != _CLOSING:
        return _defer(attempts, now, max_attempts)
    if outcome.stage is Stage.BODY and outcome.code != _CLOSING:
        return Verdict(DeliveryState.UNCERTAIN, None, counts=True)
    if outcome.reused and outcome.ends_connection:
        return Verdict(DeliveryState.QUEUED, None, counts=False)
    return Verdict(DeliveryState.DEFERRED, now + PAUSE_AFTER_BREAK, counts=False)


def _defer(attempts: int, now: dt.datetime, max_attempts: int) -> Verdict:
    if attempts + 1 >= max_attempts:
        return Verdict(DeliveryState.FAILED, None, counts=True)
    return Verdict(DeliveryState.DEFERRED, now + RETRY_WAITS[min(attempts, len(RETRY_WAITS) - 1)], counts=True)


@dataclass(frozen=True, slots=True)
class FailureBrake:
    """Stops a run after a number of failures in a row. The cause is then unlikely to be one addressee."""

    limit: int
    """The number of failures in a row that stops the run."""
    failures: int = 0
    """The failures since the last message that was sent."""

    def after(self, verdict: Verdict) -> "FailureBrake":
        """The brake after another verdict."""
        if verdict.delivered:
            return FailureBrake(self.limit) if self.failures else self
        return self if verdict.state is DeliveryState.QUEUED else FailureBrake(self.limit, self.failures + 1)

    @property
    def stopped(self) -> bool:
        return self.failures >= self.limit
