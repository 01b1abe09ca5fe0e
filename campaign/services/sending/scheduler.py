"""Which released wave has its turn. Each mailer that goes on asks it: in a terminal, beside the pages, as a worker.

Waves take turns, the oldest first, those to addressees at one pace, those to signatories at another. What a person
must look at is left alone and shown: a wave that failures end is paused in the store, so that it stays so after a
restart. Where no server answers, it tries again ever later.
"""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from campaign.adapters.smtp import Transport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, handover, waves
from campaign.core.delivery.permission import Permission, never
from campaign.core.delivery.records import Delivery, Dispatch, Post
from campaign.core.delivery.rules import SendRules, wave_rules
from campaign.core.delivery.states import WAITING
from campaign.core.languages.in_english import moment
from campaign.core.settings import Rules, Settings
from campaign.errors import CampaignError
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.order import Callbacks, Cause, Limits, SendOrder, Summary
from campaign.services.sending.pace import Pace
from campaign.services.sending.send_policy import SendPolicy
from campaign.services.sending.send_wave import expire, run_wave, server_of

# One wave is worked on so long before the others are looked at, and the settings.
TURN = Limits(time=dt.timedelta(minutes=1), connect_waits_seconds=(0.0, 1.0))
# However soon the next mail is due.
_LEAST = dt.timedelta(milliseconds=20)
# Waits after a server could not be reached; the last one repeats.
AWAY = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15))


@dataclass(frozen=True, slots=True)
class Idle:
    """A released wave that does not go now: how many of its mails wait, why, and when it goes (None: nobody knows)."""

    wave: Dispatch
    waiting: int
    why: str
    next_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class MailerCallbacks(Callbacks):
    """What a surface shows of a mailer that goes on."""

    called_off: Callable[[Delivery, str], object] = lambda _, __: None
    """Takes each mail that may never go, and why."""
    idle: Callable[[tuple[Idle, ...]], object] = lambda _: None
    """Takes at each look what waits for what."""
    stopped: Callable[[Dispatch, str], object] = lambda _, __: None
    """Takes a wave that failures ended, or of which no server took anything, and why."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a mailer that goes on needs."""

    store: Store
    settings: Callable[[], Settings]
    """Reads them anew, so that what is changed in campaign.toml counts without a restart. It may raise SettingsError,
    and then those from before count on."""
    clock: Callable[[], dt.datetime]
    """Gives the time now, aware and in UTC."""
    transport: Callable[[Settings], Transport] = server_of
    """The way to the mail server. May raise CampaignError."""
    callbacks: MailerCallbacks = MailerCallbacks()
    limits: Limits = TURN
    """Those of one turn of a wave."""
    worker: WorkerId = field(default_factory=WorkerId)
    """Who takes the leases."""
    among_others: bool = False
    """Whether mailers on other machines share the pace, so that each goes on where the last one ended."""
    away: tuple[dt.timedelta, ...] = AWAY
    """The waits after a server could not be reached. The last one repeats; mails to signatories wait as long after too
    many failures."""
    look_again: dt.timedelta = dt.timedelta(seconds=3)
    """How soon a wave that another process released, paused or called off is taken note of while nothing goes."""


class WaveScheduler:
    """What is remembered from one look at the waves to the next. Raises SettingsError where the settings cannot be used
    at the start."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.settings = work.settings()
        self.away = 0  # how often in a row no server was reached
        self.away_until: dt.datetime | None = None
        self.rests_until: dict[int, dt.datetime] = {}  # mails to signatories, which failures do not hold for good
        self.paces: dict[tuple[float, float], Pace] = {}

    def pace(self, rules: Rules) -> Pace:
        """The one that all waves under such rules share."""
        gap = rules.seconds_apart, rules.jitter
        return self.paces.setdefault(gap, Pace(*gap))

    async def look(self, stopping: asyncio.Event) -> dt.timedelta:
        """Send what is due in each wave; how long nothing more will be."""
        self.read_settings()
        idle: list[Idle] = []
        for wave in self.work.store.read(waves.waiting):
            if stopping.is_set():
                break
            idle += await self.wave(wave, stopping)
        self.work.callbacks.idle(tuple(idle))
        now = self.work.clock()
        ahead = [each.next_at - now for each in idle if each.next_at]
        return max(_LEAST, min([*ahead, self.work.look_again]))

    def due(self) -> tuple[tuple[Dispatch, Rules], ...]:
        """The waves of which something goes now, and by which rules; what the others wait for is told."""
        self.read_settings()
        now: list[tuple[Dispatch, Rules]] = []
        idle: list[Idle] = []
        for wave in self.work.store.read(waves.waiting):
            rules = wave_rules(self.settings, wave)
            expire(self.work.store, rules, wave.id, self.work.clock())
            against = self.against(wave, rules)
            if against is None:
                now.append((wave, rules.rules))
            else:
                idle += self.idle(wave, against)
        self.work.callbacks.idle(tuple(idle))
        return tuple(now)

    async def turn(self, dispatch: int, stopping: asyncio.Event) -> Summary | None:
        """Send what is due in one wave, within the limits of a turn; None where nothing is."""
        wave = self.work.store.read(deliveries.one_dispatch, dispatch)
        rules = wave_rules(self.settings, wave)
        return await self.send(wave, rules, stopping) if self.against(wave, rules) is None else None

    def read_settings(self) -> None:
        """What is in campaign.toml now, where that can be used."""
        try:
            settings = self.work.settings()
        except CampaignError as error:
            problems = "; ".join(str(problem) for problem in error.problems) or error.message
            self.work.callbacks.trouble(f"the settings from before count on: {problems}")
            return
        self.settings = settings

    async def wave(self, wave: Dispatch, stopping: asyncio.Event) -> list[Idle]:
        """Send what is due in one wave; what it then waits for, if anything."""
        store = self.work.store
        rules = wave_rules(self.settings, wave)
        expire(store, rules, wave.id, self.work.clock())
        against = self.against(wave, rules)
        if against is None:
            summary = await self.send(wave, rules, stopping)
            against = self.against(store.read(deliveries.one_dispatch, wave.id), rules)
            against = against or never(summary.stopped if summary.cause is Cause.OTHERS else "")
        return self.idle(wave, against)

    def idle(self, wave: Dispatch, against: Permission) -> list[Idle]:
        """What a wave waits for, if it has anything to send."""
        counts = self.work.store.read(deliveries.counts, wave.id)
        waiting = sum(counts.get(state, 0) for state in WAITING)
        return [Idle(wave, waiting, against.why, against.next_at)] if waiting else []

    def against(self, wave: Dispatch, rules: SendRules) -> Permission | None:
        """Why nothing of a wave goes now, None when something does."""
        store, now = self.work.store, self.work.clock()
        if wave.paused_at:
            return never(f"paused: {wave.paused_why}")
        if self.away_until and now < self.away_until:
            return Permission(now=False, next_at=self.away_until, why="the mail server cannot be reached")
        if now < self.rests_until.get(wave.id, now):
            return Permission(now=False, next_at=self.rests_until[wave.id], why="too many failures in a row")
        allowed = SendPolicy(store, rules, wave, now).wave(now)
        if not allowed.now:
            return allowed
        if store.read(handover.due, wave.id, now):
            return None
        due = store.read(deliveries.next_due, wave.id)
        why = f"the next mail is due {moment(due, rules.zone)}" if due else "other mailers have it in hand"
        return Permission(now=False, next_at=due, why=why)

    async def send(self, wave: Dispatch, rules: SendRules, stopping: asyncio.Event) -> Summary:
        work = self.work
        if work.among_others and rules.rules.seconds_apart:
            self.go_on_with_pace(wave.post, rules.rules)
        way, pace = work.transport(self.settings), self.pace(rules.rules)
        order = SendOrder(work.store, wave, rules, way, work.clock, work.limits, work.callbacks, work.worker, pace)
        summary = await run_wave(order, stopping)
        for delivery, why in summary.called_off:
            work.callbacks.called_off(delivery, why)
        self.conclude(wave, summary)
        return summary

    def go_on_with_pace(self, post: Post, rules: Rules) -> None:
        """Not ahead of the gap behind what another worker sent. Its clock may be another, so never more than a gap."""
        last = self.work.store.read(waves.newest_attempt, post)
        gap = rules.seconds_apart
        ahead = min(gap, (last - self.work.clock()).total_seconds() + gap) if last else 0
        self.pace(rules).not_before(asyncio.get_running_loop().time() + max(0, ahead))

    def conclude(self, wave: Dispatch, summary: Summary) -> None:
        now = self.work.clock()
        if summary.cause is Cause.FAILURES and wave.post is Post.LETTER:
            self.work.store.write(waves.pause, wave.id, summary.stopped, now)
        elif summary.cause is Cause.FAILURES:
            self.rests_until[wave.id] = now + self.work.away[-1]
        if summary.cause is Cause.CONNECTION:
            self.away_until = now + self.work.away[min(self.away, len(self.work.away) - 1)]
            self.away += 1
        else:
            self.away, self.away_until = 0, None
        if summary.cause in (Cause.FAILURES, Cause.CONNECTION):
            self.work.callbacks.stopped(wave, summary.stopped)
