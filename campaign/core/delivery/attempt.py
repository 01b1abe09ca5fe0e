"""Judges an attempt to send a message: sent, to be tried again, failed or uncertain.

The first digit of a reply code decides (RFC 5321 section 4.2.1): 2yz accepts, 4yz is a temporary refusal, 5yz a
permanent one. A permanent refusal fails the delivery only when it is about that recipient (`refusals`); a refusal of
us stops the run, and the delivery stays queued. A connection that breaks before the message's body was sent can be
repeated safely. Silence after the body leaves the delivery `uncertain` (RFC 1047). A refusal on connecting is about the
server, never about a message.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from campaign.core.delivery.refusals import Refusal, RefusalCause, judge_limit, judge_refusal
from campaign.core.delivery.states import DeliveryState

# The waits before the next attempt after a 4yz reply, by the number of attempts made. The last one repeats.
RETRY_WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 15, 45, 120))
# The wait after a connection broke during a message, so that a single message cannot occupy a run. The waits grow when
# it happens again: there are servers that end the connection at one address.
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
    refusal: Refusal | None = None
    """The refusal of us that stops the run; None when the run goes on."""

    @property
    def delivered(self) -> bool:
        return self.state is DeliveryState.SENT


_SENT = Verdict(DeliveryState.SENT, None, counts=True)
_FAILED = Verdict(DeliveryState.FAILED, None, counts=True)
_QUEUED = Verdict(DeliveryState.QUEUED, None, counts=False)
# How many times more attempts an addressee has while the server accepts nobody else either.
_PATIENCE = 3
_CLOSING = 421  # RFC 5321 section 3.8: the server closes the connection; this is not about the message


def judge(
    outcome: Outcome, attempts: int, now: dt.datetime, max_attempts: int, *, accepts_others: bool = True
) -> Verdict:
    """The verdict on an outcome.

    `attempts` is the number of earlier attempts that counted, `now` the time (aware UTC) that waits start from.
    `accepts_others` says whether the server has accepted another message in this run: only then can repeated trouble be
    this addressee's. Trouble at attempt number `max_attempts` is then final.
    """
    code = outcome.code or 0
    if outcome.stage is Stage.CONNECT:
        return _QUEUED
    if code // 100 == 2 and outcome.stage is Stage.BODY:
        return _SENT
    if limit := judge_limit(code, outcome.text) if code // 100 in (4, 5) else None:
        return Verdict(DeliveryState.QUEUED, None, counts=False, refusal=limit)
    retry = _Retry(attempts, now, max_attempts, accepts_others)
    if code // 100 == 5:
        return _judge_refusal(outcome, code, retry)
    if code // 100 == 4 and code != _CLOSING:
        return retry.put_off_uncounted(RETRY_WAITS[0]) if outcome.stage is Stage.MAIL else retry.put_off(RETRY_WAITS)
    if outcome.stage is Stage.BODY and code != _CLOSING:
        return Verdict(DeliveryState.UNCERTAIN, None, counts=True)
    if outcome.reused and outcome.ends_connection:
        return _QUEUED
    return retry.put_off((PAUSE_AFTER_BREAK, *RETRY_WAITS))


def _judge_refusal(outcome: Outcome, code: int, retry: "_Retry") -> Verdict:
    before_recipient = outcome.stage is Stage.MAIL
    refusal = judge_refusal(code, outcome.text, before_recipient=before_recipient)
    if refusal.cause is RefusalCause.RECIPIENT:
        return _FAILED
    if refusal.cause is RefusalCause.UNCLEAR:
        return retry.put_off(RETRY_WAITS)
    if before_recipient or retry.attempts == 0:
        return Verdict(DeliveryState.QUEUED, None, counts=not before_recipient, refusal=refusal)
    # It stopped a run before. When others go, this refusal is about this message alone, and must not stop them again.
    verdict = retry.put_off(RETRY_WAITS)
    return verdict if retry.accepts_others else replace(verdict, refusal=refusal)


@dataclass(frozen=True, slots=True)
class _Retry:
    """What decides when, and whether, a message is tried again."""

    attempts: int
    now: dt.datetime
    max_attempts: int
    accepts_others: bool

    def put_off(self, waits: Sequence[dt.timedelta]) -> Verdict:
        """Deferred by a wait that grows with the attempts; failed when there were enough."""
        if self.attempts + 1 >= self.max_attempts * (1 if self.accepts_others else _PATIENCE):
            return _FAILED
        return Verdict(DeliveryState.DEFERRED, self.now + waits[min(self.attempts, len(waits) - 1)], counts=True)

    def put_off_uncounted(self, wait: dt.timedelta) -> Verdict:
        return Verdict(DeliveryState.DEFERRED, self.now + wait, counts=False)


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
