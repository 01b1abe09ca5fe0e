"""The doctor at real mail servers on loopback: reached, protected, logged in, or why not."""

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
from campaign.services.doctor.smtp import check_mail_server, explain

pytestmark = pytest.mark.tls

AUTHORITY = trustme.CA()
MEND = "check host, port and security in [smtp]"


def server_tls(name: str = "localhost") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    AUTHORITY.issue_cert(name).configure_cert(context)
    return context


def client_tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


class Handler:
    """Takes nothing, and remembers whether anybody tried to send, and who said goodbye."""

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
    """A server that says one thing and falls silent."""

    def __init__(self, first: bytes, *, then_close: bool = False) -> None:
        self.first = first
        self.then_close = then_close

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.first)
        if self.then_close:
            transport.close()


async def test_no_server_set_is_no_problem() -> None:
    """Mails then go to the outbox folder, and that is said."""
    assert await check_mail_server(None, 5) == [
        CheckResult(
            "mail server",
            CheckStatus.SKIPPED,
            "none is set: mails are written to the folder outbox/",
            "set host in [smtp]",
        )
    ]


async def test_a_plain_server_is_reached_and_left_without_a_mail() -> None:
    """EHLO and QUIT, extensions named, nothing sent."""
    handler = Handler()
    async with listening(smtp_server(handler)) as port:
        assert await check_mail_server(SmtpTable("127.0.0.1", port, "none"), 5) == [
            CheckResult(
                "mail server", CheckStatus.OK, f"127.0.0.1:{port} answers, unprotected; it knows SIZE, SMTPUTF8"
            ),
            CheckResult(
                "login",
                CheckStatus.SKIPPED,
                "no username is set: mails go without a login",
                "set username in [smtp] if one is needed",
            ),
        ]
    assert (handler.mails, handler.farewells) == (0, 1)


async def test_starttls_and_a_right_password() -> None:
    """The protected login works against a certificate for the host's name."""
    options = {"tls_context": server_tls(), "authenticator": knows_anna, "auth_require_tls": True}
    async with listening(smtp_server(Handler(), **options)) as port:
        findings = await check_mail_server(SmtpTable("localhost", port, "starttls", "anna", "sesame"), 5, client_tls())
    assert findings == [
        CheckResult(
            "mail server", CheckStatus.OK, f"localhost:{port} answers, protected by TLSv1.3; it knows SIZE, SMTPUTF8"
        ),
        CheckResult("login", CheckStatus.OK, "anna is let in"),
    ]


async def test_tls_from_the_start_and_a_wrong_password() -> None:
    """A refused password is named as such, and never shown."""
    options = {"authenticator": knows_anna, "auth_require_tls": False}
    async with listening(smtp_server(Handler(), **options), ssl=server_tls()) as port:
        findings = await check_mail_server(SmtpTable("localhost", port, "tls", "anna", "hunter2"), 5, client_tls())
    assert findings[1:] == [
        CheckResult(
            "login",
            CheckStatus.PROBLEM,
            "the password for anna is refused (535 5.7.8 Authentication credentials invalid)",
            "check username in [smtp] and CAMPAIGN_SMTP_PASSWORD; some want an app password",
        )
    ]
    assert "hunter2" not in repr(findings)


async def test_a_server_without_login() -> None:
    """A username where none is asked for is named."""
    async with listening(smtp_server(Handler())) as port:
        findings = await check_mail_server(SmtpTable("127.0.0.1", port, "none", "anna", "sesame"), 5)
    assert findings[1:] == [
        CheckResult(
            "login",
            CheckStatus.PROBLEM,
            f"127.0.0.1:{port} offers no login",
            "take username out of [smtp], or look whether port and security are right",
        )
    ]


async def test_a_server_without_starttls() -> None:
    """No protection offered is a problem, not a reason to go unprotected."""
    async with listening(smtp_server(Handler())) as port:
        assert await check_mail_server(SmtpTable("127.0.0.1", port), 5) == [
            CheckResult(
                "mail server",
                CheckStatus.PROBLEM,
                f"127.0.0.1:{port} does not offer STARTTLS",
                "use the port that does, or tls with 465",
            )
        ]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_for_another_host(security: str) -> None:
    """A certificate that is not the host's is refused, with its reason."""
    tls = server_tls("other.example")
    options: dict[str, Any] = {"ssl": tls} if security == "tls" else {}
    server = smtp_server(Handler()) if security == "tls" else smtp_server(Handler(), tls_context=tls)
    async with listening(server, **options) as port:
        assert await check_mail_server(SmtpTable("localhost", port, security), 5, client_tls()) == [
            CheckResult(
                "mail server",
                CheckStatus.PROBLEM,
                f"the certificate of localhost:{port} is not valid for localhost: Hostname mismatch, certificate is "
                "not valid for 'localhost'.",
                "check host in [smtp]; ask the provider for the name in its certificate",
            )
        ]


async def test_tls_where_the_server_speaks_plainly() -> None:
    """TLS on a STARTTLS port is named with the ports that go together."""
    async with listening(smtp_server(Handler())) as port:
        assert await check_mail_server(SmtpTable("127.0.0.1", port, "tls"), 5) == [
            CheckResult(
                "mail server",
                CheckStatus.PROBLEM,
                f"127.0.0.1:{port} does not speak TLS as set (security is tls)",
                "use tls with port 465, starttls with port 587",
            )
        ]


async def test_a_server_that_is_not_there() -> None:
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
    ("first", "then_close", "text", "mend"),
    [
        (b"", False, "does not answer in time", MEND + "; a network may block the port"),
        (b"554 go away\r\n", False, "answers 554 go away", MEND),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", False, "answers", MEND),
        (b"", True, "", MEND),
    ],
)
async def test_what_is_no_mail_server(first: bytes, then_close: bool, text: str, mend: str) -> None:
    """Silence, refusal, another protocol and a closed door are problems in words, not tracebacks."""
    async with listening(lambda: Speaks(first, then_close=then_close)) as port:
        [finding] = await check_mail_server(SmtpTable("127.0.0.1", port, "none"), 0.3)
    assert (finding.name, finding.status, finding.fix) == ("mail server", CheckStatus.PROBLEM, mend)
    assert f"127.0.0.1:{port}" in finding.text
    assert text in finding.text


def test_a_name_that_nobody_knows() -> None:
    """A lost connection and a slip in the name look alike; both are said."""
    error = OSError("wrapped")
    error.__cause__ = socket.gaierror(-2, "Name or service not known")
    assert explain(failure_of(error), SmtpTable("smtp.ngo.example", 587)) == (
        "there is no server named smtp.ngo.example",
        "look for a slip in host, or for a lost connection",
    )


async def test_a_login_that_is_cut_off() -> None:
    """A server that hangs up during the login is a problem of the conversation, not of the password."""

    def hang_up(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        server.transport.close()
        return AuthResult(success=False, handled=True)

    options = {"authenticator": hang_up, "auth_require_tls": False}
    async with listening(smtp_server(Handler(), **options)) as port:
        findings = await check_mail_server(SmtpTable("127.0.0.1", port, "none", "anna", "x"), 2)
    assert (findings[1].name, findings[1].status, findings[1].fix) == ("login", CheckStatus.PROBLEM, MEND)
