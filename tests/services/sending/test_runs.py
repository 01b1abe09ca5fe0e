"""Whole runs: pace, window, deadline, failures, logins, Ctrl-C, database errors, several connections, two mailers."""

import asyncio
import datetime as dt
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.adapters.smtp.transport import MailConnection
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, leases
from campaign.adapters.store.sqlite import SqliteConnection, sqlite3
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.delivery.states import DeliveryState
from campaign.core.settings import PLAIN, SmtpTable
from campaign.core.settings.times import Window
from campaign.errors import Refused, SettingsError, StoreError
from campaign.services.sending import ledger, send_policy
from campaign.services.sending.order import Attempt
from campaign.services.sending.send_wave import mailer_lock, run_wave
from tests.helpers import smtp_server
from tests.helpers.ledger import (
    DEADLINE,
    FAST,
    LETTER,
    NOW,
    Clock,
    claim,
    event_lines,
    expire_lease,
    planned_delivery,
    release_wave,
    rows,
    states,
)
from tests.helpers.mailer import order, run_alone, run_once, send_wave, transport_to, wait_until
from tests.helpers.smtp_server import FINE, Fault, SmtpServer

pytestmark = pytest.mark.usefixtures("manner")

SENT, QUEUED, DEFERRED, FAILED = DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.FAILED
SENDING, UNCERTAIN, EXPIRED, CANCELLED = (
    DeliveryState.SENDING,
    DeliveryState.UNCERTAIN,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
)


def all_addresses(number: int) -> list[str]:
    return [f"mep{member}@parliament.example" for member in range(1, number + 1)]


def marks_in_advance(store: Store, manner: str) -> bool:
    """Whether a message is started while the body before it is being sent."""
    return manner == "pipelined" and not store.engine.shared


async def test_a_wave_goes_out(store: Store) -> None:
    """Each addressee gets exactly the stored bytes, in order, on one connection, and each attempt is reported."""
    mailing = release_wave(store, 5)
    attempts: list[Attempt] = []
    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, watch=attempts.append)
    assert [mail.content for mail in server.messages] == [planned_delivery(number).message for number in range(1, 6)]
    assert [(mail.sender, mail.recipient) for mail in server.messages] == [
        (planned_delivery(1).sender, to) for to in all_addresses(5)
    ]
    assert states(store, mailing) == [SENT] * 5
    assert summary.attempts == len(attempts) == 5
    assert [attempt.delivery.addressee for attempt in attempts] == [f"mep-{number}" for number in range(1, 6)]
    assert (summary.stop_reason, server.connections) == ("", 1)


async def test_a_wave_that_was_not_released_stays(store: Store) -> None:
    """A planned wave is not sent."""
    mailing = release_wave(store, 1)
    store.write(deliveries.plan, LETTER, "second", 1, [planned_delivery(2, "second")], NOW)
    async with SmtpServer().listening() as server:
        await send_wave(store, server, mailing + 1)
    assert (states(store, mailing + 1), server.connections) == ([DeliveryState.PLANNED], 0)


async def test_the_pace_is_not_exceeded(store: Store) -> None:
    """At 3000 a minute eight messages take seven times 20 ms, also over two connections."""
    mailing = release_wave(store, 8)
    async with SmtpServer().listening() as server:
        start = asyncio.get_running_loop().time()
        await send_wave(store, server, mailing, replace(FAST, per_minute=3000, connections=2))
    assert server.arrivals[-1] - start >= 7 * 0.020 - 0.001


async def test_the_window_closes_during_a_run(store: Store, manner: str) -> None:
    """The message in hand is finished, the rest waits, and the run says when the window opens again. When messages
    start ahead, the third body is sent before the second attempt is reported."""
    mailing = release_wave(store, 4)
    clock = Clock()
    rules = replace(FAST, window=Window(dt.time(9), dt.time(11, 30)))

    def after_two(attempt: Attempt) -> None:
        if attempt.delivery.addressee == "mep-2":
            clock.now += dt.timedelta(hours=1)

    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, rules, clock=clock, watch=after_two)
    assert summary.stop_reason == "the sending window opens Wednesday 21 April 2027, 09:00 (Europe/Brussels)"
    sent = 2 + marks_in_advance(store, manner)
    assert states(store, mailing) == [SENT] * sent + [QUEUED] * (4 - sent)


async def test_the_deadline_passes_during_a_run(store: Store, manner: str) -> None:
    """Everything that was not sent by then expires, also what was started ahead."""
    mailing = release_wave(store, 3)
    clock = Clock()

    def too_late(attempt: Attempt) -> None:
        clock.now = DEADLINE

    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, clock=clock, watch=too_late)
        await send_wave(store, server, mailing)
    assert summary.stop_reason == "the deadline has passed (Monday 26 April 2027, 11:00 (Europe/Brussels))"
    sent = 1 + marks_in_advance(store, manner)
    assert states(store, mailing) == [SENT] * sent + [EXPIRED] * (3 - sent)
    assert event_lines(store, mailing)[sent:] == [
        (number, EXPIRED, "", None, "the deadline passed before it could be sent") for number in (1, 2, 3)[sent:]
    ]
    assert len(server.messages) == sent


async def test_the_deadline_passes_while_the_server_thinks(store: Store) -> None:
    """A message that started in time, but whose body would be late, is not sent."""
    mailing = release_wave(store, 1)

    def clock() -> dt.datetime:
        return DEADLINE if server.commands[-1:] == ["DATA"] else NOW

    async with SmtpServer().listening() as server:
        await send_wave(store, server, mailing, clock=clock)
    assert server.messages == []
    assert states(store, mailing) == [EXPIRED]


async def test_nothing_is_due_is_no_reason(store: Store) -> None:
    """A run that has sent everything gives no reason, although the window has closed."""
    mailing = release_wave(store, 1)
    clock = Clock()

    def evening(attempt: Attempt) -> None:
        clock.now += dt.timedelta(hours=12)

    async with SmtpServer().listening() as server:
        summary = await send_wave(
            store, server, mailing, replace(FAST, window=Window(dt.time(), dt.time(18))), clock=clock, watch=evening
        )
    assert (summary.stop_reason, states(store, mailing)) == ("", [SENT])


async def test_a_run_of_failures_stops(store: Store) -> None:
    """After a number of failures in a row the run ends with the reason; the others are not tried."""
    mailing = release_wave(store, 9)
    refusal = Fault("rcpt", b"550 5.1.1 nobody\r\n")
    async with SmtpServer(faults=[refusal, FINE, refusal, refusal, refusal]).listening() as server:
        summary = await send_wave(store, server, mailing, replace(FAST, stop_after=3))
    assert summary.stop_reason == "3 failures in a row, the last: 5.1.1 nobody"
    assert states(store, mailing) == [FAILED, SENT, FAILED, FAILED, FAILED] + [QUEUED] * 4


async def test_one_mail_that_always_breaks_cannot_keep_a_run(store: Store) -> None:
    """A message that always breaks the connection is tried again after waits that grow, so that the run ends."""
    mailing = release_wave(store, 1)
    clock = Clock()

    def later(attempt: Attempt) -> None:
        clock.now += dt.timedelta(seconds=30)

    async with SmtpServer(faults=[Fault("rcpt", then="drop")] * 20).listening() as server:
        summary = await send_wave(store, server, mailing, clock=clock, watch=later, patience=dt.timedelta(minutes=1))
    assert summary.stop_reason == ""
    assert (states(store, mailing), server.connections) == ([DEFERRED], 2)


async def test_a_deferral_within_patience_is_waited_for(store: Store) -> None:
    """A run waits a little for a delivery that is due soon."""
    mailing = release_wave(store, 1)
    clock = Clock()

    def soon(attempt: Attempt) -> None:
        clock.now += dt.timedelta(seconds=29.98)
        asyncio.get_running_loop().call_later(0.02, setattr, clock, "now", NOW + dt.timedelta(seconds=30))

    async with SmtpServer(faults=[Fault("mail", then="drop")]).listening() as server:
        await send_wave(store, server, mailing, clock=clock, watch=soon, patience=dt.timedelta(seconds=30))
    assert states(store, mailing) == [SENT]


async def test_a_wrong_password_stops_at_once(store: Store) -> None:
    """After a refused login the delivery is queued and unclaimed, and there was only one login."""
    mailing = release_wave(store, 3)
    async with SmtpServer(password="sesame").listening() as server:
        way = SmtpTransport(SmtpTable("127.0.0.1", server.port, PLAIN, "anna", "open"), 5)
        with pytest.raises(SettingsError, match="refused the login"):
            await run_wave(order(store, way, mailing))
    assert states(store, mailing) == [QUEUED] * 3
    assert [claimed.delivery for claimed in claim(store, mailing, "next")] == [*rows(store, mailing)[:1]]
    assert [line[1:3] for line in event_lines(store, mailing)] == [(QUEUED, "connect")]
    assert server.connections == 1


async def test_a_wrong_password_is_tried_once_for_all_connections(store: Store) -> None:
    """With five connections and three mechanisms there is one login: more would lock the mailbox."""
    mailing = release_wave(store, 9)
    offers = (*smtp_server.offered, "AUTH PLAIN LOGIN CRAM-MD5")
    async with SmtpServer(password="sesame", extensions=offers).listening() as server:
        way = SmtpTransport(SmtpTable("127.0.0.1", server.port, PLAIN, "anna", "open"), 5)
        with pytest.raises(SettingsError, match="refused the login"):
            await run_wave(order(store, way, mailing, replace(FAST, connections=5)))
        assert sum(command.startswith("AUTH") for command in server.commands) == 1
    assert (server.connections, states(store, mailing)) == (1, [QUEUED] * 9)


async def test_a_login_that_was_forgotten(store: Store) -> None:
    """A server that requires a login fails no addressee: the run stops, and everything can be sent later."""
    mailing = release_wave(store, 6)
    async with SmtpServer(needs_login=True).listening() as server:
        summary = await send_wave(store, server, mailing)
    assert summary.stop_reason == (
        "the mail server does not accept the login, or asks for one; check [smtp]"
        " (it said: 530 5.7.0 Authentication required)"
    )
    assert states(store, mailing) == [QUEUED] * 6


async def test_no_server(store: Store) -> None:
    """Without a connection the delivery stays queued, and the run names the server."""
    mailing = release_wave(store, 2)
    async with SmtpServer().listening() as server:
        pass
    summary = await run_once(store, server, mailing)
    assert summary.stop_reason == f"no connection to 127.0.0.1:{server.port}: it refuses the connection"
    assert states(store, mailing) == [QUEUED] * 2
    assert [line[1:3] for line in event_lines(store, mailing)] == [(QUEUED, "connect")]


async def test_a_server_that_goes_away(store: Store) -> None:
    """A server that accepts one message and then no connections ends the run; the rest stays queued."""
    mailing = release_wave(store, 3)
    server = SmtpServer(messages_per_connection=1)

    def full(attempt: Attempt) -> None:
        server.greeting = b"421 4.3.2 going down\r\n"

    async with server.listening():
        summary = await run_once(store, server, mailing, watch=full)
    assert summary.stop_reason == f"no connection to 127.0.0.1:{server.port}: 421 4.3.2 going down"
    assert states(store, mailing) == [SENT, QUEUED, QUEUED]


async def test_ctrl_c_while_it_knocks(store: Store) -> None:
    """A run that is stopped while it waits for a connection returns its delivery at once."""
    mailing = release_wave(store, 1)
    async with SmtpServer(greeting=b"421 4.3.2 busy\r\n").listening() as server:
        running = asyncio.create_task(send_wave(store, server, mailing))
        await wait_until(lambda: server.connections)
        os.kill(os.getpid(), signal.SIGINT)
        summary = await running
    assert (states(store, mailing), server.connections) == ([QUEUED], 1)
    assert summary.stop_reason


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
async def test_ctrl_c_finishes_the_mail_in_hand(store: Store, name: signal.Signals, manner: str) -> None:
    """The message in hand is finished and recorded, and the next one is not started."""
    mailing = release_wave(store, 3)

    def interrupt(attempt: Attempt) -> None:
        if attempt.delivery.addressee == "mep-1":
            asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), name)

    rules = replace(FAST, per_minute=600)
    async with SmtpServer(drips=True).listening() as server:
        summary = await send_wave(store, server, mailing, rules, watch=interrupt)
    assert summary.stop_reason == "stopped by hand"
    assert [delivery.state for delivery in rows(store, mailing)].count(SENT) == len(server.messages) < 3
    assert SENDING not in states(store, mailing)
    assert "QUIT" in server.commands or manner == "pipelined"  # where a body was kept back there is no leave to take


async def test_ctrl_c_during_the_body(store: Store) -> None:
    """A run that is stopped while the server reads a body waits for the reply and records it."""
    mailing = release_wave(store, 2)

    async def interrupt() -> None:
        await wait_until(lambda: "DATA" in server.commands)
        os.kill(os.getpid(), signal.SIGINT)

    async with SmtpServer(drips=True).listening() as server:
        _, summary = await asyncio.gather(interrupt(), send_wave(store, server, mailing))
    assert (summary.stop_reason, states(store, mailing)) == ("stopped by hand", [SENT, QUEUED])
    assert store.read(deliveries.mailing_by_id, mailing).paused_why == "stopped by hand"


async def test_whoever_watches_may_break(store: Store) -> None:
    """An error in a callback ends the run, and the messages in hand are finished."""
    mailing = release_wave(store, 8)

    def broken(attempt: Attempt) -> None:
        raise BrokenPipeError

    async with SmtpServer(drips=True).listening() as server:
        with pytest.raises(BrokenPipeError):
            await send_wave(store, server, mailing, replace(FAST, connections=3), watch=broken)
    assert set(states(store, mailing)) == {SENT, QUEUED}
    assert states(store, mailing).count(SENT) == len(server.messages)


def failing(store: Store, condition: str) -> Callable[[], object]:
    """Make updates of a delivery fail while `condition` holds. Returns the function that ends this."""
    fails = f"CREATE TRIGGER trouble BEFORE UPDATE ON delivery WHEN {condition} "
    if store.read(lambda db: db.shared):
        fails = f"""
            CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'database or disk is full'; END $$;
            CREATE TRIGGER trouble BEFORE UPDATE ON delivery FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION trouble()
        """
        mends = "DROP TRIGGER trouble ON delivery; DROP FUNCTION trouble"
    else:
        fails += "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        mends = "DROP TRIGGER trouble"
    store.write(lambda db: db.conn.execute(fails))
    return lambda: store.write(lambda db: db.conn.execute(mends))


async def test_the_store_fails_at_begin(store: Store) -> None:
    """While `sending` cannot be recorded no body is sent, and the run ends with what to do."""
    mailing = release_wave(store, 2)
    mended = failing(store, "NEW.state = 'sending'")
    async with SmtpServer().listening() as server:
        with pytest.raises(StoreError) as caught:
            await send_wave(store, server, mailing)
        assert (server.messages, states(store, mailing)) == ([], [QUEUED] * 2)
        assert caught.value.fix.endswith("disk; everything that was saved before is safe")
        mended()
        assert store.write(leases.recover, NOW) == 0
        await send_wave(store, server, mailing)
    assert server.recipients == all_addresses(2)
    assert states(store, mailing) == [SENT] * 2


async def test_the_store_fails_at_the_verdict(store: Store) -> None:
    """A verdict that cannot be recorded is recorded later: sent once, and recorded as sent."""
    mailing = release_wave(store, 2)
    mended = failing(store, "NEW.state = 'sent'")

    async def make_room() -> None:
        await wait_until(lambda: server.accepted)
        await asyncio.sleep(0.05)
        mended()

    async with SmtpServer().listening() as server:
        await asyncio.gather(make_room(), send_wave(store, server, mailing))
    assert server.recipients == all_addresses(2)
    assert states(store, mailing) == [SENT] * 2


async def test_the_store_is_away_for_long(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's replies are tried again until they are recorded; this is reported at its beginning and its end."""
    monkeypatch.setattr(ledger, "WAITS_SECONDS", (0.002,))
    mailing = release_wave(store, 2)
    mended = failing(store, "NEW.state IN ('sent', 'failed')")
    troubles: list[str] = []

    async def make_room() -> None:
        await wait_until(lambda: troubles)
        await asyncio.sleep(0.3)
        mended()

    async with SmtpServer(refusals={"mep2@parliament.example": b"550 5.1.1 no\r\n"}).listening() as server:
        await asyncio.gather(make_room(), send_wave(store, server, mailing, trouble=troubles.append))
    assert states(store, mailing) == [SENT, FAILED]
    waits = "the mail server's replies are kept in memory until they can be saved"
    assert [words.rpartition("; ")[2] for words in troubles] == [waits, "the database works again"]
    assert "database or disk is full" in troubles[0]


async def test_a_person_ends_the_wait_for_the_store(store: Store) -> None:
    """If the process ends while a reply cannot be recorded, the next run finds the delivery uncertain."""
    mailing = release_wave(store, 1)
    mended = failing(store, "NEW.state = 'sent'")
    troubles: list[str] = []
    async with SmtpServer().listening() as server:
        waiting = asyncio.create_task(send_wave(store, server, mailing, trouble=troubles.append))
        await wait_until(lambda: troubles)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    mended()
    assert (states(store, mailing), store.write(leases.recover, NOW)) == ([SENDING], 1)


async def test_the_store_fails_at_the_claim(store: Store) -> None:
    """Without a claim there is no connection."""
    mailing = release_wave(store, 1)
    failing(store, "NEW.claim IS NOT NULL")
    async with SmtpServer().listening() as server:
        with pytest.raises(StoreError):
            await send_wave(store, server, mailing)
    assert (server.connections, states(store, mailing)) == (0, [QUEUED])


async def test_the_store_cannot_be_read_during_a_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed read between two messages ends the run with its error; the next run sends the rest, and nobody
    gets two."""
    monkeypatch.setattr(send_policy, "_MAX_AGE", dt.timedelta(0))
    mailing = release_wave(store, 6)

    def rename(old: str, new: str) -> None:
        store.write(lambda db: db.conn.execute(f"ALTER TABLE {old} RENAME TO {new}"))

    def break_after_one(attempt: Attempt) -> None:
        if attempt.delivery.addressee == "mep-1":
            rename("version", "away")

    async with SmtpServer().listening() as server:
        with pytest.raises(StoreError, match="version"):
            await send_wave(store, server, mailing, watch=break_after_one)
        rename("away", "version")
        expire_lease(store)
        store.write(leases.recover, NOW)
        await send_wave(store, server, mailing)
    assert server.recipients == all_addresses(6)
    assert states(store, mailing) == [SENT] * 6


async def test_several_lines(store: Store) -> None:
    """Three connections share a wave, and each message is sent once."""
    mailing = release_wave(store, 40)
    async with SmtpServer(drips=True).listening() as server:
        await send_wave(store, server, mailing, replace(FAST, connections=3))
    assert server.most_at_once == 3
    assert sorted(server.recipients) == sorted(all_addresses(40))
    assert states(store, mailing) == [SENT] * 40


@pytest.mark.parametrize("farewell", [b"421 4.7.0 enough\r\n", b""], ids=["421", "bare"])
async def test_a_server_that_closes_after_some(store: Store, farewell: bytes) -> None:
    """A connection that ends after three messages is opened again, without failures or waits."""
    mailing = release_wave(store, 10)
    async with SmtpServer(messages_per_connection=3, farewell=farewell).listening() as server:
        summary = await send_wave(store, server, mailing)
    assert sorted(server.recipients) == sorted(all_addresses(10))
    assert (states(store, mailing), server.connections, summary.stop_reason) == ([SENT] * 10, 4, "")
    assert [delivery.attempts for delivery in rows(store, mailing)] == [1] * 10


async def test_a_server_that_takes_fewer_connections(store: Store) -> None:
    """If the server accepts only one connection, the others return their deliveries and the first sends all."""
    mailing = release_wave(store, 6)
    rules = replace(FAST, connections=3, per_minute=3000)
    async with SmtpServer(most_connections=1).listening() as server:
        summary = await asyncio.wait_for(run_once(store, server, mailing, rules, (0, 60)), 30)
    assert sorted(server.recipients) == all_addresses(6)
    assert (states(store, mailing), summary.stop_reason) == ([SENT] * 6, "")


class OneAtATime:
    """A transport whose second connection is refused late, after the first one has ended."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._asked = 0

    async def connect(self) -> MailConnection | Outcome:
        self._asked += 1
        if self._asked != 2:
            return await transport_to(self._server).connect()
        await wait_until(lambda: "QUIT" in self._server.commands)
        return Outcome(Stage.CONNECT, 421, "4.7.0 too many connections")


async def test_a_refusal_that_comes_late(store: Store) -> None:
    """A connection that is refused after the others have ended is tried again, and no message is left."""
    mailing = release_wave(store, 2)
    rules = replace(FAST, connections=2)
    async with SmtpServer().listening() as server:
        summary = await run_alone(order(store, OneAtATime(server), mailing, rules))
    assert (states(store, mailing), summary.stop_reason) == ([SENT] * 2, "")


def test_a_second_mailer_is_refused(tmp_path: Path) -> None:
    """While one mailer holds the lock, another is refused; after that it may start."""
    lock = tmp_path / "campaign.lock"
    with mailer_lock(lock), pytest.raises(Refused, match="another mailer is at work"), mailer_lock(lock):
        pass
    with mailer_lock(lock):
        pass


async def test_two_runs_at_once_never_send_twice(store: Store) -> None:
    """Even without the lock, each addressee gets one email and has one recorded event."""
    mailing = release_wave(store, 40)
    rules = replace(FAST, connections=2)
    with_its_own = Store.open(store.location)
    async with SmtpServer(drips=True).listening() as server:
        await asyncio.gather(send_wave(store, server, mailing, rules), send_wave(with_its_own, server, mailing, rules))
    with_its_own.close()
    assert sorted(server.recipients) == sorted(all_addresses(40))
    assert [line[1] for line in event_lines(store, mailing)] == [SENT] * 40


async def test_a_wave_is_called_off_while_it_is_sent(store: Store, manner: str) -> None:
    """What was not started is cancelled at once, also claimed deliveries. Only messages that were started before the
    first report are still sent."""
    mailing = release_wave(store, 5)

    def call_off(attempt: Attempt) -> None:
        store.write(deliveries.close, mailing, CANCELLED, "called off by a person", NOW)

    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, watch=call_off)
    sent = 1 + (manner == "pipelined") + marks_in_advance(store, manner)
    assert states(store, mailing) == [SENT] * sent + [CANCELLED] * (5 - sent)
    assert (len(server.messages), summary.stop_reason) == (sent, "")


async def test_a_claimed_mail_is_called_off(store: Store) -> None:
    """A delivery that is cancelled between its claim and its body is not sent."""
    mailing = release_wave(store, 1)
    called: list[int] = []

    def clock() -> dt.datetime:
        if server.commands[-1:] == ["DATA"] and not called:
            called.append(store.write(deliveries.close, mailing, CANCELLED, "called off by a person", NOW))
        return NOW

    async with SmtpServer().listening() as server:
        summary = await send_wave(store, server, mailing, clock=clock)
    assert (called, server.messages, states(store, mailing)) == ([1], [], [CANCELLED])
    assert summary.attempts == 0
    assert [line[1] for line in event_lines(store, mailing)] == [CANCELLED]


async def test_a_late_answer_is_not_forgotten(store: Store) -> None:
    """A reply that comes after the delivery was declared uncertain ends the doubt."""
    mailing = release_wave(store, 1)

    async def sweep() -> None:
        await wait_until(lambda: states(store, mailing) == [SENDING])
        expire_lease(store)
        store.write(leases.recover, NOW)
        answering.set()

    answering = asyncio.Event()
    async with SmtpServer(may_answer=answering).listening() as server:
        await asyncio.gather(sweep(), send_wave(store, server, mailing))
    assert states(store, mailing) == [SENT]
    assert [line[1:4] for line in event_lines(store, mailing)] == [(UNCERTAIN, "", None), (SENT, "body", 250)]


async def test_a_mail_that_is_settled_goes_again(store: Store) -> None:
    """An uncertain delivery that a person queues again is sent once."""
    mailing = release_wave(store, 1)
    async with SmtpServer(faults=[Fault("dot", then="drop")]).listening() as server:
        await send_wave(store, server, mailing)
        (doubtful,) = rows(store, mailing)
        assert store.write(deliveries.settle, doubtful.id, UNCERTAIN, QUEUED, "the office has nothing", NOW)
        await send_wave(store, server, mailing)
    assert [line[1] for line in event_lines(store, mailing)] == [UNCERTAIN, QUEUED, SENT]
    assert len(server.messages) == 1


async def test_a_lost_answer_to_a_commit_leaves_nothing_in_sending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A COMMIT that was done although its answer was lost leaves a row in `sending` only until the next sweep: the run
    does not give its lease back as if it had been tidy."""
    lost: list[bool] = []
    commit = SqliteConnection.commit

    def lose_answer(self: SqliteConnection) -> None:
        commit(self)
        if not lost and self.db.execute("SELECT 1 FROM delivery WHERE state = 'sending'").fetchone():
            lost.append(True)
            raise sqlite3.OperationalError("connection lost")

    with Store.open(tmp_path / "campaign.db") as store:
        mailing = release_wave(store, 3)
        monkeypatch.setattr(SqliteConnection, "commit", lose_answer)
        async with SmtpServer().listening() as server:
            with pytest.raises(StoreError, match="connection lost"):
                await send_wave(store, server, mailing)
        store.write(leases.sweep, NOW)
        assert lost == [True]
        assert SENDING not in states(store, mailing)
    assert server.messages == []
