"""How a mail server can fail one message, and what the ledger has then."""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

import pytest

from campaign.adapters.store import Store
from campaign.core.delivery.states import DeliveryState
from campaign.core.settings import SendingRules
from tests.helpers.ledger import FAST, NOW, event_lines, planned_delivery, release_wave, rows, states, store_in_memory
from tests.helpers.mailer import send_wave
from tests.helpers.smtp_server import FINE, Fault, SmtpServer

pytestmark = pytest.mark.usefixtures("manner")

SENT, QUEUED, DEFERRED, FAILED, UNCERTAIN = (
    DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.FAILED, DeliveryState.UNCERTAIN
)  # fmt: skip
SOON = dt.timedelta(seconds=30)
LATER = dt.timedelta(minutes=5)
TAKEN = "2.0.0 Ok: queued as 4XYZ"
LONG_LINE = b"250 " + b"x" * 40_000 + b"\r\n"


@dataclass(frozen=True, slots=True)
class Case:
    """A fault of the first message, and its delivery after that. Without `text` the words are the system's."""

    fault: Fault
    state: DeliveryState
    stage: str
    code: int | None = None
    text: str | None = None
    wait: dt.timedelta | None = None
    counts: bool = True
    received: bool = False


def case_name(case: Case) -> str:
    words = case.fault.answer[:12].decode("ascii", "replace").strip()
    return f"{case.fault.stage} {words} {case.fault.then}{' kept' if case.received else ''}"


REFUSALS = [
    Case(Fault("mail", b"450 4.7.1 busy\r\n"), DEFERRED, "mail", 450, "4.7.1 busy", LATER, counts=False),
    Case(Fault("rcpt", b"450 4.2.0 greylisted\r\n"), DEFERRED, "rcpt", 450, "4.2.0 greylisted", LATER),
    Case(Fault("rcpt", b"452 4.2.2 full\r\n"), DEFERRED, "rcpt", 452, "4.2.2 full", LATER),
    Case(Fault("rcpt", b"550 5.1.1 unknown\r\n"), FAILED, "rcpt", 550, "5.1.1 unknown"),
    Case(Fault("rcpt", b"599 odd\r\n"), DEFERRED, "rcpt", 599, "odd", LATER),
    Case(Fault("data", b"451 4.3.0 queue\r\n"), DEFERRED, "data", 451, "4.3.0 queue", LATER),
    Case(Fault("dot", b"451 4.3.2 later\r\n"), DEFERRED, "body", 451, "4.3.2 later", LATER),
    Case(Fault("rcpt", b"354 go on\r\n"), DEFERRED, "rcpt", 354, "go on", SOON),
    Case(Fault("data", b"250 what?\r\n"), DEFERRED, "data", 250, "what?", SOON),
]
# Refusals of us: they would be the answer for every recipient.
OF_US = [
    Case(Fault("mail", b"550 5.7.1 not you\r\n"), QUEUED, "mail", 550, "5.7.1 not you", counts=False),
    Case(Fault("mail", b"550 5.4.5 daily limit\r\n"), QUEUED, "mail", 550, "5.4.5 daily limit", counts=False),
    Case(Fault("rcpt", b"553 5.7.1 not owned by\r\n"), QUEUED, "rcpt", 553, "5.7.1 not owned by"),
    Case(Fault("rcpt", b"550 5.4.5 daily limit\r\n"), QUEUED, "rcpt", 550, "5.4.5 daily limit", counts=False),
    Case(Fault("data", b"554 5.5.1 none\r\n"), QUEUED, "data", 554, "5.5.1 none"),
    Case(Fault("dot", b"552 5.3.4 too big\r\n"), QUEUED, "body", 552, "5.3.4 too big"),
    Case(Fault("dot", b"554-5.7.1 spam\r\n554 see url\r\n"), QUEUED, "body", 554, "5.7.1 spam see url"),
    Case(Fault("dot", b"550 5.4.5 daily limit\r\n"), QUEUED, "body", 550, "5.4.5 daily limit", counts=False),
    Case(Fault("dot", b"432 4.3.2 slow\r\n"), QUEUED, "body", 432, "4.3.2 slow", counts=False),
]
BREAKS = [
    Case(Fault("mail", then="drop"), DEFERRED, "mail", wait=SOON),
    Case(Fault("mail", b"421 4.3.2 bye\r\n", "drop"), DEFERRED, "mail", 421, "4.3.2 bye", SOON),
    Case(Fault("mail", b"25", "drop"), DEFERRED, "mail", wait=SOON),
    Case(Fault("rcpt", then="drop"), DEFERRED, "rcpt", wait=SOON),
    Case(Fault("rcpt", b"550-5.1.1 no\r\n550 5.1", "drop"), DEFERRED, "rcpt", wait=SOON),
    Case(Fault("rcpt", b"421 4.3.2 bye\r\n", "drop"), DEFERRED, "rcpt", 421, "4.3.2 bye", SOON),
    Case(Fault("data", then="drop"), DEFERRED, "data", wait=SOON),
    Case(Fault("data", b"354", "drop"), DEFERRED, "data", wait=SOON),
    Case(Fault("body", then="drop"), UNCERTAIN, "body"),
    Case(Fault("dot", then="drop"), UNCERTAIN, "body"),
    Case(Fault("dot", then="drop", delivers=True), UNCERTAIN, "body", received=True),
    Case(Fault("dot", b"250 2.0.0 O", "drop", delivers=True), UNCERTAIN, "body", received=True),
    Case(Fault("dot", b"421 4.3.2 bye\r\n", "drop"), DEFERRED, "body", 421, "4.3.2 bye", SOON),
]
NONSENSE = [
    Case(Fault("mail", b"hello there\r\n"), DEFERRED, "mail", None, "Malformed SMTP response line: hello there", SOON),
    Case(Fault("rcpt", b"999 what\r\n"), DEFERRED, "rcpt", None, "what", SOON),
    Case(Fault("rcpt", LONG_LINE), DEFERRED, "rcpt", None, "Response too long", SOON),
    Case(Fault("data", b"\x00\xff\xfe\x80\r\n"), DEFERRED, "data", None, "Malformed SMTP response line:", SOON),
    Case(Fault("dot", b"\x16\x03\x01\xff\r\n", delivers=True), UNCERTAIN, "body", None,
         "Malformed SMTP response line:", received=True),
    Case(Fault("dot", b"354 again?\r\n", delivers=True), UNCERTAIN, "body", 354, "again?", received=True),
    Case(Fault("dot", b"000 zero\r\n", delivers=True), UNCERTAIN, "body", None, "zero", received=True),
    Case(Fault("dot", LONG_LINE, delivers=True), UNCERTAIN, "body", None, "Response too long", received=True),
    Case(Fault("rcpt", b"550 5.1.1 \xff\xfe no\x1b[31m\x07 such\r\n"), FAILED, "rcpt", 550, "5.1.1 no [31m such"),
    Case(Fault("dot", b"250 2.0.0 \xe9\x80\r\n", delivers=True), SENT, "body", 250, "2.0.0", received=True),
]  # fmt: skip
STALLS = [
    Case(Fault("mail", then="stall"), DEFERRED, "mail", wait=SOON),
    Case(Fault("rcpt", then="stall"), DEFERRED, "rcpt", wait=SOON),
    Case(Fault("data", then="stall"), DEFERRED, "data", wait=SOON),
    Case(Fault("354", then="stall"), UNCERTAIN, "body"),
    Case(Fault("body", then="stall"), UNCERTAIN, "body"),
    Case(Fault("dot", then="stall", delivers=True), UNCERTAIN, "body", received=True),
    Case(Fault("dot", b"250-2.0.0 not yet", "stall", delivers=True), UNCERTAIN, "body", received=True),
]


@pytest.mark.parametrize("case", [*REFUSALS, *BREAKS, *NONSENSE], ids=case_name)
async def test_one_message_fails_and_the_next_goes(store: Store, case: Case) -> None:
    """State, attempts, wait, the server's words and the events are as expected; the next message is sent."""
    async with SmtpServer(faults=[case.fault]).listening() as server:
        await fails_and_goes(store, server, case, FAST)


@pytest.mark.parametrize("case", OF_US, ids=case_name)
async def test_a_refusal_of_us_stops_the_run(store: Store, case: Case) -> None:
    """No delivery fails, the emails stay queued, and the run reports the server's words. Once the cause is removed, all
    are sent."""
    mailing = release_wave(store, 3)
    async with SmtpServer(faults=[FINE, case.fault]).listening() as server:
        summary = await send_wave(store, server, mailing)
        assert states(store, mailing) == [SENT, QUEUED, QUEUED]
        refused = rows(store, mailing)[1]
        assert (refused.reply_code, refused.reply_text, refused.attempts) == (case.code, case.text, case.counts)
        assert f"(it said: {case.code} {case.text})" in summary.stop_reason
        await send_wave(store, server, mailing)
    assert states(store, mailing) == [SENT] * 3
    assert server.recipients == [f"mep{number}@parliament.example" for number in (1, 2, 3)]


async def test_a_message_that_alone_is_refused_as_if_for_us(store: Store) -> None:
    """A refusal of us that meets the same message again while others go does not stop them, and fails it in the end."""
    mailing = release_wave(store, 4)
    refusal = b"554 5.7.1 spam\r\n"
    server = SmtpServer(refusals={"mep1@parliament.example": refusal})
    async with server.listening():
        summaries = [
            await send_wave(store, server, mailing, replace(FAST, attempts=3), clock=lambda at=at: NOW + at * LATER)
            for at in range(3)
        ]
    assert [bool(summary.stop_reason) for summary in summaries] == [True, True, False]
    assert states(store, mailing) == [DEFERRED, SENT, SENT, SENT]


@pytest.mark.slow
async def test_silence_at_every_stage() -> None:
    """A silent server is waited for until the timeout; then the results are the same. All stages run at once to save
    time."""

    async def silent(case: Case) -> None:
        with store_in_memory() as store:
            async with SmtpServer(faults=[case.fault]).listening() as server:
                await fails_and_goes(store, server, case, replace(FAST, timeout_seconds=0.5))

    await asyncio.gather(*(silent(case) for case in STALLS))


async def fails_and_goes(store: Store, server: SmtpServer, case: Case, rules: SendingRules) -> None:
    mailing = release_wave(store, 2)
    summary = await send_wave(store, server, mailing, rules)
    first, second = rows(store, mailing)
    assert (first.state, second.state) == (case.state, SENT)
    assert first.attempts == case.counts
    assert first.next_at == (NOW + case.wait if case.wait else None)
    assert first.reply_code == case.code
    assert case.text in (None, first.reply_text)
    assert first.reply_text
    of_first, *of_second = event_lines(store, mailing)
    assert of_first == (1, case.state, case.stage, case.code, first.reply_text)
    # Behind the first one's body its commands had gone out: they went for nothing, and it waited again.
    assert [line[:4] for line in of_second[:-1]] in ([], [(2, QUEUED, "mail", None)])
    assert (of_second[-1], second.attempts) == ((2, SENT, "body", 250, TAKEN), 1)
    mails = [planned_delivery(1), planned_delivery(2)] if case.received else [planned_delivery(2)]
    assert [mail.content for mail in server.messages] == [mail.message for mail in mails]
    assert summary.stop_reason == ""


@pytest.mark.slow
@pytest.mark.parametrize("case", [*REFUSALS, *BREAKS, *NONSENSE], ids=case_name)
async def test_the_same_on_a_line_that_has_served(store: Store, case: Case) -> None:
    """After a successful message a break is not a failure and is repeated at once; the rest is the same."""
    mailing = release_wave(store, 2)
    async with SmtpServer(faults=[FINE, case.fault]).listening() as server:
        await send_wave(store, server, mailing)
    _, second = rows(store, mailing)
    broke = case.state is DEFERRED and (case.code in (None, 421))
    assert second.state == (SENT if broke else case.state)
    assert states(store, mailing)[0] is SENT
    received = [planned_delivery(1).message] + [planned_delivery(2).message] * (broke or case.received)
    assert [mail.content for mail in server.messages] == received


async def test_one_recipient_is_refused(store: Store) -> None:
    """The refused delivery has failed with the server's words, the others are sent, on one connection."""
    mailing = release_wave(store, 5)
    server = SmtpServer(refusals={"mep3@parliament.example": b"550 5.1.1 no such member\r\n"})
    async with server.listening():
        await send_wave(store, server, mailing)
    assert states(store, mailing) == [SENT, SENT, FAILED, SENT, SENT]
    assert rows(store, mailing)[2].reply_text == "5.1.1 no such member"
    assert server.connections == 1


async def test_a_deferred_mail_goes_when_its_time_has_come(store: Store) -> None:
    """Nothing is tried before `next_at`; after it the second attempt succeeds, and both are recorded."""
    mailing = release_wave(store, 1)
    async with SmtpServer(faults=[Fault("rcpt", b"450 4.2.0 greylisted\r\n")]).listening() as server:
        await send_wave(store, server, mailing)
        await send_wave(store, server, mailing, clock=lambda: NOW + LATER - dt.timedelta(seconds=1))
        assert server.messages == []
        await send_wave(store, server, mailing, clock=lambda: NOW + LATER)
    assert [line[1:4] for line in event_lines(store, mailing)] == [(DEFERRED, "rcpt", 450), (SENT, "body", 250)]
    assert (rows(store, mailing)[0].attempts, len(server.messages)) == (2, 1)


async def test_after_the_last_attempt_it_is_failed(store: Store) -> None:
    """A server that refuses temporarily is tried a number of times, then the delivery fails with its words. While it
    accepts nobody else either, that is three times as often."""
    mailing = release_wave(store, 1)
    rules = replace(FAST, attempts=1)
    async with SmtpServer(faults=[Fault("rcpt", b"450 4.2.0 greylisted\r\n")] * 9).listening() as server:
        for hours in range(0, 24, 6):
            await send_wave(store, server, mailing, rules, clock=lambda at=hours: NOW + dt.timedelta(hours=at))
    assert [line[1] for line in event_lines(store, mailing)] == [DEFERRED, DEFERRED, FAILED]


async def test_an_uncertain_mail_is_never_sent_again_by_itself(store: Store) -> None:
    """An uncertain delivery is not sent again, however often the wave is resumed."""
    mailing = release_wave(store, 1)
    async with SmtpServer(faults=[Fault("dot", then="drop", delivers=True)]).listening() as server:
        for days in range(3):
            await send_wave(store, server, mailing, clock=lambda at=days: NOW + dt.timedelta(days=at))
    assert server.recipients == ["mep1@parliament.example"]
    assert states(store, mailing) == [UNCERTAIN]
