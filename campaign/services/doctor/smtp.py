"""The mail server: reached, protected, logged in, and left again. No mail is sent."""

import asyncio
import contextlib
import socket
import ssl

import aiosmtplib

from campaign.adapters.smtp import log_in
from campaign.adapters.tokens import TokenMissing
from campaign.core.settings import PLAIN, STARTTLS, TLS, SmtpTable
from campaign.services.doctor.finding import Finding, ok, problem, skipped

_WANTED = ("size", "pipelining", "smtputf8", "dsn")
_MOST_SHOWN = 200


async def look(server: SmtpTable | None, timeout_seconds: float, tls: ssl.SSLContext | None = None) -> list[Finding]:
    """Connection and login. `tls` is for servers with a certificate of one's own authority."""
    if server is None:
        return [skipped("mail server", "none is set: mails are written to the folder outbox/", "set host in [smtp]")]
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=timeout_seconds,
        use_tls=server.security == TLS,
        start_tls=False,
        tls_context=tls,
    )
    try:
        return await _conversation(client, server, tls)
    finally:
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=timeout_seconds)
        client.close()


async def _conversation(client: aiosmtplib.SMTP, server: SmtpTable, tls: ssl.SSLContext | None) -> list[Finding]:
    place = f"{server.host}:{server.port}"
    try:
        await client.connect()
        await client.ehlo()
        if server.security == STARTTLS and not client.supports_extension("starttls"):
            return [
                problem("mail server", f"{place} does not offer STARTTLS", "use the port that does, or tls with 465")
            ]
        if server.security == STARTTLS:
            await client.starttls(tls_context=tls)
            await client.ehlo()
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return [problem("mail server", *explained(error, server))]
    reached = ok("mail server", f"{place} answers, {_protection(client, server)}{_extensions(client)}")
    return [reached, await _login(client, server)]


async def _login(client: aiosmtplib.SMTP, server: SmtpTable) -> Finding:
    if not server.username:
        return skipped(
            "login", "no username is set: mails go without a login", "set username in [smtp] if one is needed"
        )
    if not client.server_auth_methods:
        mend = "take username out of [smtp], or look whether port and security are right"
        return problem("login", f"{server.host}:{server.port} offers no login", mend)
    try:
        await log_in(client, server)
    except TokenMissing as error:
        return problem("login", error.message, error.hint)
    except aiosmtplib.SMTPAuthenticationError as error:
        text = f"the password for {server.username} is refused ({error.code} {_short(error.message)})"
        return problem("login", text, "check username in [smtp] and CAMPAIGN_SMTP_PASSWORD; some want an app password")
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return problem("login", *explained(error, server))
    return ok("login", f"{server.username} is let in")


def explained(error: BaseException, server: SmtpTable) -> tuple[str, str]:
    """What went wrong and what to do, in plain words."""
    place = f"{server.host}:{server.port}"
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                text = f"the certificate of {place} is not valid for {server.host}: {_short(cause.verify_message)}"
                return text, "check host in [smtp]; ask the provider for the name in its certificate"
            case ssl.SSLError():
                mend = "use tls with port 465, starttls with port 587"
                return f"{place} does not speak TLS as set (security is {server.security})", mend
            case socket.gaierror():
                return f"there is no server named {server.host}", "look for a slip in host, or for a lost connection"
            case ConnectionRefusedError():
                return f"{place} refuses the connection", "check port in [smtp]; is the server running?"
            case TimeoutError() | asyncio.TimeoutError() | aiosmtplib.SMTPTimeoutError():
                mend = "check host, port and security in [smtp]; a network may block the port"
                return f"{place} does not answer in time", mend
    mend = "check host, port and security in [smtp]"
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"{place} answers {error.code} {_short(error.message)}", mend
    return f"no conversation with {place}: {_short(str(error) or type(error).__name__)}", mend


def _causes(error: BaseException | None) -> list[BaseException]:
    """The error and what led to it, the root first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.insert(0, error)
        error = error.__cause__ or error.__context__
    return chain


def _protection(client: aiosmtplib.SMTP, server: SmtpTable) -> str:
    if server.security == PLAIN:
        return "unprotected"
    session = client.get_transport_info("ssl_object")
    version = session.version() if isinstance(session, ssl.SSLObject | ssl.SSLSocket) else None
    return f"protected by {version or 'TLS'}"


def _extensions(client: aiosmtplib.SMTP) -> str:
    found = [each.upper() for each in _WANTED if client.supports_extension(each)]
    return f"; it knows {', '.join(found)}" if found else ""


def _short(text: str) -> str:
    return " ".join(text.split())[:_MOST_SHOWN]
