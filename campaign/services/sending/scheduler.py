"""Decides which released mailing is sent next, for every mailer that keeps running: `campaign send run`, `serve` and
`worker`.

Mailings take turns, the most urgent kind first, then the oldest. Those to addressees share one pace, those to signers
another. A wave that ended after too many failures is paused in the database, so that it stays paused after a restart,
and a person must look at it. When the mail server cannot be reached, the waits between tries grow.
"""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from campaign.adapters.dkim import DkimSigner
from campaign.adapters.smtp import Transport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, handover, server_limits, waves
from campaign.core.delivery.permission import Permission, never
from campaign.core.delivery.records import URGENCY, Delivery, Mailing, MailingKind, MailQueue
from campaign.core.delivery.rules import SendRules, rules_for, wave_rules
from campaign.core.delivery.states import WAITING
from campaign.core.languages.in_english import moment
from campaign.core.settings import SendingRules, Settings
from campaign.errors import CampaignError
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.message_dates import MailDating
from campaign.services.sending.order import RunCallbacks, RunLimits, RunSummary, SendOrder, StopCause
from campaign.services.sending.pace import Pace
from campaign.services.sending.send_policy import SendPolicy
from campaign.services.sending.send_wave import expire, run_wave, server_name, transport_for
from campaign.services.sending.sending_mark import SendingMark

# The longest turn of one mailing, before the settings and the other mailings are looked at.
TURN_LIMITS = RunLimits(time=dt.timedelta(minutes=1), connect_waits_seconds=(0.0, 1.0))
# The shortest wait, even when the next message is due sooner.
_MIN_WAIT = dt.timedelta(milliseconds=20)
# How long ago emails may have expired that go by themselves once the deadline is ahead again.
_LATELY = dt.timedelta(days=1)
# The waits after the mail server could not be reached. The last one repeats.
RETRY_WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15))


@dataclass(frozen=True, slots=True)
class IdleWave:
    """A released mailing that is not being sent now."""

    wave: Mailing
    waiting: int
    """How many of its messages wait."""
    why: str
    """Why they wait, for people."""
    next_at: dt.datetime | None = None
    """When the next one can be sent (aware UTC); None when that is not known."""


@dataclass(frozen=True, slots=True)
class MailerCallbacks(RunCallbacks):
    """Functions that are called by a mailer that keeps running, so that a surface can show progress."""

    called_off: Callable[[Delivery, str], object] = lambda _, __: None
    """Called with each delivery that was cancelled because it may never be sent, and the reason."""
    idle: Callable[[tuple[IdleWave, ...]], object] = lambda _: None
    """Called at each look with the mailings that wait."""
    stopped: Callable[[Mailing, str], object] = lambda _, __: None
    """Called with a mailing that stopped after failures or without a connection, and the reason."""


@dataclass(frozen=True, slots=True)
class MailerWork:
    """Everything that a mailer that keeps running needs."""

    store: Store
    settings: Callable[[], Settings]
    """Reads the settings again, so that a change of campaign.toml applies without a restart. When it raises
    SettingsError, the previous settings stay in use."""
    clock: Callable[[], dt.datetime]
    """Returns the current time, aware and in UTC."""
    transport: Callable[[Settings], Transport] = transport_for
    """Returns the connection to the mail server. May raise CampaignError."""
    callbacks: MailerCallbacks = MailerCallbacks()
    limits: RunLimits = TURN_LIMITS
    """The limits of one turn of a mailing."""
    worker: WorkerId = field(default_factory=WorkerId)
    """Who takes the leases."""
    shares_pace: bool = False
    """Whether mailers on other machines share the pace, so that each continues it where the last one ended."""
    retry_waits: tuple[dt.timedelta, ...] = RETRY_WAITS
    """The waits after the mail server could not be reached. The last one repeats. It is also the wait of mailings to
    signers after too many failures."""
    signing: Callable[[Settings], DkimSigner | None] = lambda _: None
    """Returns the signer of messages; None when they are not signed here."""
    mark: SendingMark | None = None
    """Notices a database that was restored from a copy."""
    queue: MailQueue | None = None
    """The queue to send; None for all, the letter first."""
    look_interval: dt.timedelta = dt.timedelta(seconds=3)
    """How often to look for mailings that another process released, paused or cancelled, while nothing is sent."""


class WaveScheduler:
    """Sends released mailings in turns. Raises SettingsError when the settings are invalid at the start."""

    def __init__(self, work: MailerWork) -> None:
        self.work = work
        self.settings = work.settings()
        self.failed_connections = 0  # how often in a row the mail server could not be reached
        self.unreachable_until: dt.datetime | None = None
        self.rests: dict[int, Permission] = {}  # why and until when mailings to signers wait after failures, by id
        self.paces: dict[tuple[float, float], Pace] = {}
        self.was_over = True  # whether the deadline had passed at the last look

    def pace(self, rules: SendingRules) -> Pace:
        """The pace that all mailings with these rules share."""
        gap = rules.seconds_apart, rules.jitter
        return self.paces.setdefault(gap, Pace(*gap))

    async def look(self, stopping: asyncio.Event) -> dt.timedelta:
        """Send what is due in each mailing. Returns how long to wait until the next look."""
        self.read_settings()
        self.reopen_expired()
        idle: list[IdleWave] = []
        for wave in self.waiting_mailings():
            if stopping.is_set():
                break
            idle += await self.serve(wave, stopping)
        self.work.callbacks.idle(tuple(idle))
        now = self.work.clock()
        ahead = [idle_wave.next_at - now for idle_wave in idle if idle_wave.next_at]
        return max(_MIN_WAIT, min([*ahead, self.work.look_interval]))

    def due(self) -> tuple[tuple[Mailing, SendingRules], ...]:
        """The mailings of which a message is due now, with their rules. The others are reported as idle."""
        self.read_settings()
        self.reopen_expired()
        due: list[tuple[Mailing, SendingRules]] = []
        idle: list[IdleWave] = []
        for wave in self.waiting_mailings():
            rules = wave_rules(self.settings, wave)
            expire(self.work.store, rules, wave.id, self.work.clock())
            obstacle = self.obstacle(wave, rules)
            if obstacle is None:
                due.append((wave, rules.rules))
            else:
                idle += self.idle_waves(wave, obstacle)
        self.work.callbacks.idle(tuple(idle))
        return tuple(due)

    def waiting_mailings(self) -> list[Mailing]:
        """The released mailings with messages to send: the most urgent kind first, then the oldest."""
        mailings = self.work.store.read(waves.waiting_mailings)
        ours = [mailing for mailing in mailings if self.work.queue in (None, mailing.kind.queue)]
        return sorted(ours, key=lambda mailing: URGENCY.index(mailing.kind))

    async def turn(self, mailing: int, stopping: asyncio.Event) -> RunSummary | None:
        """Send what is due in one mailing, within the limits of a turn. Returns None when nothing can be sent."""
        wave = self.work.store.read(deliveries.mailing_by_id, mailing)
        rules = wave_rules(self.settings, wave)
        return await self.send(wave, rules, stopping) if self.obstacle(wave, rules) is None else None

    def read_settings(self) -> None:
        """Read campaign.toml again. Invalid settings are reported and not used."""
        try:
            settings = self.work.settings()
        except CampaignError as error:
            problems = "; ".join(str(problem) for problem in error.problems) or error.message
            self.work.callbacks.trouble(f"campaign.toml is invalid, so the previous settings stay in use: {problems}")
            return
        self.settings = settings

    def reopen_expired(self) -> None:
        """Queue again what expired lately, when the deadline is ahead again: its year was mistyped for a while, or the
        clock was wrong. What expired earlier, a person resumes."""
        now = self.work.clock()
        is_over = rules_for(self.settings, MailingKind.LETTER).is_over(now)
        if self.was_over and not is_over and self.work.queue is not MailQueue.SIGNERS:
            since = now - _LATELY
            if self.work.store.read(waves.has_expired, since):
                self.work.store.write(waves.reopen_expired, since, now)
        self.was_over = is_over

    async def serve(self, wave: Mailing, stopping: asyncio.Event) -> list[IdleWave]:
        """Send what is due in one mailing. Returns it as idle when it still has messages that wait."""
        store = self.work.store
        rules = wave_rules(self.settings, wave)
        expire(store, rules, wave.id, self.work.clock())
        obstacle = self.obstacle(wave, rules)
        if obstacle is None:
            summary = await self.send(wave, rules, stopping)
            obstacle = self.obstacle(store.read(deliveries.mailing_by_id, wave.id), rules)
            obstacle = obstacle or never(summary.stop_reason if summary.cause is StopCause.OTHERS else "")
        return self.idle_waves(wave, obstacle)

    def idle_waves(self, wave: Mailing, obstacle: Permission) -> list[IdleWave]:
        """The mailing as idle, in a list; an empty list when it has no messages that wait."""
        counts = self.work.store.read(deliveries.counts, wave.id)
        waiting = sum(counts.get(state, 0) for state in WAITING)
        return [IdleWave(wave, waiting, obstacle.why, obstacle.next_at)] if waiting else []

    def obstacle(self, wave: Mailing, rules: SendRules) -> Permission | None:
        """The reason why no message of a mailing can be sent now; None when one can."""
        store, now = self.work.store, self.work.clock()
        if wave.paused_at:
            return never(f"paused: {wave.paused_why}")
        if self.unreachable_until and now < self.unreachable_until:
            return Permission(granted=False, next_at=self.unreachable_until, why="the mail server cannot be reached")
        rest = self.rests.get(wave.id)
        if rest and rest.next_at and now < rest.next_at:
            return rest
        if limit := store.read(server_limits.current, server_name(self.settings), now):
            return Permission(granted=False, next_at=limit.until_at, why=limit.why)
        permission = SendPolicy(store, rules, wave, now).wave_permission(now)
        if not permission.granted:
            return permission
        if store.read(handover.count_due, wave.id, now):
            return None
        due_at = store.read(deliveries.next_due, wave.id)
        why = f"the next email is due {moment(due_at, rules.zone)}" if due_at else "other mailers are sending it"
        return Permission(granted=False, next_at=due_at, why=why)

    async def send(self, wave: Mailing, rules: SendRules, stopping: asyncio.Event) -> RunSummary:
        work = self.work
        if work.shares_pace and rules.rules.seconds_apart:
            self.continue_pace(wave.kind, rules.rules)
        transport, pace = work.transport(self.settings), self.pace(rules.rules)
        order = SendOrder(
            work.store,
            wave,
            rules,
            transport,
            work.clock,
            work.limits,
            work.callbacks,
            work.worker,
            pace,
            server_name(self.settings),
            work.mark,
            MailDating(rules.zone, work.signing(self.settings)),
        )
        summary = await run_wave(order, stopping)
        for delivery, why in summary.cancellations:
            work.callbacks.called_off(delivery, why)
        self.conclude(wave, summary)
        return summary

    def continue_pace(self, kind: MailingKind, rules: SendingRules) -> None:
        """Keep the gap after a message that another worker sent. Clocks may differ, so the wait is one gap at most."""
        last_at = self.work.store.read(waves.newest_attempt, kind)
        gap = rules.seconds_apart
        ahead = min(gap, (last_at - self.work.clock()).total_seconds() + gap) if last_at else 0
        self.pace(rules).not_before(asyncio.get_running_loop().time() + max(0, ahead))

    def conclude(self, wave: Mailing, summary: RunSummary) -> None:
        now = self.work.clock()
        needs_person = summary.cause in (StopCause.FAILURES, StopCause.REFUSED)
        if needs_person and wave.kind is MailingKind.LETTER:
            self.work.store.write(waves.pause, wave.id, summary.stop_reason, now)
        elif needs_person:
            next_at = now + self.work.retry_waits[-1]
            self.rests[wave.id] = Permission(granted=False, next_at=next_at, why=summary.stop_reason)
        if summary.cause is StopCause.CONNECTION:
            self.unreachable_until = (
                now + self.work.retry_waits[min(self.failed_connections, len(self.work.retry_waits) - 1)]
            )
            self.failed_connections += 1
        else:
            self.failed_connections, self.unreachable_until = 0, None
        if needs_person or summary.cause in (StopCause.LIMIT, StopCause.CONNECTION):
            self.work.callbacks.stopped(wave, summary.stop_reason)
