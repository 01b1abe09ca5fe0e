"""What an attempt means for its delivery: sent, tried again and when, or failed; by the server's answer, or its
silence, and the stage it came at.

RFC 5321 section 4.2.1: the first digit decides. 2yz is done, 4yz asks to come again, 5yz is final. A break before
the message's body blames nobody and is safe to repeat; silence after it is `uncertain` (RFC 1047). What a server says
on connecting is about the server, never about a message.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from campaign.core.delivery.states import DeliveryState

# Waits before the next attempt after a 4yz, by the number of attempts made; the last one repeats.
RETRY_WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 15, 45, 120))
# Wait after a connection broke under a message, so that one message cannot keep a run busy.
PAUSE_AFTER_BREAK = dt.timedelta(seconds=30)


class Stage(StrEnum):
    """How far a conversation about one message came."""

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"


class Outcome(NamedTuple):
    """What one attempt came to. `code` is None where the server did not answer in a way that can be read.

    `reused` says that the connection had served other messages before: such a one may end at any time.
    """

    stage: Stage
    code: int | None
    text: str
    reused: bool = False

    @property
    def ends_connection(self) -> bool:
        """Whether the connection is of no more use."""
        return self.code is None or self.code == _CLOSING


@dataclass(frozen=True, slots=True)
class Verdict:
    """The delivery's next state. `next_at` is set when it is deferred; `counts` says whether it was an attempt."""

    state: DeliveryState
    next_at: dt.datetime | None
    counts: bool

    @property
    def delivered(self) -> bool:
        return self.state is DeliveryState.SENT


_SENT = Verdict(DeliveryState.SENT, None, counts=True)
_CLOSING = 421  # RFC 5321 section 3.8: the server shuts the channel; it says nothing about the message
_NOT_LOGGED_IN = frozenset({530, 534, 535, 538})  # RFC 4954 section 6, at MAIL: about our login, not the addressee


def judge(outcome: Outcome, attempts: int, now: dt.datetime, max_attempts: int) -> Verdict:
    """The verdict on an outcome. `attempts` counts earlier ones; `now` is aware UTC."""
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
    """Stops a run after so many failures in a row: something is wrong that no further mail will mend."""

    limit: int
    failures: int = 0

    def after(self, verdict: Verdict) -> "FailureBrake":
        """The brake after one more verdict."""
        if verdict.delivered:
            return FailureBrake(self.limit) if self.failures else self
        return self if verdict.state is DeliveryState.QUEUED else FailureBrake(self.limit, self.failures + 1)

    @property
    def stopped(self) -> bool:
        return self.failures >= self.limit
