"""What the mailer is asked to send, within which limits, whom it tells, and how that ended."""

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
from campaign.services.sending.pace import Pace


class Attempt(NamedTuple):
    """One attempt at one delivery."""

    delivery: Delivery
    outcome: Outcome
    verdict: Verdict


class StopCause(StrEnum):
    """What ended a run before all was done. Permission: its time, or a limit. Others: another mailer has the work."""

    NONE = "none"
    PERMISSION = "permission"
    FAILURES = "failures"
    CONNECTION = "connection"
    OTHERS = "others"


@dataclass(slots=True)
class RunSummary:
    """How a run ended."""

    attempts: int = 0
    """How many attempts are on disk."""
    stop_reason: str = ""
    """Why it ended before all was done, for people; "" when nothing was left that is due."""
    cause: StopCause = StopCause.NONE
    """The same for programs."""
    cancellations: list[tuple[Delivery, str]] = field(default_factory=list)
    """The mails that may never go, and why."""


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Where a run ends although mails are left."""

    patience: dt.timedelta = dt.timedelta(0)
    """It waits so long for a deferred mail once the rest is done."""
    time: dt.timedelta | None = None
    """It ends after the messages in hand when it has taken so long; None for no such limit."""
    mails: int | None = None
    """It claims no more than these; None for no such limit."""
    connect_waits_seconds: tuple[float, ...] = (0.0, 1.0, 2.0, 5.0)
    """The waits before each try to connect; behind the last one it ends."""


@dataclass(frozen=True, slots=True)
class RunCallbacks:
    """What a surface shows of the mailer's work. Each is called in the event loop."""

    attempt: Callable[[Attempt], object] = lambda _: None
    """Takes each attempt once it is on disk."""
    trouble: Callable[[str], object] = lambda _: None
    """Takes a sentence for a person: the store is away, or back; the settings cannot be used."""


@dataclass(frozen=True, slots=True)
class SendOrder:
    """One released wave to send, and the means."""

    store: Store
    wave: Mailing
    rules: SendRules
    """Those of this wave."""
    transport: Transport
    """The way to the mail server."""
    clock: Callable[[], dt.datetime]
    """Gives the time now, aware and in UTC."""
    limits: RunLimits = RunLimits()
    callbacks: RunCallbacks = RunCallbacks()
    worker: WorkerId = field(default_factory=WorkerId)
    """Who takes the lease."""
    pace: Pace | None = None
    """Shared by runs that follow each other; without one, a run begins at once."""
