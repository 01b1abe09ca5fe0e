"""Opens SMTP connections with aiosmtplib: TLS, STARTTLS, EHLO, AUTH. Then `SmtpConnection` takes over.

The library cannot pipeline, and it raises the same error for a connection that breaks before a message's body (safe to
repeat) and after it (possibly delivered). Retries, pace and delivery states are not decided here.
"""

import asyncio
import base64
import socket
import ssl
from dataclasses import dataclass
from typing import cast

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from campaign.adapters.certificates import trusted_certificates
from campaign.adapters.files.secret_hosts import need_same_host
from campaign.adapters.smtp.dialogue import ServerExtensions
from campaign.adapters.smtp.reply_parser import one_line, valid_code
from campaign.adapters.smtp.smtp_connection import SmtpConnection
from campaign.adapters.smtp.transport import MailConnection
from campaign.adapters.tokens import TokenMissing, access_token, login_hint, oauthbearer
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.settings import STARTTLS, TLS, SmtpTable
from campaign.errors import CampaignError, SettingsError

# The mechanisms for a password, the one that most servers support first.
_MECHANISMS = ("plain", "login", "cram-md5")
_TOKEN_MECHANISMS = ("xoauth2", "oauthbearer")


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Connections to one server."""

    server: SmtpTable
    timeout_seconds: float
    helo: str = ""
    """The name that EHLO gives: the domain of the sender; "" for this machine's own name."""

    async def connect(self) -> "MailConnection | Outcome":
        """Open a connection and log in. Returns the outcome when that failed but may succeed later.

        Raises SettingsError when the login or TLS cannot work with these settings.
        """
        client = SMTP(
            hostname=self.server.host,
            port=self.server.port,
            timeout=self.timeout_seconds,
            use_tls=self.server.security == TLS,
            start_tls=self.server.security == STARTTLS,
            tls_context=tls_for(self.server),
            local_hostname=self.helo or None,
        )
        try:
            await client.connect()
            await _greet(client)
            if self.server.username:
                await log_in(client, self.server)
        except TokenMissing as error:  # the next try may get a token
            client.close()
            return Outcome(Stage.CONNECT, None, f"{self.server.host}:{self.server.port}: no login: {error.message}")
        except CampaignError:  # a person must sign in
            client.close()
            raise
        except LoginNotOffered as error:
            client.close()
            raise self._settings_error(error.message, "check host and port in [smtp]") from None
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            if _is_login_refused(error):
                what = f"the mail server refused the login ({_describe(error)})"
                raise self._settings_error(what, f"check {login_hint(self.server)}") from None
            if _is_wrong_setting(error):
                fix = f'check host, port and security (now "{self.server.security}") in [smtp]'
                raise self._settings_error(f"no protected connection: {_describe(error)}", fix) from None
            code = error.code if isinstance(error, SMTPResponseException) else 0
            return Outcome(
                Stage.CONNECT, valid_code(code), f"{self.server.host}:{self.server.port}: {_describe(error)}"
            )
        return self._take_over(client)

    def _take_over(self, client: SMTP) -> "MailConnection | Outcome":
        transport = cast(asyncio.Transport | None, client.transport)
        if transport is None or transport.is_closing():
            return Outcome(Stage.CONNECT, None, f"{self.server.host}:{self.server.port}: Connection lost")
        extensions = ServerExtensions(*map(client.supports_extension, ("size", "smtputf8", "pipelining", "dsn")))
        connection = SmtpConnection(transport, extensions, self.timeout_seconds)
        transport.set_protocol(connection)
        return connection

    def _settings_error(self, what: str, fix: str) -> SettingsError:
        return SettingsError(f"{self.server.host}:{self.server.port}: {what}", fix=f"{fix}; then run campaign doctor")


class LoginNotOffered(SMTPException):
    """The server offers no login of the kind that is needed."""


def tls_for(server: SmtpTable) -> ssl.SSLContext | None:
    """What a connection trusts; None for the library's own choice, which is what this machine trusts."""
    return trusted_certificates(server) if server.certificate else None


async def log_in(client: SMTP, server: SmtpTable) -> None:
    """Log in with the password or an access token. Raises TokenMissing, SignInNeeded, SecretHostChanged, and the errors
    of the library."""
    need_same_host(server)
    if not client.server_auth_methods:
        raise LoginNotOffered("the mail server offers no login")
    if not server.uses_token:
        await _log_in_once(client, server)
        return
    mechanism = next((name for name in _TOKEN_MECHANISMS if name in client.server_auth_methods), "")
    if not mechanism:
        raise LoginNotOffered("the mail server accepts no access tokens (it offers neither XOAUTH2 nor OAUTHBEARER)")
    token = await asyncio.to_thread(access_token, server)
    if mechanism == "xoauth2":
        await client.auth_xoauth2(server.username, token)
    else:
        await _auth_oauthbearer(client, oauthbearer(server.username, token, server.host, server.port))


async def _auth_oauthbearer(client: SMTP, first: bytes) -> None:
    """The library does not know this mechanism. A refusal comes as a question, answered by one byte (RFC 7628 section
    3.2.3)."""
    reply = await client.execute_command(b"AUTH", b"OAUTHBEARER", base64.b64encode(first))
    if reply.code == aiosmtplib.SMTPStatus.auth_continue:
        reply = await client.execute_command(base64.b64encode(b"\x01"))
    if reply.code != aiosmtplib.SMTPStatus.auth_successful:
        raise aiosmtplib.SMTPAuthenticationError(reply.code, reply.message)


async def _log_in_once(client: SMTP, server: SmtpTable) -> None:
    """Try the password with one mechanism: a refused login counts towards a lockout. The next mechanism is tried only
    when the server does not support one that it offers (504, or 5.5.4)."""
    offers = [name for name in _MECHANISMS if name in client.server_auth_methods]
    if not offers:
        await client.login(server.username, server.password)  # raises the error that fits
        return
    for name in offers:
        try:
            await getattr(client, f"auth_{name.replace('-', '')}")(server.username, server.password)
        except aiosmtplib.SMTPAuthenticationError as error:
            is_unsupported = error.code == 504 or error.message.startswith("5.5.4")
            if not is_unsupported or name == offers[-1]:
                raise
        else:
            return


async def _greet(client: SMTP) -> None:
    """Send EHLO, or HELO if the server refuses it."""
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


def _is_login_refused(error: Exception) -> bool:
    """Whether a login was refused permanently. 4yz is a temporary refusal, for instance after too many logins."""
    return isinstance(error, aiosmtplib.SMTPAuthenticationError) and error.code // 100 == 5


def _is_wrong_setting(error: Exception) -> bool:
    """Whether trying again cannot help: TLS failed, or STARTTLS or AUTH is missing, for which the library raises its
    base class."""
    return isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError) or type(error) is SMTPException


def _describe(error: Exception) -> str:
    """The error in words; the server's own words if it sent a reply."""
    if isinstance(error, SMTPResponseException):
        code = valid_code(error.code)
        return one_line(f"{code or ''} {error.message}")
    match error.__cause__ or error:
        case ConnectionRefusedError():
            return "it refuses the connection"
        case socket.gaierror():
            return "there is no server with that name"
        case ssl.SSLCertVerificationError() as cause:
            return f"its certificate is not trusted ({one_line(cause.verify_message)})"
    return one_line(str(error)) or type(error).__name__
