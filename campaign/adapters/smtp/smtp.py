"""SMTP lines are opened by aiosmtplib: TLS, STARTTLS, EHLO, AUTH. From there on a protocol of ours has the connection.

The library waits for each answer and tells a break before the body (safe to repeat) by the same error as one after it
(it may have been delivered). No retries, no pace, no states here.
"""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from typing import cast

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from campaign.adapters.smtp.dialogue import ServerExtensions
from campaign.adapters.smtp.reply_parser import one_line, valid_code
from campaign.adapters.smtp.smtp_connection import SmtpConnection
from campaign.adapters.smtp.transport import MailConnection
from campaign.adapters.tokens import TokenMissing, fresh_token
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.settings import STARTTLS, TLS, SmtpTable
from campaign.errors import SettingsError


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Lines to one server. `tls_context` is for servers with a certificate of one's own authority."""

    server: SmtpTable
    timeout_seconds: float
    tls_context: ssl.SSLContext | None = None

    async def connect(self) -> "MailConnection | Outcome":
        """An open, logged-in line. Raises SettingsError when login or TLS can never work as set."""
        client = SMTP(
            hostname=self.server.host,
            port=self.server.port,
            timeout=self.timeout_seconds,
            use_tls=self.server.security == TLS,
            start_tls=self.server.security == STARTTLS,
            tls_context=self.tls_context,
        )
        try:
            await client.connect()
            await _greet(client)
            if self.server.username:
                await log_in(client, self.server)
        except TokenMissing as error:  # the next try may get one
            client.close()
            return Outcome(Stage.CONNECT, None, f"{self.server.host}:{self.server.port}: no login: {error.message}")
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            if _is_login_refused(error):
                what = f"the mail server refused the login ({_describe(error)})"
                raise self._settings_error(
                    what, f"check username and {'token_command' if self.server.token_command else 'password'}"
                ) from None
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
        return SettingsError(f"{self.server.host}:{self.server.port}: {what}", fix=f"{fix}; campaign doctor tries it")


async def log_in(client: SMTP, server: SmtpTable) -> None:
    """By password, or by a fresh access token. Raises TokenMissing, and what the library raises."""
    if not server.token_command:
        await client.login(server.username, server.password)
        return
    token = await asyncio.to_thread(fresh_token, server.token_command)
    if "xoauth2" not in client.server_auth_methods:
        raise SMTPException("the mail server does not offer XOAUTH2, which token_command is for")
    await client.auth_xoauth2(server.username, token)


async def _greet(client: SMTP) -> None:
    """EHLO, so that the server's extensions are known, or HELO: what is refused here is refused to all mails."""
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


def _is_login_refused(error: Exception) -> bool:
    """Whether a login was refused for good; 4yz asks to come again, as servers do after too many logins."""
    return isinstance(error, aiosmtplib.SMTPAuthenticationError) and error.code // 100 == 5


def _is_wrong_setting(error: Exception) -> bool:
    """Whether no try will mend it: TLS failed, or the library found STARTTLS or AUTH missing, which it says with the
    bare base class."""
    return isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError) or type(error) is SMTPException


def _describe(error: Exception) -> str:
    """What happened; the server's own words where it said something."""
    if isinstance(error, SMTPResponseException):
        code = valid_code(error.code)
        return one_line(f"{code or ''} {error.message}")
    match error.__cause__ or error:
        case ConnectionRefusedError():
            return "it refuses the connection"
        case socket.gaierror():
            return "there is no server of that name"
        case ssl.SSLCertVerificationError() as cause:
            return f"its certificate is not trusted ({one_line(cause.verify_message)})"
    return one_line(str(error)) or type(error).__name__
