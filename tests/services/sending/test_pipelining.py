"""The dialogue with pipelining (RFC 2920): what is sent together, and which reply belongs to what."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.adapters.smtp.dialogue import Dialogue, ServerExtensions
from campaign.adapters.smtp.reply_parser import ReplyParser
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.delivery.states import DeliveryState
from campaign.core.message.message import Message
from campaign.services.sending.order import StopCause
from tests.helpers.examples import examples
from tests.helpers.ledger import FAST, NOW, event_lines, planned_delivery, release_wave, rows, states, store_in_memory
from tests.helpers.mailer import send_wave
from tests.helpers.smtp_server import FINE, PIPELINING, Fault, SmtpServer

SENT, QUEUED, DEFERRED, FAILED, UNCERTAIN = (
    DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.FAILED, DeliveryState.UNCERTAIN
)  # fmt: skip
MAILS = tuple(Message("a@coalition.example", f"mep{at}@parliament.example", b"x\r\n") for at in range(1, 5))
AHEAD = ServerExtensions(pipelining=True)
OK, GO, TAKEN = b"250 2.1.0 Ok\r\n", b"354 go on\r\n", b"250 2.0.0 Ok: queued\r\n"


class RecordingSource:
    """A source with messages in order that records their outcomes; bodies are sent when the test says so."""

    def __init__(self, mails=MAILS, *, at_once=True):
        self.left = list(mails)
        self.at_once = at_once
        self.waiting = []
        self.ends = []
        self.dialogue = None

    def next(self):
        return self.left.pop(0) if self.left else None

    def more(self):
        return bool(self.left)

    def ready(self, mail):
        self.waiting.append(mail)
        if self.at_once:
            self.dialogue.send(mail)

    def finish(self, mail, outcome):
        self.ends.append((MAILS.index(mail) + 1, outcome.stage, outcome.code))


def converse(*heard, source=None, offers=AHEAD):
    """What is written before and after each received packet."""
    source = source or RecordingSource()
    dialogue = source.dialogue = Dialogue(offers, source)
    replies, written = ReplyParser(), []
    dialogue.start_next()
    for packet in (b"", *heard):
        for reply in replies.feed(packet):
            dialogue.handle(reply)
        written.append(
            b"".join(dialogue.output).replace(b"FROM:<a@coalition.example>", b"").replace(b"@parliament.example", b"")
        )
        dialogue.output.clear()
    return written, source, dialogue


def group(number):
    return b"MAIL \r\nRCPT TO:<mep%d>\r\nDATA\r\n" % number


def test_a_message_costs_one_round_trip():
    """The commands of a message are sent in one packet, behind the body of the one before it."""
    written, source, _ = converse(OK + OK + GO, TAKEN + OK + OK + GO, TAKEN + OK + OK + GO)
    body = b"x\r\n.\r\n"
    assert written == [group(1), body + group(2), body + group(3), body + group(4)]
    assert source.ends == [(1, Stage.BODY, 250), (2, Stage.BODY, 250)]


def test_step_by_step():
    """Without pipelining each command waits for its reply."""
    written, _, _ = converse(OK, OK, GO, TAKEN, offers=ServerExtensions(size=True))
    assert written == [b"MAIL  SIZE=3\r\n", b"RCPT TO:<mep1>\r\n", b"DATA\r\n", b"x\r\n.\r\n", b"MAIL  SIZE=3\r\n"]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_replies_in_pieces(cut):
    """However packets are cut, each reply is read once and completely."""
    heard = b"250-2.1.0 Ok\r\n250 more\r\n" + OK + GO + TAKEN + OK + OK + GO
    _, source, _ = converse(heard[:cut], heard[cut:])
    assert (source.ends, len(source.waiting)) == ([(1, Stage.BODY, 250)], 2)


NO, LATER = b"550 5.1.1 no such\r\n", b"450 4.2.0 greylisted\r\n"
REFUSED = [
    # What is heard of the first group, what is then written before the next group, and what the first one comes to.
    ([NO, b"503 need MAIL\r\n", b"503 need MAIL\r\n"], b"RSET\r\n", (1, Stage.MAIL, 550)),
    ([OK, NO, b"554 no valid recipients\r\n"], b"RSET\r\n", (1, Stage.RCPT, 550)),
    ([OK, LATER, b"503 no recipient\r\n"], b"RSET\r\n", (1, Stage.RCPT, 450)),
    ([OK, NO, GO], b".\r\nRSET\r\n", (1, Stage.RCPT, 550)),
    ([LATER, OK, GO], b".\r\nRSET\r\n", (1, Stage.MAIL, 450)),
    ([OK, OK, b"451 4.3.0 later\r\n"], b"RSET\r\n", (1, Stage.DATA, 451)),
]


@pytest.mark.parametrize(("heard", "cleared", "end"), REFUSED)
def test_a_refusal_is_the_first_one(heard, cleared, end):
    """Replies after a refusal only follow from it; a server that waits for a body gets a single dot."""
    written, source, _ = converse(b"".join(heard))
    assert written == [group(1), cleared + group(2)]
    assert source.ends == [end]
    after = (b"554 no recipients\r\n" if cleared.startswith(b".") else b"") + OK
    written, source, _ = converse(b"".join(heard), after + OK + OK + GO, TAKEN)
    assert source.ends == [end, (2, Stage.BODY, 250)]


@pytest.mark.parametrize("answer", [b"250 2.0.0 Ok\r\n", b"451 4.3.0 no\r\n", NO])
def test_a_lone_dot_says_nothing_of_the_next(answer):
    """Whatever the reply to the single dot, the refusal stands and the next message has its own replies."""
    _, source, _ = converse(OK + NO + GO, answer + OK + OK + OK + GO, TAKEN)
    assert source.ends == [(1, Stage.RCPT, 550), (2, Stage.BODY, 250)]


NOT_SMTP = [b"hello\r\n", b"199 what\r\n", b"354 go on\r\n", b"421 4.3.2 bye\r\n", b"666 \r\n"]


@pytest.mark.parametrize("word", NOT_SMTP)
@pytest.mark.parametrize("place", range(8))
def test_what_fits_no_place_ends_it(place, word):
    """After a reply that cannot belong to its command nothing is written; a body that was sent is uncertain."""
    heard = [OK, OK, GO, TAKEN, OK, OK, GO, TAKEN]
    if heard[place] == GO and word.startswith(b"354"):
        return
    written, source, dialogue = converse(*heard[:place], word, *heard[place + 1 :])
    assert dialogue.closed
    assert b"".join(written[place + 1 :]) == b""
    code = int(word[:3]) if word[:3] in (b"354", b"421") else None
    ended = {
        0: [(1, Stage.MAIL, code)],
        1: [(1, Stage.RCPT, code)],
        2: [(1, Stage.DATA, code)],
        3: [(1, Stage.BODY, code), (2, Stage.MAIL, None)],
        4: [(1, Stage.BODY, 250), (2, Stage.MAIL, code)],
        5: [(1, Stage.BODY, 250), (2, Stage.RCPT, code)],
        6: [(1, Stage.BODY, 250), (2, Stage.DATA, code)],
        7: [(1, Stage.BODY, 250), (2, Stage.BODY, code), (3, Stage.MAIL, None)],
    }
    assert source.ends == ended[place]


def test_a_reset_that_is_refused_ends_it():
    """After a refused RSET the dialogue ends, because the next message would be refused."""
    _, source, dialogue = converse(OK + NO + NO, b"500 5.5.2 what?\r\n")
    assert (source.ends, dialogue.closed) == ([(1, Stage.RCPT, 550), (2, Stage.MAIL, None)], True)


def test_a_server_that_speaks_unasked():
    """An unexpected reply ends an idle connection."""
    _, source, dialogue = converse(
        OK + OK + GO, TAKEN, b"421 4.4.2 idle for too long\r\n", source=RecordingSource(MAILS[:1])
    )
    assert (source.ends, dialogue.closed) == ([(1, Stage.BODY, 250)], True)


def test_a_body_waits_behind_the_answers():
    """While the ledger writes, nothing is sent; then the body is sent with the next group; after a break it is not."""
    source = RecordingSource(at_once=False)
    written, _, dialogue = converse(OK + OK + GO, source=source)
    assert (written, source.waiting) == ([group(1), b""], [MAILS[0]])
    dialogue.send(MAILS[1])
    assert dialogue.output == []
    dialogue.send(MAILS[0])
    assert b"".join(dialogue.output).startswith(b"x\r\n.\r\nMAIL")
    dialogue.break_off("gone")
    dialogue.send(MAILS[1])
    dialogue.keep_back(MAILS[1])
    assert source.ends == [(1, Stage.BODY, None), (2, Stage.MAIL, None)]


def test_a_body_that_is_withheld():
    """The connection is closed, because the server waits for the body."""
    source = RecordingSource(at_once=False)
    _, _, dialogue = converse(OK + OK + GO, source=source)
    dialogue.keep_back(MAILS[0])
    assert (source.ends, dialogue.closed) == ([(1, Stage.DATA, None)], True)


def test_addresses_that_cannot_be_written():
    """They are refused without a command to the server, and the next message is sent in the same packet."""
    mails = (replace(MAILS[0], recipient="a b@x.example"), replace(MAILS[0], recipient="ü@x.example"), MAILS[1])
    ends = []
    source = RecordingSource(mails)
    source.finish = lambda mail, outcome: ends.append(outcome)
    written, _, _ = converse(source=source)
    assert written == [group(2)]
    assert ends == [
        Outcome(Stage.RCPT, 553, "not a valid email address"),
        Outcome(
            Stage.RCPT,
            553,
            "ü@x.example: the mail server accepts only ASCII addresses (no SMTPUTF8); "
            "replace it with an ASCII address in its list, or set another server in [smtp]",
        ),
    ]


def pipelining_server(**options) -> SmtpServer:
    return SmtpServer(extensions=PIPELINING, **options)


@pytest.mark.parametrize("lenient", [False, True])
async def test_one_recipient_among_many_is_refused(store: Store, lenient: bool) -> None:
    """Whether or not the server then waits for a body: nobody gets an empty message, and the others get theirs."""
    mailing = release_wave(store, 5)
    refusals = {"mep2@parliament.example": NO, "mep4@parliament.example": LATER}
    async with pipelining_server(refusals=refusals, lenient=lenient).listening() as server:
        await send_wave(store, server, mailing)
    assert states(store, mailing) == [SENT, FAILED, SENT, DEFERRED, SENT]
    assert [mail.content for mail in server.messages] == [planned_delivery(number).message for number in (1, 3, 5)]
    assert (server.connections, server.empty_bodies) == (1, 2 * lenient)


async def test_a_server_that_forgets_its_commands(store: Store) -> None:
    """With a server that drops commands sent early, deliveries wait and are sent one by one."""
    mailing = release_wave(store, 3)
    async with pipelining_server(forgetful=True).listening() as server:
        for _ in range(3):
            await send_wave(store, server, mailing, replace(FAST, timeout_seconds=0.3))
    assert states(store, mailing) == [SENT] * 3
    assert sorted(mail.content for mail in server.messages) == [
        planned_delivery(number).message for number in (1, 2, 3)
    ]


async def test_an_extra_answer_lets_no_body_out(store: Store) -> None:
    """When a server answers a body twice, the connection is closed before the next body."""
    mailing = release_wave(store, 3)
    twice = Fault("dot", TAKEN + TAKEN, delivers=True)
    async with pipelining_server(faults=[twice, FINE, twice]).listening() as server:
        await send_wave(store, server, mailing)
    assert states(store, mailing) == [SENT, DEFERRED, SENT]
    assert len(server.messages) == 2


async def test_a_large_message_waits_for_the_network(store: Store) -> None:
    """What the network does not accept at once is buffered in pieces, and everything arrives."""
    mailing = release_wave(store, 1)
    body = "x" * 76 + "\r\n"
    mail = planned_delivery(1, "large", body * 60_000)
    store.write(deliveries.plan, "exemption", "large", 1, [mail], NOW)
    large = store.read(deliveries.find_mailing, "exemption", "large")
    assert large is not None
    store.write(deliveries.release, large.id, large.planned_at, NOW)
    async with pipelining_server().listening() as server:
        await send_wave(store, server, large.id, replace(FAST, timeout_seconds=20))
    assert [mail.content for mail in server.messages] == [mail.message]
    assert states(store, mailing) == [QUEUED]


def honest(fault: Fault) -> Fault:
    """A server that reports a message as accepted has it, and only after the final dot; one that reports a refusal does
    not have it. Everything else is arbitrary."""
    if fault.answer.startswith(b"2") and fault.stage in ("354", "body"):
        return replace(fault, answer=b"", then="drop")
    if fault.stage in ("354", "body") or not fault.answer.endswith(b"\n"):
        fault = replace(fault, then="drop")
    return replace(
        fault, delivers=(fault.delivers or fault.answer.startswith(b"250")) and fault.answer[:1] not in (b"4", b"5")
    )


ANSWERS = [b"", OK, GO, NO, LATER, b"421 4.3.2 bye\r\n", b"hello\r\n", b"25", OK + OK, b"554-5.7.1 a\r\n554 b\r\n"]
anything = st.builds(
    Fault,
    st.sampled_from(["mail", "rcpt", "data", "354", "body", "dot"]),
    st.sampled_from(ANSWERS),
    st.sampled_from(["drop", "go on"]),
    st.booleans(),
).map(honest)
faults = st.lists(st.one_of(st.just(FINE), anything), max_size=12)


@pytest.mark.slow
@settings(max_examples=examples(40), deadline=None)
@given(faults, st.integers(1, 3), st.booleans(), st.integers(0, 4), st.booleans())
def test_whatever_a_server_does(faults, connections, lenient, at_most, drips) -> None:
    """Nobody gets a message twice; `sent` means received; received means `sent` or uncertain; no delivery is left
    `sending`. One is left queued only by a run that stopped at a refusal of us, and is sent by the next run."""

    async def there() -> None:
        rules = replace(FAST, connections=connections, stop_after=99, timeout_seconds=0.5)
        with store_in_memory() as store:
            mailing = release_wave(store, 9)
            server = pipelining_server(faults=faults, lenient=lenient, messages_per_connection=at_most, drips=drips)
            async with server.listening():
                summary = await send_wave(store, server, mailing, rules)
                left = {row.address for row in rows(store, mailing) if row.state is QUEUED}
                check(store, mailing, server, {SENT, DEFERRED, FAILED, UNCERTAIN} | ({QUEUED} if left else set()))
                assert (summary.cause in (StopCause.REFUSED, StopCause.LIMIT)) == bool(left), summary
                server.faults = []
                await send_wave(store, server, mailing, rules)
            check(store, mailing, server, {SENT, DEFERRED, FAILED, UNCERTAIN})
            assert {row.state for row in rows(store, mailing) if row.address in left} <= {SENT}

    asyncio.run(there())


def check(store: Store, mailing: int, server: SmtpServer, allowed: set[DeliveryState]) -> None:
    got = Counter(mail.recipient for mail in server.messages)
    state = {row.address: row.state for row in rows(store, mailing)}
    assert max(got.values(), default=0) <= 1
    assert {mail for mail, now in state.items() if now is SENT} <= set(got)
    assert set(got) <= {mail for mail, now in state.items() if now in (SENT, UNCERTAIN)}
    assert set(state.values()) <= allowed
    assert all(mail.content == planned_delivery(int(mail.recipient[3])).message for mail in server.messages)
    last = {number: DeliveryState(now) for number, now, *_ in event_lines(store, mailing)}
    assert [last.get(number, QUEUED) for number in range(1, len(state) + 1)] == list(state.values())
