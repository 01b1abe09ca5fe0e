"""The doctor's check of real mail servers on loopback: connection, TLS, login, and each failure."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from campaign.adapters.smtp.probe import failure_of
from campaign.core.settings import SmtpTable
from campaign.services.doctor.result import CheckResult, CheckStatus
from campaign.services.doctor.smtp import check_mail_server, check_sender, explain

pytestmark = pytest.mark.tls

AUTHORITY = trustme.CA()
FIX = "check host, port and security in [smtp]"


def server_tls(name: str = "localhost") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    AUTHORITY.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of the authority's certificate, as [smtp] names it."""
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(path))
    return str(path)


class Handler:
    """A server that accepts nothing, and records whether a client tried to send and whether it sent QUIT."""

    def __init__(self) -> None:
        self.mails = 0
        self.farewells = 0

    async def handle_MAIL(self, *_: Any) -> str:
        self.mails += 1
        return "250 OK"

    async def handle_QUIT(self, *_: Any) -> str:
        self.farewells += 1
        return "221 Bye"


def knows_anna(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"anna", b"sesame")
    return AuthResult(success=right, handled=False)


@asynccontextmanager
async def listening(protocol: Callable[[], asyncio.BaseProtocol], **options: Any) -> AsyncIterator[int]:
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, **options)
    async with server:
        yield server.sockets[0].getsockname()[1]


def smtp_server(handler: Handler, **options: Any) -> Callable[[], SMTP]:
    return lambda: SMTP(handler, hostname="catcher.example", enable_SMTPUTF8=True, **options)


class Speaks(asyncio.Protocol):
    """A server that sends one line and then nothing."""

    def __init__(self, first: bytes, *, then_close: bool = False) -> None:
        self.first = first
        self.then_close = then_close

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.first)
        if self.then_close:
            transport.close()


async def test_no_server_set_is_no_problem() -> None:
    """Without a server the check is skipped, and says that emails go to the outbox folder."""
    assert await check_mail_server(None, 5) == [
        CheckResult(
            "mail server",
            CheckStatus.SKIPPED,
            "none is set: emails are written to the folder outbox/",
            "set host in [smtp]",
        )
    ]


async def test_a_plain_server_gets_no_email() -> None:
    """The check sends EHLO and QUIT, names the extensions, and sends no email."""
    handler = Handler()
    async with listening(smtp_server(handler)) as port:
        assert await check_mail_server(SmtpTable("127.0.0.1", port, "none"), 5) == [
            CheckResult(
                "mail server", CheckStatus.OK, f"127.0.0.1:{port} answers, unprotected; it supports SIZE, SMTPUTF8"
            ),
            CheckResult(
                "login",
                CheckStatus.SKIPPED,
                "no username is set: emails are sent without a login",
                "set username in [smtp] if the server needs one",
            ),
        ]
    assert (handler.mails, handler.farewells) == (0, 1)


async def test_starttls_and_a_right_password(authority: str) -> None:
    """A login over STARTTLS works with a certificate for the host's name."""
    options = {"tls_context": server_tls(), "authenticator": knows_anna, "auth_require_tls": True}
    async with listening(smtp_server(Handler(), **options)) as port:
        table = SmtpTable("localhost", port, "starttls", "anna", "sesame", certificate=authority)
        findings = await check_mail_server(table, 5)
    assert findings == [
        CheckResult(
            "mail server", CheckStatus.OK, f"localhost:{port} answers, protected by TLSv1.3; it supports SIZE, SMTPUTF8"
        ),
        CheckResult("login", CheckStatus.OK, "anna can log in"),
    ]


async def test_tls_from_the_start_and_a_wrong_password(authority: str) -> None:
    """A refused password is a problem; the password is not shown."""
    options = {"authenticator": knows_anna, "auth_require_tls": False}
    async with listening(smtp_server(Handler(), **options), ssl=server_tls()) as port:
        table = SmtpTable("localhost", port, "tls", "anna", "hunter2", certificate=authority)
        findings = await check_mail_server(table, 5)
    assert findings[1:] == [
        CheckResult(
            "login",
            CheckStatus.PROBLEM,
            "the server refuses the password for anna (535 5.7.8 Authentication credentials invalid)",
            "check username in [smtp] and CAMPAIGN_SMTP_PASSWORD; some providers require an app password",
        )
    ]
    assert "hunter2" not in repr(findings)


async def test_a_server_without_login() -> None:
    """A username for a server without login is a problem."""
    async with listening(smtp_server(Handler())) as port:
        findings = await check_mail_server(SmtpTable("127.0.0.1", port, "none", "anna", "sesame"), 5)
    assert findings[1:] == [
        CheckResult(
            "login",
            CheckStatus.PROBLEM,
            f"127.0.0.1:{port}: the mail server offers no login",
            "remove username from [smtp], or check port and security",
        )
    ]


async def test_a_server_without_starttls() -> None:
    """A server without STARTTLS is a problem; the check does not continue without protection."""
    async with listening(smtp_server(Handler())) as port:
        assert await check_mail_server(SmtpTable("127.0.0.1", port), 5) == [
            CheckResult(
                "mail server",
                CheckStatus.PROBLEM,
                f"127.0.0.1:{port} does not offer STARTTLS",
                "use a port that does, or tls with port 465",
            )
        ]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_for_another_host(security: str, authority: str) -> None:
    """A certificate for another host is a problem, with the reason."""
    tls = server_tls("other.example")
    options: dict[str, Any] = {"ssl": tls} if security == "tls" else {}
    server = smtp_server(Handler()) if security == "tls" else smtp_server(Handler(), tls_context=tls)
    async with listening(server, **options) as port:
        assert await check_mail_server(SmtpTable("localhost", port, security, certificate=authority), 5) == [
            CheckResult(
                "mail server",
                CheckStatus.PROBLEM,
                f"the certificate of localhost:{port} is for another name: Hostname mismatch, certificate is "
                "not valid for 'localhost'.",
                "set host in [smtp] to the name in the certificate; the provider can tell you which",
            )
        ]


async def test_tls_on_a_port_without_tls() -> None:
    """TLS on a port without TLS is a problem; the fix names the right ports."""
    async with listening(smtp_server(Handler())) as port:
        assert await check_mail_server(SmtpTable("127.0.0.1", port, "tls"), 5) == [
            CheckResult(
                "mail server",
                CheckStatus.PROBLEM,
                f"127.0.0.1:{port} does not speak TLS as set (security is tls)",
                "use tls with port 465, starttls with port 587",
            )
        ]


async def test_a_closed_port() -> None:
    """A closed port is a refused connection."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert await check_mail_server(SmtpTable("127.0.0.1", port, "none"), 5) == [
            CheckResult(
                "mail server",
                CheckStatus.PROBLEM,
                f"127.0.0.1:{port} refuses the connection",
                "check port in [smtp]; is the server running?",
            )
        ]


@pytest.mark.parametrize(
    ("first", "then_close", "text", "fix"),
    [
        (b"", False, "does not answer in time", FIX + "; your network may block the port"),
        (b"554 go away\r\n", False, "answers 554 go away", FIX),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", False, "answers", FIX),
        (b"", True, "", FIX),
    ],
)
async def test_servers_that_do_not_speak_smtp(first: bytes, then_close: bool, text: str, fix: str) -> None:
    """Silence, refusal, another protocol and a closed connection are problems, not tracebacks."""
    async with listening(lambda: Speaks(first, then_close=then_close)) as port:
        [finding] = await check_mail_server(SmtpTable("127.0.0.1", port, "none"), 0.3)
    assert (finding.name, finding.status, finding.fix) == ("mail server", CheckStatus.PROBLEM, fix)
    assert f"127.0.0.1:{port}" in finding.text
    assert text in finding.text


def test_an_unknown_name() -> None:
    """An unknown name is a problem; the fix covers a typing mistake and a lost connection."""
    error = OSError("wrapped")
    error.__cause__ = socket.gaierror(-2, "Name or service not known")
    assert explain(failure_of(error), SmtpTable("smtp.ngo.example", 587)) == (
        "there is no server named smtp.ngo.example",
        "check host for a typing mistake, and your connection",
    )


async def test_a_connection_that_breaks_during_the_login() -> None:
    """A connection that breaks during the login is not reported as a wrong password."""

    def hang_up(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        server.transport.close()
        return AuthResult(success=False, handled=True)

    options = {"authenticator": hang_up, "auth_require_tls": False}
    async with listening(smtp_server(Handler(), **options)) as port:
        findings = await check_mail_server(SmtpTable("127.0.0.1", port, "none", "anna", "x"), 2)
    assert (findings[1].name, findings[1].status, findings[1].fix) == ("login", CheckStatus.PROBLEM, FIX)


@pytest.mark.parametrize(
    ("login", "results"),
    [
        ("", []),
        ("anna", []),
        ("Anna@coalition.example", []),
        ("office@coalition.example", [CheckStatus.OK]),
        ("anna@provider.example", [CheckStatus.WARNING]),
    ],
)
def test_the_sender_and_the_login(login: str, results: list[CheckStatus]) -> None:
    """A sender's address of another domain than the login's is a warning."""
    server = SmtpTable("localhost", 587, "starttls", login)
    assert [result.status for result in check_sender(server, "anna@coalition.example")] == results
    assert check_sender(None, "anna@coalition.example") == []
