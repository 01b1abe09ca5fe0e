"""The mailer that keeps running, and pause and cancel meanwhile."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.adapters.store import Store, replies
from campaign.adapters.store.ledger import deliveries, waves
from campaign.adapters.store.ledger.waves import Intent
from campaign.adapters.store.replies import Position
from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import DeliveryState
from campaign.core.settings import PLAIN, SendingRules, Settings, SmtpTable
from campaign.core.settings.tables import InvitingTable
from campaign.errors import Problem, SettingsError
from campaign.services.sending.mailer import send_until
from campaign.services.sending.order import Attempt, RunLimits
from campaign.services.sending.scheduler import IdleWave, MailerCallbacks, MailerWork
from tests.helpers.ledger import (
    DEADLINE,
    FAST,
    LETTER,
    NOW,
    Clock,
    event_lines,
    plan_wave,
    release_wave,
    settings,
    states,
)
from tests.helpers.mailer import send_wave, transport_to, wait_until
from tests.helpers.smtp_server import FINE, Fault, SmtpServer

SENT, QUEUED, DEFERRED, CANCELLED = (
    DeliveryState.SENT,
    DeliveryState.QUEUED,
    DeliveryState.DEFERRED,
    DeliveryState.CANCELLED,
)
SOON = dt.timedelta(milliseconds=10)


@dataclass
class WatchedMailer:
    """A mailer in a test, with everything that it reports and the settings that it reads."""

    store: Store
    server: SmtpServer
    clock: Clock = field(default_factory=Clock)
    rules: SendingRules = FAST
    settings: Callable[[], Settings] | None = None
    at_a_time: dt.timedelta = dt.timedelta(minutes=1)
    steps: list[Attempt] = field(default_factory=list)
    looks: list[tuple[IdleWave, ...]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    called_off: list[tuple[Delivery, str]] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def work(self) -> MailerWork:
        return MailerWork(
            store=self.store,
            settings=self.settings or (lambda: settings(self.rules)),
            clock=self.clock,
            transport=lambda _: transport_to(self.server),
            callbacks=MailerCallbacks(
                self.steps.append,
                self.troubles.append,
                lambda delivery, why: self.called_off.append((delivery, why)),
                self.looks.append,
                lambda wave, why: self.troubles.append(f"wave {wave.wave}: {why}"),
            ),
            limits=RunLimits(time=self.at_a_time, connect_waits_seconds=(0,)),
            look_interval=SOON,
        )

    @asynccontextmanager
    async def going(self) -> AsyncIterator[None]:
        """Run the mailer until the block ends."""
        task = asyncio.create_task(send_until(self.stopping, self.work()))
        try:
            yield
        finally:
            self.stopping.set()
            await asyncio.wait_for(task, 5)

    async def once(self) -> None:
        await asyncio.wait_for(send_until(self.stopping, self.work(), once=True), 5)

    @property
    def reasons(self) -> list[tuple[str, int, str]]:
        """What each wave waited for at the last look."""
        return [(idle.wave.wave, idle.waiting, idle.why) for idle in self.looks[-1]]


async def test_all_released_waves_go(store: Store) -> None:
    """Waves are sent oldest first; planned ones stay, and one released meanwhile is noticed."""
    first, second = release_wave(store, 2), release_wave(store, 1, "second")
    planned = plan_wave(store, 1, "third")
    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server)
        async with watched.going():
            await wait_until(lambda: watched.looks)
            assert (states(store, first), states(store, second)) == ([SENT] * 2, [SENT])
            assert states(store, planned.id) == [DeliveryState.PLANNED]
            store.write(deliveries.release, planned.id, planned.planned_at, NOW)
            await wait_until(lambda: states(store, planned.id) == [SENT])
    assert [step.delivery.mailing for step in watched.steps] == [first, first, second, planned.id]


async def test_a_wave_waits_for_its_time(store: Store) -> None:
    """Before its start the time is reported; then the wave is sent."""
    mailing = release_wave(store, 1)
    rules = replace(FAST, not_before_at=NOW + dt.timedelta(hours=1))
    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server, rules=rules)
        async with watched.going():
            await wait_until(lambda: watched.looks)
            assert watched.reasons == [("first", 1, "not before Tuesday 20 April 2027, 12:00 (Europe/Brussels)")]
            assert watched.looks[-1][0].next_at == rules.not_before_at
            assert server.connections == 0
            watched.clock.now += dt.timedelta(hours=1)
            await wait_until(lambda: states(store, mailing) == [SENT])
            await wait_until(lambda: not watched.looks[-1])


async def test_once(store: Store) -> None:
    """What is due is sent, the rest is left, and the mailer ends."""
    mailing = release_wave(store, 2)
    deferral = Fault("rcpt", b"450 4.2.0 later\r\n")
    async with SmtpServer(faults=[deferral]).listening() as server:
        watched = WatchedMailer(store, server)
        await watched.once()
    assert states(store, mailing) == [DEFERRED, SENT]
    assert watched.reasons == [("first", 1, "the next email is due Tuesday 20 April 2027, 11:05 (Europe/Brussels)")]


async def test_a_deferred_mail_goes_when_it_is_due(store: Store) -> None:
    """A deferred delivery is tried again by itself."""
    mailing = release_wave(store, 1)
    async with SmtpServer(faults=[Fault("rcpt", b"450 4.2.0 later\r\n")]).listening() as server:
        watched = WatchedMailer(store, server)
        async with watched.going():
            await wait_until(lambda: states(store, mailing) == [DEFERRED])
            watched.clock.now += dt.timedelta(minutes=5)
            await wait_until(lambda: states(store, mailing) == [SENT])


async def test_the_deadline_closes_what_waits(store: Store) -> None:
    """After the deadline everything expires, also in paused waves."""
    first, second = release_wave(store, 1), release_wave(store, 1, "second")
    store.write(waves.pause, second, "a doubt", NOW)
    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server, clock=Clock(DEADLINE))
        await watched.once()
    assert (states(store, first), states(store, second)) == ([DeliveryState.EXPIRED], [DeliveryState.EXPIRED])
    assert (watched.looks, server.connections) == ([()], 0)


async def test_a_mistyped_deadline_that_is_corrected(store: Store) -> None:
    """What expired because a deadline was mistyped, or the clock was far ahead, goes by itself once that is corrected,
    but not in a cancelled wave."""
    first, second = release_wave(store, 2), release_wave(store, 1, "second")
    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server, clock=Clock(DEADLINE))
        async with watched.going():
            await wait_until(lambda: states(store, second) == [DeliveryState.EXPIRED])
            store.write(waves.cancel, second, "a doubt", NOW)
            watched.clock.now = NOW
            await wait_until(lambda: states(store, first) == [SENT] * 2)
        assert states(store, second) == [DeliveryState.EXPIRED]
    assert len(server.messages) == 2


async def test_what_expired_days_ago_waits_for_a_person(store: Store) -> None:
    """A deadline that is moved days later sends nothing by itself."""
    mailing = release_wave(store, 1)
    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server, clock=Clock(DEADLINE))
        await watched.once()
        later = DEADLINE + dt.timedelta(days=2)
        moved = settings(FAST, later + dt.timedelta(days=1))
        watched = WatchedMailer(store, server, clock=Clock(later), settings=lambda: moved)
        await watched.once()
    assert (states(store, mailing), server.connections) == ([DeliveryState.EXPIRED], 0)


async def test_waves_take_turns_at_one_pace(store: Store) -> None:
    """A long wave leaves a turn to the next one, and no email leaves before the pace that both share allows it."""
    first, second = release_wave(store, 30), release_wave(store, 1, "second")
    rules = replace(FAST, per_minute=60 / 0.03, jitter=0)
    async with SmtpServer().listening() as server:
        start = asyncio.get_running_loop().time()
        watched = WatchedMailer(store, server, rules=rules, at_a_time=dt.timedelta(seconds=0.1))
        async with watched.going():
            await wait_until(lambda: states(store, second) == [SENT])
            assert QUEUED in states(store, first)
    assert server.arrivals[-1] - start >= 0.03 * (len(server.arrivals) - 1) - 0.001


@pytest.mark.usefixtures("manner")
async def test_a_pause_takes_effect_within_one_message(store: Store) -> None:
    """After a pause no further body is sent until the wave is resumed."""
    mailing = release_wave(store, 10)
    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server, rules=replace(FAST, per_minute=6000))
        async with watched.going():
            await wait_until(lambda: len(server.messages) >= 2)
            assert store.write(waves.pause, mailing, "a doubt", NOW)
            then = len(server.messages)
            await wait_until(lambda: watched.looks)
            assert watched.reasons == [("first", states(store, mailing).count(QUEUED), "paused: a doubt")]
            await asyncio.sleep(0.1)
            assert len(server.messages) <= then + 1
            assert set(states(store, mailing)) == {SENT, QUEUED}
            assert store.write(waves.unpause, mailing)
            await wait_until(lambda: states(store, mailing) == [SENT] * 10)
    assert len(server.messages) == 10


@pytest.mark.usefixtures("manner")
@pytest.mark.parametrize("stop", ["pause", "cancel"])
async def test_a_stop_while_the_server_is_ready_for_the_body(store: Store, stop: str) -> None:
    """Also between DATA and the body: the body is not sent, the delivery waits or is cancelled, and nothing fails."""
    mailing = release_wave(store, 1)

    class Stopping(Clock):
        """Another process stops the wave just as the server asks for the body."""

        def __call__(self) -> dt.datetime:
            if server.commands[-1:] == ["DATA"] and stop == "pause":
                store.write(waves.pause, mailing, "a doubt", NOW)
            elif server.commands[-1:] == ["DATA"]:
                store.write(deliveries.close, mailing, CANCELLED, "called off", NOW)
            return NOW

    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server, clock=Stopping())
        await watched.once()
    assert (server.messages, watched.steps, watched.troubles) == ([], [], [])
    assert states(store, mailing) == [QUEUED if stop == "pause" else CANCELLED]


@pytest.mark.usefixtures("manner")
async def test_a_pause_gives_back_what_was_claimed_ahead(store: Store) -> None:
    """A message in hand is sent or stopped, the server sees no others, and no claim is left."""
    mailing = release_wave(store, 10)

    def pause(attempt: Attempt) -> None:
        store.write(waves.pause, mailing, "a doubt", NOW)

    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, watch=pause)
    sent = states(store, mailing).count(SENT)
    assert sent in (1, 2, 3)  # one may be on its way, and one begun behind it
    assert (states(store, mailing), summary.stop_reason) == ([SENT] * sent + [QUEUED] * (10 - sent), "paused: a doubt")
    assert server.commands.count("DATA") <= sent + 1
    claimed = store.read(lambda db: db.execute("SELECT count(*) FROM delivery WHERE claim IS NOT NULL").fetchone()[0])
    assert claimed == 0


async def test_mails_to_signatories_go_by_their_own_rules(store: Store) -> None:
    """Invitations and notices are sent when the letter may not be; failures delay but do not pause them; sent bytes are
    deleted."""
    letter, notices = release_wave(store, 1), release_wave(store, 3, "notices")
    store.write(lambda db: db.execute("UPDATE dispatch SET kind = 'notice' WHERE id = :id", {"id": notices}))
    rules = replace(FAST, not_before_at=NOW + dt.timedelta(hours=1), per_day=1, stop_after=1)
    async with SmtpServer(faults=[FINE, Fault("rcpt", b"550 5.1.1 nobody\r\n")]).listening() as server:
        made = replace(settings(rules), inviting=InvitingTable(per_minute=6000))
        watched = WatchedMailer(store, server, settings=lambda: made)
        async with watched.going():
            await wait_until(lambda: len(watched.looks) > 1)
            assert [(wave, why) for wave, _, why in watched.reasons] == [
                ("first", "not before Tuesday 20 April 2027, 12:00 (Europe/Brussels)"),
                ("notices", "1 failure in a row, the last: 5.1.1 nobody"),
            ]
            watched.clock.now += dt.timedelta(minutes=15)
            await wait_until(lambda: states(store, notices) == [SENT, DeliveryState.FAILED, SENT])
    assert states(store, letter) == [QUEUED]
    stored = store.read(lambda db: db.execute("SELECT count(*) FROM message").fetchone()[0])
    assert stored == 2


async def test_failures_pause_a_wave(store: Store) -> None:
    """After failures in a row the wave is paused with the reason; other waves continue."""
    first, second = release_wave(store, 5), release_wave(store, 1, "second")
    refusal = Fault("rcpt", b"550 5.1.1 nobody\r\n")
    async with SmtpServer(faults=[refusal, refusal, FINE]).listening() as server:
        watched = WatchedMailer(store, server, rules=replace(FAST, stop_after=2))
        await watched.once()
    why = "2 failures in a row, the last: 5.1.1 nobody"
    assert (watched.troubles, watched.reasons) == ([f"wave first: {why}"], [("first", 3, f"paused: {why}")])
    assert store.read(deliveries.mailing_by_id, first).paused_why == why
    assert states(store, second) == [SENT]


async def test_a_server_that_is_away(store: Store) -> None:
    """It is tried again after one minute, then after two; once it is back everything is sent."""
    mailing = release_wave(store, 1)
    async with SmtpServer(greeting=b"421 4.3.2 not now\r\n").listening() as server:
        watched = WatchedMailer(store, server)
        async with watched.going():
            for minutes in (1, 2):
                await wait_until(lambda: len(watched.troubles) == server.connections)
                await wait_until(lambda: watched.looks and watched.looks[-1][0].next_at)
                (idle,) = watched.looks[-1]
                assert (idle.why, idle.next_at) == (
                    "the mail server cannot be reached", watched.clock.now + dt.timedelta(minutes=minutes),
                )  # fmt: skip
                before = server.connections
                server.greeting = b"421 4.3.2 not now\r\n" if minutes == 1 else b"220 mail.example ESMTP\r\n"
                watched.clock.now += dt.timedelta(minutes=minutes)
                await wait_until(lambda seen=before: server.connections > seen)
            await wait_until(lambda: states(store, mailing) == [SENT])
    assert watched.troubles[0].startswith("wave first: no connection to ")


async def test_settings_are_read_anew(store: Store) -> None:
    """A change of campaign.toml applies without a restart; invalid settings are reported, and the previous ones
    stay."""
    mailing = release_wave(store, 1)
    later = settings(replace(FAST, not_before_at=NOW + dt.timedelta(hours=1)))
    readings: list[Settings | SettingsError] = [later]

    def read() -> Settings:
        if isinstance(readings[0], SettingsError):
            raise readings[0]
        return readings[0]

    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server, settings=read)
        async with watched.going():
            await wait_until(lambda: watched.looks)
            problem = Problem("campaign.toml", 3, "not valid TOML", "mend it")
            readings[0] = SettingsError("the settings cannot be used: 1 problem", problems=[problem])
            await wait_until(lambda: watched.troubles)
            assert states(store, mailing) == [QUEUED]
            readings[0] = settings(replace(FAST, per_minute=6000))
            await wait_until(lambda: states(store, mailing) == [SENT])
    assert set(watched.troubles) == {
        "campaign.toml is invalid, so the previous settings stay in use: campaign.toml:3: not valid TOML; mend it"
    }


async def test_a_wrong_password_ends_it(store: Store) -> None:
    """The mailer ends with the server's words, and the delivery waits."""
    mailing = release_wave(store, 1)
    async with SmtpServer(password="sesame").listening() as server:
        way = SmtpTransport(SmtpTable("127.0.0.1", server.port, PLAIN, "anna", "open"), 5)
        work = replace(WatchedMailer(store, server).work(), transport=lambda _: way)
        with pytest.raises(SettingsError, match="refused the login"):
            await send_until(asyncio.Event(), work)
    assert states(store, mailing) == [QUEUED]
    assert [line[1:3] for line in event_lines(store, mailing)] == [(QUEUED, "connect")]


async def test_mails_that_may_never_go_are_reported(store: Store) -> None:
    """A follow-up whose addressee has answered is cancelled and reported."""
    mailing = plan_wave(store, 1, "follow-up")
    store.write(waves.describe, mailing, Intent(WavePurpose.FOLLOW_UP))
    store.write(deliveries.release, mailing.id, NOW, NOW)
    store.write(replies.add_position, LETTER, Position("mep-1", NOW, "supports", "phone", "yes"))
    async with SmtpServer().listening() as server:
        watched = WatchedMailer(store, server)
        await watched.once()
    why = "position recorded (supports) on 20 April 2027"
    assert [(delivery.addressee, reason) for delivery, reason in watched.called_off] == [("mep-1", why)]
