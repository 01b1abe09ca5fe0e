"""Tests a mail server: connects, secures the connection, logs in and quits. Sends no email."""

import asyncio
import contextlib
import socket
import ssl
from dataclasses import dataclass
from enum import Enum, auto

import aiosmtplib

from campaign.adapters.smtp.smtp import LoginNotOffered, log_in, tls_for
from campaign.core.settings import STARTTLS, TLS, SmtpTable
from campaign.errors import CampaignError, SettingsError

_EXTENSIONS = ("size", "pipelining", "smtputf8", "dsn")
_MAX_CHARACTERS = 200


class ProbeFault(Enum):
    """The kind of failure."""

    CERTIFICATE = auto()
    TLS = auto()
    UNKNOWN_NAME = auto()
    REFUSED = auto()
    TIMEOUT = auto()
    NO_STARTTLS = auto()
    NO_LOGIN = auto()
    PASSWORD = auto()
    SETTINGS = auto()
    ANSWER = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class ProbeFailure:
    """Why a connection or a login failed."""

    fault: ProbeFault
    words: str = ""
    """The words of the server or the system on one line. For PASSWORD and ANSWER they start with the reply code."""
    fix: str = ""
    """What to do; "" when that is not known."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a test of a mail server found."""

    failure: ProbeFailure | None = None
    """Why the connection failed; None when it succeeded."""
    tls_version: str = ""
    """The version of TLS, such as "TLSv1.3"; "" for an unencrypted connection."""
    extensions: tuple[str, ...] = ()
    """The extensions that the server offers and sending uses, in lower case."""
    login_failure: ProbeFailure | None = None
    """Why the login failed; None when it succeeded, or no username is set."""


async def probe(server: SmtpTable, timeout_seconds: float) -> Probe:
    """Connect, log in and quit."""
    try:
        tls = tls_for(server)
    except SettingsError as error:
        return Probe(ProbeFailure(ProbeFault.SETTINGS, error.message, error.fix))
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=timeout_seconds,
        use_tls=server.security == TLS,
        start_tls=False,
        tls_context=tls,
    )
    try:
        failure = await _connect(client, server, tls)
        if failure:
            return Probe(failure)
        session = client.get_transport_info("ssl_object")
        version = session.version() if isinstance(session, ssl.SSLObject | ssl.SSLSocket) else None
        extensions = tuple(name for name in _EXTENSIONS if client.supports_extension(name))
        return Probe(None, version or "", extensions, await _log_in(client, server) if server.username else None)
    finally:
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=timeout_seconds)
        client.close()


async def _connect(client: aiosmtplib.SMTP, server: SmtpTable, tls: ssl.SSLContext | None) -> ProbeFailure | None:
    try:
        await client.connect()
        await client.ehlo()
        if server.security == STARTTLS:
            if not client.supports_extension("starttls"):
                return ProbeFailure(ProbeFault.NO_STARTTLS)
            await client.starttls(tls_context=tls)
            await client.ehlo()
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return failure_of(error)
    return None


async def _log_in(client: aiosmtplib.SMTP, server: SmtpTable) -> ProbeFailure | None:
    try:
        await log_in(client, server)
    except CampaignError as error:
        return ProbeFailure(ProbeFault.SETTINGS, error.message, error.fix)
    except LoginNotOffered as error:
        return ProbeFailure(ProbeFault.NO_LOGIN, error.message)
    except aiosmtplib.SMTPAuthenticationError as error:
        return ProbeFailure(ProbeFault.PASSWORD, f"{error.code} {_one_line(error.message)}")
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return failure_of(error)
    return None


def failure_of(error: BaseException) -> ProbeFailure:
    """The kind of failure behind an error."""
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return ProbeFailure(ProbeFault.CERTIFICATE, _one_line(cause.verify_message))
            case ssl.SSLError():
                return ProbeFailure(ProbeFault.TLS)
            case socket.gaierror():
                return ProbeFailure(ProbeFault.UNKNOWN_NAME)
            case ConnectionRefusedError():
                return ProbeFailure(ProbeFault.REFUSED)
            case TimeoutError() | asyncio.TimeoutError() | aiosmtplib.SMTPTimeoutError():
                return ProbeFailure(ProbeFault.TIMEOUT)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return ProbeFailure(ProbeFault.ANSWER, f"{error.code} {_one_line(error.message)}")
    return ProbeFailure(ProbeFault.OTHER, _one_line(str(error) or type(error).__name__))


def _causes(error: BaseException | None) -> list[BaseException]:
    """The error and its causes, the root first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.insert(0, error)
        error = error.__cause__ or error.__context__
    return chain


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_MAX_CHARACTERS]
