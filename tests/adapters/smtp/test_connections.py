"""How a connection is opened, secured and logged in, what it writes, and how it breaks."""

import asyncio
import datetime as dt
import ssl
from dataclasses import dataclass, field, replace

import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.adapters.smtp.dialogue import ServerExtensions
from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.adapters.smtp.smtp_connection import SmtpConnection
from campaign.adapters.smtp.transport import MailConnection
from campaign.adapters.store import Store
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.delivery.states import DeliveryState
from campaign.core.message.message import Message
from campaign.core.settings import PLAIN, STARTTLS, TLS, Sender, Settings, SmtpTable
from campaign.core.settings.tables import CampaignTable
from campaign.errors import SettingsError, StoreError
from campaign.services.sending.send_wave import run_wave, transport_for
from tests.helpers import ledger as made_ledger
from tests.helpers import smtp_server
from tests.helpers.examples import examples
from tests.helpers.mailer import order, transport_to, wait_until
from tests.helpers.smtp_server import Fault, SmtpServer

pytestmark = [pytest.mark.usefixtures("manner"), pytest.mark.tls]

SENDER, RECIPIENT = "letters@coalition.example", "mep1@parliament.example"
MAIL = Message(SENDER, RECIPIENT, b"Subject: Letter\r\n\r\nDear Member,\r\n")
TAKEN = Outcome(Stage.BODY, 250, "2.0.0 Ok: queued as 4XYZ")
AUTHORITY = trustme.CA()
FIX = "in [smtp]; then run campaign doctor"


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


def server_tls() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    AUTHORITY.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of the authority's certificate, as [smtp] names it."""
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(path))
    return str(path)


async def connect(server: SmtpServer) -> MailConnection:
    line = await transport_to(server).connect()
    assert not isinstance(line, Outcome), line
    return line


async def reached(server: SmtpServer, security: str, password: str = "", certificate: str = "") -> Outcome:
    """The outcome of one message with these settings."""
    username = "anna" if password else ""
    table = SmtpTable("127.0.0.1", server.port, security, username, password, certificate=certificate)
    line = await SmtpTransport(table, 5).connect()
    if isinstance(line, Outcome):
        return line
    outcome = await line.hand_over(MAIL, yes)
    await line.close()
    return outcome


async def test_the_stages_in_order() -> None:
    """EHLO, MAIL with the size, RCPT, DATA, the exact bytes, and QUIT."""
    async with SmtpServer().listening() as server:
        assert await reached(server, PLAIN) == TAKEN
    assert [command.split()[0] for command in server.commands] == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]
    assert server.commands[1] == f"MAIL FROM:<{SENDER}> SIZE={len(MAIL.content)}"
    assert server.messages == server.accepted == [MAIL]


async def test_what_is_asked_of_a_server_that_returns_mails() -> None:
    """With DSN (RFC 3461) a message asks for notifications of failure and delay, with headers only, and has its
    envelope identifier, if there is one."""
    named = replace(MAIL, envid="first+2B1@coalition.example")
    async with SmtpServer(extensions=[*smtp_server.offered, "DSN"]).listening() as server:
        line = await connect(server)
        assert [(await line.hand_over(mail, yes)).code for mail in (named, MAIL)] == [250, 250]
        await line.close()
    size = len(MAIL.content)
    assert [command for command in server.commands if command[:4] in ("MAIL", "RCPT")] == [
        f"MAIL FROM:<{SENDER}> SIZE={size} RET=HDRS ENVID=first+2B1@coalition.example",
        f"RCPT TO:<{RECIPIENT}> NOTIFY=FAILURE,DELAY",
        f"MAIL FROM:<{SENDER}> SIZE={size} RET=HDRS",
        f"RCPT TO:<{RECIPIENT}> NOTIFY=FAILURE,DELAY",
    ]


async def test_a_server_that_drips() -> None:
    """Replies of several lines that arrive three bytes at a time are read correctly."""
    async with SmtpServer(drips=True, faults=[Fault("rcpt", b"550-5.1.1 no\r\n550 one\r\n")]).listening() as server:
        line = await connect(server)
        assert await line.hand_over(MAIL, yes) == Outcome(Stage.RCPT, 550, "5.1.1 no one")
        assert await line.hand_over(MAIL, yes) == Outcome(Stage.BODY, 250, TAKEN.text, reused=True)
        await line.close()


async def test_a_server_that_knows_only_helo() -> None:
    """Without EHLO the connection is opened with HELO, and no extensions are used."""
    async with SmtpServer(ehlo=b"502 5.5.2 what?\r\n").listening() as server:
        assert await reached(server, PLAIN) == TAKEN
    assert [command.split()[0] for command in server.commands] == ["EHLO", "HELO", "MAIL", "RCPT", "DATA", "QUIT"]
    assert server.commands[2] == f"MAIL FROM:<{SENDER}>"


@pytest.mark.parametrize(
    ("server", "code", "text"),
    [
        (SmtpServer(greeting=b"554 5.3.2 no service here\r\n"), 554, "554 5.3.2 no service here"),
        (SmtpServer(greeting=b"421 4.3.2 too many\r\n"), 421, "421 4.3.2 too many"),
        (SmtpServer(ehlo=b"550 5.7.1 blocked\r\n", helo=b"550 5.7.1 go away\r\n"), 550, "550 5.7.1 go away"),
        (SmtpServer(ehlo=b"421 4.7.0 busy\r\n"), 421, "421 4.7.0 busy"),
        (SmtpServer(greeting=b"SSH-2.0-OpenSSH_9.2\r\n"), None, "Malformed SMTP response line: SSH-2.0-OpenSSH_9.2"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) else "",
)
async def test_a_server_that_refuses_us(server: SmtpServer, code: int | None, text: str) -> None:
    """A refusal before MAIL is about the connection."""
    async with server.listening():
        outcome = await transport_to(server).connect()
    assert outcome == Outcome(Stage.CONNECT, code, f"127.0.0.1:{server.port}: {text}")


async def test_nobody_listens() -> None:
    """A closed port is reported with host and port."""
    async with SmtpServer().listening() as server:
        pass
    outcome = await transport_to(server).connect()
    assert outcome == Outcome(Stage.CONNECT, None, f"127.0.0.1:{server.port}: it refuses the connection")


async def test_a_host_that_is_not_there() -> None:
    """An unknown host name is reported as such."""
    server = SmtpTable("no-such-host.invalid", 25, PLAIN)
    outcome = await SmtpTransport(server, 5).connect()
    assert outcome == Outcome(Stage.CONNECT, None, "no-such-host.invalid:25: there is no server with that name")


async def test_a_server_that_never_greets() -> None:
    """A silent server ends the attempt after the timeout."""
    async with SmtpServer(greeting=b"").listening() as server:
        outcome = await transport_to(server, 0.1).connect()
    assert isinstance(outcome, Outcome)
    assert outcome.stage is Stage.CONNECT


@pytest.mark.parametrize("password", ["", "sesame"])
async def test_starttls(password: str, authority: str) -> None:
    """With STARTTLS and a trusted certificate the message is sent, with or without a login."""
    async with SmtpServer(starttls=server_tls(), password=password).listening() as server:
        assert await reached(server, STARTTLS, password, authority) == TAKEN
    assert [command.split()[0] for command in server.commands[:3]] == ["EHLO", "STARTTLS", "EHLO"]


@pytest.mark.parametrize("password", ["", "sesame"])
async def test_tls_from_the_start(password: str, authority: str) -> None:
    """With TLS from the first byte the message is sent, with or without a login."""
    async with SmtpServer(tls=server_tls(), password=password).listening() as server:
        assert await reached(server, TLS, password, authority) == TAKEN
    assert server.messages == [MAIL]


@pytest.mark.parametrize("security", [STARTTLS, TLS])
async def test_a_certificate_that_nobody_vouches_for(security: str) -> None:
    """An untrusted certificate is an error of the settings, and nothing was sent to the server."""
    context = server_tls()
    server = SmtpServer(tls=context) if security == TLS else SmtpServer(starttls=context)
    async with server.listening():
        with pytest.raises(SettingsError, match=r"no protected connection: its certificate is not trusted") as caught:
            await reached(server, security, "sesame")
    assert caught.value.fix == f'check host, port and security (now "{security}") {FIX}'
    assert not [command for command in server.commands if command.startswith(("AUTH", "MAIL"))]


async def test_starttls_that_is_not_offered(authority: str) -> None:
    """A server without STARTTLS gets neither a password nor a message."""
    async with SmtpServer(password="sesame").listening() as server:
        with pytest.raises(SettingsError, match="STARTTLS extension not supported"):
            await reached(server, STARTTLS, "sesame", authority)
    assert [command.split()[0] for command in server.commands] == ["EHLO"]


async def test_a_login_that_is_not_offered() -> None:
    """A password for a server without logins is an error of the settings."""
    async with SmtpServer().listening() as server:
        with pytest.raises(SettingsError, match="the mail server offers no login"):
            await reached(server, PLAIN, "sesame")


async def test_a_wrong_password() -> None:
    """The error has the server's words and not the password."""
    async with SmtpServer(password="sesame").listening() as server:
        with pytest.raises(SettingsError) as caught:
            await reached(server, PLAIN, "open")
    answer = "535 5.7.8 Error: authentication failed"
    assert caught.value.message == f"127.0.0.1:{server.port}: the mail server refused the login ({answer})"
    assert caught.value.fix == "check username and password; then run campaign doctor"


async def test_a_login_that_is_busy() -> None:
    """454 is a temporary refusal, not an error of the settings."""
    async with SmtpServer(password="sesame", login_refusal=b"454 4.7.0 try later\r\n").listening() as server:
        outcome = await reached(server, PLAIN, "open")
    assert outcome == Outcome(Stage.CONNECT, 454, f"127.0.0.1:{server.port}: 454 4.7.0 try later")


async def test_international_addresses() -> None:
    """An address beyond ASCII is sent with SMTPUTF8. Without it, the outcome names the address and what to do."""
    mail = Message(SENDER, "jürgen@parlament.example", MAIL.content)
    async with SmtpServer().listening() as server:
        line = await connect(server)
        assert await line.hand_over(mail, yes) == TAKEN
        await line.close()
    assert server.messages == [mail]
    assert server.commands[1].endswith(" SMTPUTF8")
    async with SmtpServer(extensions=["SIZE 1000"]).listening() as server:
        line = await connect(server)
        outcome = await line.hand_over(mail, yes)
        ours = await line.hand_over(replace(MAIL, sender="büro@coalition.example"), yes)
        await line.close()
    assert (outcome, ours) == (
        Outcome(
            Stage.RCPT,
            553,
            "jürgen@parlament.example: the mail server accepts only ASCII addresses (no SMTPUTF8); "
            "replace it with an ASCII address in its list, or set another server in [smtp]",
        ),
        Outcome(
            Stage.MAIL,
            553,
            "büro@coalition.example: the mail server accepts only ASCII addresses (no SMTPUTF8); "
            "set an ASCII address in [sender], or another server in [smtp]",
        ),
    )
    assert server.messages == []


@pytest.mark.parametrize(
    "address", ["a@b.example>\r\nRCPT TO:<eve@x.example", "a\nb@x.example", "a b@x.example", "\udc80@x.example"]
)
async def test_an_address_that_carries_a_command(address: str) -> None:
    """An invalid address is refused before the server sees it, and never changed into another one."""
    async with SmtpServer().listening() as server:
        line = await connect(server)
        outcome = await line.hand_over(Message(SENDER, address, b"\r\n"), yes)
        await line.close()
    assert outcome == Outcome(Stage.RCPT, 553, "not a valid email address")
    assert not [command for command in server.commands if command.startswith("RCPT")]


async def test_the_body_waits_for_permission() -> None:
    """No byte of the body is sent before the ledger agrees; if it refuses, the connection is closed."""
    async with SmtpServer().listening() as server:
        line = await connect(server)
        outcome = await line.hand_over(MAIL, no)
        assert outcome == Outcome(Stage.DATA, None, "stopped before the message was sent")
        await wait_until(lambda: not server._open)
        await line.close()
    assert server.messages == []


async def test_a_ledger_that_fails_keeps_the_body_back() -> None:
    """When `sending` cannot be recorded, the error is raised and the server gets no body."""

    async def full() -> bool:
        raise StoreError("full")

    async with SmtpServer().listening() as server:
        line = await connect(server)
        with pytest.raises(StoreError):
            await line.hand_over(MAIL, full)
        await wait_until(lambda: not server._open)
        await line.close()
    assert server.messages == []


class Broken:
    """A source that raises at one question."""

    def __init__(self, question: str) -> None:
        self.question = question
        self.outcomes: list[Outcome] = []
        self.mails = [MAIL]

    def _ask(self, question: str) -> None:
        if question == self.question:
            raise StoreError(f"cannot be read at {question}")

    def next(self) -> Message | None:
        self._ask("next")
        return self.mails.pop() if self.mails else None

    def more(self) -> bool:
        return bool(self.mails)

    def ready(self, mail: Message) -> None:
        self._ask("ready")

    def finish(self, mail: Message, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


@pytest.mark.parametrize(
    ("question", "outcomes"),
    [("next", []), ("ready", [Outcome(Stage.DATA, None, "stopped by an error: cannot be read at ready")])],
)
async def test_a_source_that_fails_ends_the_line(question: str, outcomes: list[Outcome]) -> None:
    """An error of the source is raised by `serve`, and the message in hand ends without a body."""
    async with SmtpServer().listening() as server:
        line = await connect(server)
        source = Broken(question)
        with pytest.raises(StoreError, match=f"cannot be read at {question}"):
            await asyncio.wait_for(line.serve(source), 5)
        await wait_until(lambda: not server._open)
        await line.close()
    assert (server.messages, source.outcomes) == ([], outcomes)


async def test_a_drop_before_the_body_is_seen() -> None:
    """A server that disconnects while the ledger writes gets no body, and the outcome says so."""
    async with SmtpServer(faults=[Fault("354", then="drop")]).listening() as server:
        line = await connect(server)

        async def meanwhile() -> bool:
            await wait_until(lambda: not server._open)
            await asyncio.sleep(0.01)
            return True

        outcome = await line.hand_over(MAIL, meanwhile)
        await line.close()
    assert (outcome.stage, outcome.code) == (Stage.DATA, None)


async def test_a_line_is_closed_politely_or_at_all() -> None:
    """An open connection is closed with QUIT; closing a broken one raises nothing."""
    async with SmtpServer(faults=[Fault("dot", then="drop")]).listening() as server:
        line = await connect(server)
        await line.hand_over(MAIL, yes)
        await line.close()
        await line.close()
    assert "QUIT" not in server.commands


@dataclass
class Ending(asyncio.Transport):
    """A transport that records what is written to it and how it is closed. Over TLS, Python 3.11 cannot abort one that
    was closed twice."""

    written: list[bytes] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        return bool(self.ends)

    def close(self) -> None:
        self.ends.append("close")

    def abort(self) -> None:
        self.ends.append("abort")


async def test_a_connection_is_closed_once() -> None:
    """When the server answers QUIT and disconnects, the transport is closed once and then aborted."""
    ending = Ending()
    line = SmtpConnection(ending, ServerExtensions(), 5)
    closing = asyncio.create_task(line.close())
    await wait_until(lambda: ending.written == [b"QUIT\r\n"])
    farewell = b"221 2.0.0 Bye\r\n"
    line.get_buffer(-1)[: len(farewell)] = farewell
    line.buffer_updated(len(farewell))
    line.connection_lost(None)
    await closing
    assert ending.ends == ["close", "abort"]


@pytest.mark.parametrize("security", [STARTTLS, TLS])
async def test_a_server_that_ends_tls_after_two_mails(store: Store, security: str, authority: str) -> None:
    """When the server ends TLS after two messages, a wave of four is sent over two connections."""
    mailing = made_ledger.release_wave(store, 4)
    server = SmtpServer(messages_per_connection=2)
    setattr(server, security, server_tls())
    async with server.listening():
        way = SmtpTransport(SmtpTable("127.0.0.1", server.port, security, certificate=authority), 5)
        summary = await run_wave(order(store, way, mailing))
    assert sorted(server.recipients) == [f"mep{number}@parliament.example" for number in (1, 2, 3, 4)]
    assert (server.connections, summary.stop_reason) == (2, "")
    assert made_ledger.states(store, mailing) == [DeliveryState.SENT] * 4


async def received_bytes(server: SmtpServer, message: bytes) -> tuple[bytes, bytes]:
    """The message that the server received, and its bytes on the wire."""
    line = await connect(server)
    await line.hand_over(Message(SENDER, RECIPIENT, message), yes)
    await line.close()
    return server.messages.pop().content, server.wire.pop()


BODIES = {
    "a dot alone": b"a\r\n.\r\nb\r\n",
    "dots in a row": b"..\r\n...\r\n....\r\n",
    "a dot at the very start": b".a\r\n",
    "a dot after an empty line": b"\r\n\r\n.\r\n",
    "bytes beyond ASCII": "Ünïcode\r\n.\r\n".encode(),
    "a megabyte": b"x" * 76 + b"\r\n" + b".y\r\n" * 250_000,
}


@pytest.mark.parametrize("message", BODIES.values(), ids=BODIES)
async def test_dots_are_stuffed(message: bytes) -> None:
    """Every body arrives unchanged, whatever its lines begin with."""
    async with SmtpServer().listening() as server:
        assert (await received_bytes(server, message))[0] == message


async def test_a_message_without_a_last_line_break() -> None:
    """The final dot is on a line of its own."""
    async with SmtpServer().listening() as server:
        assert (await received_bytes(server, b"Subject: x\r\n\r\nlast words"))[0] == b"Subject: x\r\n\r\nlast words\r\n"


lines = st.lists(st.sampled_from([b"", b".", b"..", b".a", b"a.", b"text"]), max_size=8)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines)
def test_any_lines_arrive_as_they_were(body: list[bytes]) -> None:
    """Any message arrives unchanged, and only its last line ends it."""
    message = b"Subject: x\r\n" + b"".join(line + b"\r\n" for line in body)

    async def there() -> tuple[bytes, bytes]:
        async with SmtpServer().listening() as server:
            return await received_bytes(server, message)

    arrived, wire = asyncio.run(there())
    assert arrived == message
    assert wire.split(b"\r\n").count(b".") == 1


async def test_the_name_in_the_greeting() -> None:
    """EHLO gives the domain of the sender, in a campaign's transport too; without one, this machine's name."""
    async with SmtpServer().listening() as server:
        table = SmtpTable("127.0.0.1", server.port, PLAIN)
        campaign = CampaignTable("Keep it", dt.datetime(2027, 4, 26, 10, tzinfo=dt.UTC))
        own = Settings(campaign, Sender("Anna", "anna@coalition.example"), smtp=table)
        for transport in (SmtpTransport(table, 5, helo="ngo.example"), transport_for(own)):
            line = await transport.connect()
            assert not isinstance(line, Outcome)
            await line.close()
    greetings = [command for command in server.commands if command.startswith("EHLO")]
    assert greetings == ["EHLO ngo.example", "EHLO coalition.example"]


@pytest.mark.parametrize(("wait_seconds", "code"), [(0.75, 250), (2.0, None)])
@pytest.mark.slow
async def test_the_wait_after_the_final_dot(wait_seconds: float, code: int | None) -> None:
    """A server may take twice as long for its answer to a body as for other answers, and not longer."""
    may_answer = asyncio.Event()
    async with SmtpServer(may_answer=may_answer).listening() as server:
        line = await SmtpTransport(SmtpTable("127.0.0.1", server.port, PLAIN), 0.5).connect()
        assert not isinstance(line, Outcome)
        asyncio.get_running_loop().call_later(wait_seconds, may_answer.set)
        outcome = await line.hand_over(MAIL, yes)
        await line.close()
        may_answer.set()
    assert (outcome.stage, outcome.code) == (Stage.BODY, code)
