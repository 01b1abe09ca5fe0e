"""The order of a run: what to send, within which limits, what to call meanwhile. And its summary."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from campaign.adapters.smtp import Transport
from campaign.adapters.store import Store
from campaign.core.delivery.attempt import Outcome, Verdict
from campaign.core.delivery.records import Delivery, Mailing
from campaign.core.delivery.rules import SendRules
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.message_dates import MailDating
from campaign.services.sending.pace import Pace
from campaign.services.sending.sending_mark import SendingMark


class Attempt(NamedTuple):
    """One attempt at one delivery."""

    delivery: Delivery
    outcome: Outcome
    verdict: Verdict


class StopCause(StrEnum):
    """Why a run stopped before everything was sent."""

    NONE = "none"
    PERMISSION = "permission"
    """Its sending window closed, a limit was reached, or a person must look at it."""
    FAILURES = "failures"
    """Too many failures in a row."""
    LIMIT = "limit"
    """A limit of the mail server. It goes on by itself."""
    REFUSED = "refused"
    """The mail server refuses us, whoever the recipient is. A person must look at it."""
    CONNECTION = "connection"
    """No connection to the mail server."""
    OTHERS = "others"
    """Another run has the work."""


@dataclass(slots=True)
class RunSummary:
    """How a run ended."""

    attempts: int = 0
    """How many attempts were recorded."""
    stop_reason: str = ""
    """Why it stopped early, for people; "" when it sent everything that was due."""
    cause: StopCause = StopCause.NONE
    """The same reason for programs."""
    wait: dt.timedelta = dt.timedelta(0)
    """How long to wait after a limit of the mail server; 0 for every other cause."""
    cancellations: list[tuple[Delivery, str]] = field(default_factory=list)
    """The deliveries that were cancelled because they may never be sent, with the reasons."""


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Limits at which a run ends although messages are left."""

    patience: dt.timedelta = dt.timedelta(0)
    """How long to wait for a deferred message once the others are done."""
    time: dt.timedelta | None = None
    """How long the run may take; then it finishes the messages in hand. None for no limit."""
    mails: int | None = None
    """How many deliveries it may claim; None for no limit."""
    connect_waits_seconds: tuple[float, ...] = (0.0, 1.0, 2.0, 5.0)
    """The wait in seconds before each try to connect. After the last try the run ends."""


@dataclass(frozen=True, slots=True)
class RunCallbacks:
    """Functions that are called during a run, in its event loop, so that a surface can show progress."""

    attempt: Callable[[Attempt], object] = lambda _: None
    """Called with each attempt once it is recorded."""
    trouble: Callable[[str], object] = lambda _: None
    """Called with a sentence for people, such as an error of the database."""


@dataclass(frozen=True, slots=True)
class SendOrder:
    """A released mailing to send, and everything that this needs."""

    store: Store
    wave: Mailing
    rules: SendRules
    """The rules of this mailing."""
    transport: Transport
    """The connection to the mail server."""
    clock: Callable[[], dt.datetime]
    """Returns the current time, aware and in UTC."""
    limits: RunLimits = RunLimits()
    callbacks: RunCallbacks = RunCallbacks()
    worker: WorkerId = field(default_factory=WorkerId)
    """Who takes the lease."""
    pace: Pace | None = None
    """The pace that consecutive runs share; None to start at once with a pace of its own."""
    server: str = ""
    """The mail server and the login, for its limits; "" for a server without."""
    mark: SendingMark | None = None
    """Notices a database that was restored from a copy; None in a rehearsal, whose database is new."""
    dating: MailDating | None = None
    """Dates each message when it is sent; None to send it as it was planned."""
