"""When messages are sent: windows by time zone, daily limits, and no follow-up after an answer."""

import asyncio
import datetime as dt
import random
from dataclasses import replace

import pytest

from campaign.adapters.store import Store, people, replies, versions
from campaign.adapters.store.ledger import deliveries, waves
from campaign.adapters.store.ledger.waves import Intent
from campaign.adapters.store.replies import Position
from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.records import MailingKind
from campaign.core.delivery.rules import not_before
from campaign.core.delivery.states import DeliveryState
from campaign.core.letters.version import NewVersion, VersionKind
from campaign.core.settings import SendingRules
from campaign.core.settings.times import Window
from campaign.core.timetable import Step, Timetable
from campaign.core.timetable.dates import StepDate
from campaign.services.sending.order import RunLimits
from campaign.services.sending.pace import Pace
from campaign.services.sending.send_policy import SendPolicy, reason_to_hold
from campaign.services.sending.send_wave import run_wave
from tests.helpers.ledger import (
    DEADLINE,
    FAST,
    LETTER,
    NOW,
    Clock,
    event_lines,
    plan_wave,
    release_wave,
    rows,
    send_rules,
    settings,
    states,
)
from tests.helpers.mailer import order, send_wave, transport_to
from tests.helpers.smtp_server import SmtpServer

SENT, QUEUED, DEFERRED, CANCELLED = (
    DeliveryState.SENT,
    DeliveryState.QUEUED,
    DeliveryState.DEFERRED,
    DeliveryState.CANCELLED,
)
OFFICE = replace(FAST, window=Window(dt.time(9), dt.time(17)))
DAY = dt.timedelta(hours=24)


def living_in(store: Store, *countries: str) -> None:
    """Set the countries of the addressees."""
    known = [
        Addressee(
            f"mep-{number}", f"Member {number}", "Member", country=country, address=f"mep{number}@parliament.example"
        )
        for number, country in enumerate(countries, 1)
    ]
    store.write(people.put_addressees, LETTER, known, NOW)


def at(hour: int, minute: int = 0, day: int = 20) -> Clock:
    return Clock(dt.datetime(2027, 4, day, hour, minute, tzinfo=dt.UTC))


@pytest.mark.usefixtures("manner")
async def test_a_mail_goes_in_its_addressees_office_hours(store: Store) -> None:
    """At 9:30 in Athens it is 8:30 in Rome and 7:30 in Lisbon: one message is sent, each other one waits for nine
    o'clock there, with the reason; an hour later the next one is sent, although the pace is one message a minute."""
    living_in(store, "Portugal", "Italy", "Greece")
    mailing = release_wave(store, 3)
    clock = at(6, 30)
    slow = replace(OFFICE, per_minute=1)
    async with SmtpServer().listening() as server:
        start = asyncio.get_running_loop().time()
        await send_wave(store, server, mailing, slow, clock=clock)
        assert states(store, mailing) == [DEFERRED, DEFERRED, SENT]
        assert asyncio.get_running_loop().time() - start < 5
        assert [line[4] for line in event_lines(store, mailing)[:2]] == [
            "the sending window opens Tuesday 20 April 2027, 09:00 (Europe/Lisbon)",
            "the sending window opens Tuesday 20 April 2027, 09:00 (Europe/Rome)",
        ]
        assert [delivery.attempts for delivery in rows(store, mailing)] == [0, 0, 1]
        clock.now += dt.timedelta(minutes=30)
        await send_wave(store, server, mailing, slow, clock=clock)
        assert states(store, mailing) == [DEFERRED, SENT, SENT]
    assert server.recipients == ["mep3@parliament.example", "mep2@parliament.example"]


async def test_the_campaigns_own_clock(store: Store) -> None:
    """If it is set so, the campaign's zone applies to all; it also applies to an unknown country."""
    living_in(store, "Portugal", "Narnia", "Greece")
    mailing = release_wave(store, 3)
    async with SmtpServer().listening() as server:
        early = await send_wave(store, server, mailing, replace(OFFICE, by_addressee=False), clock=at(6, 30))
        assert early.stop_reason == "the sending window opens Tuesday 20 April 2027, 09:00 (Europe/Brussels)"
        await send_wave(store, server, mailing, OFFICE, clock=at(7))
    assert states(store, mailing) == [DEFERRED, SENT, SENT]


async def test_nobodys_window_is_open(store: Store) -> None:
    """At night no delivery changes: the run ends and says when the first window opens."""
    living_in(store, "Portugal", "Greece")
    mailing = release_wave(store, 2)
    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, OFFICE, clock=at(2))
    assert summary.stop_reason == "the sending window opens Tuesday 20 April 2027, 08:00 (Europe/Brussels)"
    assert (states(store, mailing), event_lines(store, mailing), server.connections) == ([QUEUED] * 2, [], 0)


async def test_a_window_that_opens_for_somebody_only_after_the_deadline(store: Store) -> None:
    """Such a delivery waits for the deadline and expires."""
    living_in(store, "Portugal", "Greece")
    mailing = release_wave(store, 2)
    clock = at(6, 30)
    deadline_at = at(7, 30).now
    async with SmtpServer().listening() as server:
        await send_wave(store, server, mailing, OFFICE, clock=clock, deadline_at=deadline_at)
        assert states(store, mailing) == [DEFERRED, SENT]
        clock.now = deadline_at
        await send_wave(store, server, mailing, OFFICE, clock=clock, deadline_at=deadline_at)
    assert states(store, mailing) == [DeliveryState.EXPIRED, SENT]


@pytest.mark.usefixtures("manner")
async def test_a_daily_limit_is_counted_from_the_ledger(store: Store) -> None:
    """With a limit of two a day, a new run counts the two that were sent, also in another wave, until they are 24 hours
    old."""
    first, second = release_wave(store, 3), release_wave(store, 2, "second")
    clock = Clock()
    rules = replace(FAST, per_day=2, connections=3)
    async with SmtpServer().listening() as server:
        stopped = (await send_wave(store, server, first, rules, clock=clock)).stop_reason
        assert stopped == (
            "the daily limit is 2 in 24 hours; the next email can be sent Wednesday 21 April 2027, 11:00 "
            "(Europe/Brussels)"
        )
        await send_wave(store, server, second, rules, clock=clock)
        assert states(store, second) == [QUEUED] * 2
        clock.now += DAY
        await send_wave(store, server, first, rules, clock=clock)
        await send_wave(store, server, second, rules, clock=clock)
    assert (states(store, first), sorted(states(store, second))) == ([SENT] * 3, [QUEUED, SENT])


@pytest.mark.usefixtures("manner")
async def test_a_providers_limit_holds_its_own_mails_only(store: Store) -> None:
    """With a limit of one a day for a domain, its second message waits, and those to other domains are sent."""
    mailing = release_wave(store, 3)
    store.write(lambda db: db.execute("UPDATE delivery SET mail = 'ann@other.example' WHERE id = 3"))
    rules = replace(FAST, per_day_by_domain=(("parliament.example", 1),), connections=2)
    clock = Clock()
    async with SmtpServer().listening() as server:
        await send_wave(store, server, mailing, rules, clock=clock)
        assert sorted(states(store, mailing)) == [DEFERRED, SENT, SENT]
        (waits,) = [delivery for delivery in rows(store, mailing) if delivery.state is DEFERRED]
        assert waits.next_at == NOW + DAY
        assert waits.reply_text == (
            "the daily limit for parliament.example is 1 in 24 hours; the next email can be sent Wednesday "
            "21 April 2027, 11:00 (Europe/Brussels)"
        )
        clock.now += DAY
        await send_wave(store, server, mailing, rules, clock=clock)
    assert states(store, mailing) == [SENT] * 3


def release_follow_up(store: Store, number: int) -> int:
    """Release a follow-up to a number of addressees."""
    mailing = plan_wave(store, number, "follow-up")
    store.write(waves.describe, mailing, Intent(WavePurpose.FOLLOW_UP))
    assert store.write(deliveries.release, mailing.id, NOW, NOW)
    return mailing.id


@pytest.mark.usefixtures("manner")
async def test_an_answer_that_comes_in_stops_the_follow_up(store: Store) -> None:
    """Whoever answers after the release is cancelled with the reason; the others are written to."""
    mailing = release_follow_up(store, 2)
    store.write(replies.add_position, LETTER, Position("mep-1", NOW, "supports", "phone", "yes"))
    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing)
    assert states(store, mailing) == [CANCELLED, SENT]
    why = "position recorded (supports) on 20 April 2027"
    assert [(delivery.addressee, reason) for delivery, reason in summary.cancellations] == [("mep-1", why)]
    assert event_lines(store, mailing)[0] == (1, "cancelled", "", None, why)


@pytest.mark.usefixtures("manner")
@pytest.mark.parametrize("connections", [1, 3])
async def test_a_run_ends_where_all_are_put_off(store: Store, connections: int) -> None:
    """When everybody has answered, no connection is opened."""
    mailing = release_follow_up(store, 40)
    for number in range(1, 41):
        store.write(replies.add_position, LETTER, Position(f"mep-{number}", NOW, "supports", "phone", "yes"))
    async with SmtpServer().listening() as server:
        await asyncio.wait_for(send_wave(store, server, mailing, replace(FAST, connections=connections)), 10)
    assert (states(store, mailing), server.connections) == ([CANCELLED] * 40, 0)


@pytest.mark.usefixtures("manner")
async def test_an_answer_that_comes_in_while_the_server_thinks(store: Store) -> None:
    """This is checked again before the body: the message is not sent, and there is no failure."""
    mailing = release_follow_up(store, 1)

    class Thinking(Clock):
        """A position is recorded while the server answers DATA."""

        def __call__(self) -> dt.datetime:
            if server.commands[-1:] == ["DATA"] and not store.read(replies.positions, LETTER):
                store.write(replies.add_position, LETTER, Position("mep-1", NOW, "open", "phone", "later"))
            return NOW

    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, clock=Thinking())
    assert (states(store, mailing), server.messages, summary.attempts) == ([CANCELLED], [], 0)


@pytest.mark.usefixtures("manner")
async def test_the_deadline_passes_while_the_disk_takes_its_time(store: Store) -> None:
    """A delivery that was recorded as `sending` too late for its body gets its earlier state back."""
    mailing = release_wave(store, 1)

    def clock() -> dt.datetime:
        return DEADLINE if states(store, mailing) == [DeliveryState.SENDING] else NOW

    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, clock=clock)
        assert (states(store, mailing), event_lines(store, mailing), server.messages) == ([QUEUED], [], [])
        assert summary.stop_reason.startswith("the deadline has passed")
        await send_wave(store, server, mailing)
    assert states(store, mailing) == [SENT]


async def test_an_answer_does_not_stop_a_first_wave(store: Store) -> None:
    """A first wave goes to everybody on its list."""
    mailing = release_wave(store, 1)
    store.write(replies.add_position, LETTER, Position("mep-1", NOW, "supports", "phone", "yes"))
    async with SmtpServer().listening() as server:
        await send_wave(store, server, mailing)
    assert states(store, mailing) == [SENT]


def test_before_when_a_wave_does_not_go(store: Store) -> None:
    """The start is a written date of the timetable or a follow-up's default, else the wave's own; never before
    [sending], and for the letter never before the end of the embargo."""
    first = plan_wave(store, 1)
    follow_up = replace(first, purpose=WavePurpose.FOLLOW_UP)
    days = [NOW + dt.timedelta(days=number) for number in range(1, 5)]

    def asked(rules: SendingRules = FAST, *, written: bool = False, own: dt.datetime | None = None) -> list[object]:
        dates = Timetable((StepDate(Step.FIRST, days[0], written), StepDate(Step.FOLLOW_UP, days[1])))
        made = replace(settings(rules), timetable=dates)
        return [not_before(replace(wave, not_before_at=own), made) for wave in (first, follow_up)]

    assert asked() == [None, days[1]]
    assert asked(written=True) == [days[0], days[1]]
    assert asked(own=days[3]) == [days[3], days[3]]
    assert asked(own=NOW, written=True) == [NOW, NOW]
    assert asked(replace(FAST, not_before_at=days[2])) == [days[2], days[2]]
    assert not_before(replace(first, kind=MailingKind.INVITATION), settings()) is None
    made = settings(FAST)
    made = replace(made, campaign=replace(made.campaign, embargo_at=days[2]))
    assert not_before(first, made) == days[2]
    assert not_before(replace(first, kind=MailingKind.INVITATION), made) is None


async def test_what_holds_a_released_wave(store: Store) -> None:
    """Too few signatories, a named one that is no longer listed, or a newer version hold a wave back."""
    release_wave(store, 1)
    wave = store.read(deliveries.mailing_by_id, 1)
    assert reason_to_hold(store, 0, wave) == ""
    nobody = (
        "nobody is listed under the letter: add signatories or approve them, see campaign signatory list;"
        " for a letter without signatories by design, write minimum_signatories = 0 in campaign.toml"
    )
    assert (reason_to_hold(store, 1, wave), reason_to_hold(store, 2, wave)) == (nobody, nobody)
    named = replace(wave, signatories=("laion", "wikimedia"))
    gone = (
        "named in these emails but no longer listed: laion, wikimedia; run campaign send cancel, then start a new wave"
    )
    assert reason_to_hold(store, 0, named) == gone
    assert reason_to_hold(store, 0, replace(named, kind=MailingKind.INVITATION)) == ""
    store.write(versions.add, NewVersion(LETTER, "digest and more", (), "translated", NOW, VersionKind.LANGUAGE, "de"))
    assert reason_to_hold(store, 0, wave) == ""
    store.write(versions.add, NewVersion(LETTER, "other", (), "mended", NOW, VersionKind.CORRECTION))
    assert (
        reason_to_hold(store, 0, wave)
        == "version 3 was frozen after this wave; run campaign send cancel, then start a new wave"
    )
    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, 1)
    assert (
        summary.stop_reason == "version 3 was frozen after this wave; run campaign send cancel, then start a new wave"
    )
    assert states(store, 1) == [QUEUED]


def test_the_policy_is_looked_at_again_after_seconds_only(store: Store) -> None:
    """Windows and sign-ons are not checked for each message, but a clock that jumps is noticed."""
    release_wave(store, 1)
    policy = SendPolicy(store, send_rules(OFFICE), store.read(deliveries.mailing_by_id, 1), NOW)
    assert policy.wave_permission(NOW).granted
    store.write(versions.add, NewVersion(LETTER, "other", (), "mended", NOW, VersionKind.CORRECTION))
    assert policy.wave_permission(NOW + dt.timedelta(seconds=4)).granted
    assert not policy.wave_permission(NOW + dt.timedelta(seconds=5)).granted
    assert policy.wave_permission(NOW).granted
    assert not policy.wave_permission(NOW - dt.timedelta(seconds=1)).granted


def test_the_pace_is_uneven_and_never_faster() -> None:
    """Each gap is the pace and a random part up to the jitter."""
    pace, dice = Pace(20, 0.5, random.Random(7)), random.Random(7)
    gaps = [20 * (1 + 0.5 * dice.random()) for _ in range(8)]
    assert len(set(gaps)) == 8
    now = 100.0
    for gap in gaps:
        assert pace.wait(now) == 0
        assert pace.wait(now) == pytest.approx(gap)
        now += gap + 1


def test_an_unused_moment_is_returned() -> None:
    """A start that was not used does not delay the next one."""
    pace = Pace(20)
    assert [pace.wait(100), pace.wait(110)] == [0, 10]
    pace.give_back()
    assert [pace.wait(110), pace.wait(110)] == [0, 20]


@pytest.mark.usefixtures("manner")
async def test_far_apart_every_mail_has_its_own_connection(store: Store) -> None:
    """With minutes between messages no connection stays idle."""
    mailing = release_wave(store, 2)
    async with SmtpServer().listening() as server:
        rules = replace(FAST, per_hour=60, jitter=0)
        await run_wave(order(store, transport_to(server), mailing, rules, pace=Pace(0.01)))
    assert (states(store, mailing), server.connections) == ([SENT] * 2, 2)


@pytest.mark.slow
async def test_a_run_ends_after_its_time(store: Store) -> None:
    """A run with a time limit ends after the message in hand, without a reason."""
    mailing = release_wave(store, 3)
    rules = replace(FAST, per_minute=6, jitter=0)
    async with SmtpServer().listening() as server:
        limits = RunLimits(time=dt.timedelta(seconds=2))
        summary = await run_wave(order(store, transport_to(server), mailing, rules, limits))
    assert (states(store, mailing), summary.stop_reason) == ([SENT, QUEUED, QUEUED], "")
    assert DEADLINE > NOW
