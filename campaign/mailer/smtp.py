"""SMTP lines: opened by aiosmtplib (TLS, STARTTLS, AUTH), then MAIL, RCPT, DATA and the body one by one.

The body is written by hand, since only then is it known whether a break came before it (safe to repeat) or after
(it may have been delivered). No retries, no pace, no states here.
"""

import socket
import ssl
from dataclasses import dataclass

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from campaign.delivery.judge import Outcome, Stage
from campaign.errors import SettingsError
from campaign.mail import Mail
from campaign.mailer.transport import BeforeBody, Line
from campaign.settings import STARTTLS, TLS, SmtpTable

_READY_FOR_BODY = 354
_MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Lines to one server. `tls_context` is for servers with a certificate of one's own authority."""

    server: SmtpTable
    timeout_seconds: float
    tls_context: ssl.SSLContext | None = None

    async def connect(self) -> "Line | Outcome":
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
                await client.login(self.server.username, self.server.password)
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            if _is_login_refused(error):
                what = f"the mail server refused the login ({_words(error)})"
                raise self._wrong(what, "check username and password") from None
            if _is_set_wrong(error):
                mend = f'check host, port and security (now "{self.server.security}") in [smtp]'
                raise self._wrong(f"no protected connection: {_words(error)}", mend) from None
            code = error.code if isinstance(error, SMTPResponseException) else 0
            return Outcome(Stage.CONNECT, _readable(code), f"{self.server.host}:{self.server.port}: {_words(error)}")
        return SmtpLine(client, self.timeout_seconds)

    def _wrong(self, what: str, mend: str) -> SettingsError:
        return SettingsError(f"{self.server.host}:{self.server.port}: {what}", hint=f"{mend}; campaign doctor tries it")


class SmtpLine:
    """One SMTP connection."""

    def __init__(self, client: SMTP, timeout_seconds: float) -> None:
        self._client = client
        self._timeout = timeout_seconds
        self._served = 0

    async def hand_over(self, mail: Mail, before_body: BeforeBody) -> Outcome:
        """One message, stage by stage. The outcome's stage is the one that answered last or fell silent."""
        stage = Stage.MAIL
        reused = self._served > 0
        try:
            await self._command(b"MAIL", b"FROM:" + _path(mail.sender), *self._options(mail))
            stage = Stage.RCPT
            await self._command(b"RCPT", b"TO:" + _path(mail.recipient))
            stage = Stage.DATA
            ready = await self._client.execute_command(b"DATA")
            if ready.code != _READY_FOR_BODY:
                return await self._answered(stage, ready.code, ready.message, reused)
            if not await self._allowed(before_body):
                return Outcome(stage, None, "taken back before the message went out", reused)
            self._write(mail.message)
            stage = Stage.BODY
            reply = await self._reply()
        except SMTPResponseException as error:
            return await self._answered(stage, error.code, error.message, reused)
        except (SMTPException, OSError, ValueError, RuntimeError) as error:
            self._drop()
            return Outcome(stage, None, _words(error), reused)
        return await self._answered(stage, *reply, reused)

    async def close(self) -> None:
        """QUIT where the server still listens; a failing QUIT after an accepted message means nothing."""
        try:
            await self._client.quit(timeout=5)
        except (SMTPException, OSError):
            self._client.close()

    async def _command(self, *words: bytes) -> None:
        reply = await self._client.execute_command(*words)
        if reply.code // 100 != 2:
            raise SMTPResponseException(reply.code, reply.message)

    def _options(self, mail: Mail) -> list[bytes]:
        """What is said with MAIL (RFC 1870, RFC 6531)."""
        international = not (mail.sender + mail.recipient).isascii()
        if international and not self._client.supports_extension("smtputf8"):
            raise SMTPResponseException(553, "the server takes no internationalised addresses (no SMTPUTF8)")
        size = [b"SIZE=%d" % len(mail.message)] if self._client.supports_extension("size") else []
        return size + ([b"SMTPUTF8"] if international else [])

    async def _allowed(self, before_body: BeforeBody) -> bool:
        """Ask; whatever keeps the body back also ends the line, since the server now waits for a body."""
        allowed = False
        try:
            allowed = await before_body()
        finally:
            if not allowed:
                self._drop()
        return allowed

    def _write(self, message: bytes) -> None:
        """The body with dots stuffed (RFC 5321 section 4.5.2) and the final dot."""
        stuffed = message.replace(b"\r\n.", b"\r\n..")
        protocol = self._client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        start = b"." if stuffed.startswith(b".") else b""
        end = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
        protocol.write(start + stuffed + end)

    async def _reply(self) -> tuple[int, str]:
        protocol = self._client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        response = await protocol.read_response(timeout=self._timeout)
        return response.code, response.message

    async def _answered(self, stage: Stage, code: int, text: str, reused: bool) -> Outcome:  # noqa: FBT001 -- private
        """What the server said, be it no SMTP at all; the line is made ready for the next message, or dropped."""
        outcome = Outcome(stage, _readable(code), _clean(text), reused)
        if outcome.closing:
            self._drop()
            return outcome
        self._served += 1
        if stage is not Stage.BODY:
            try:
                await self._client.rset()
            except (SMTPException, OSError):
                self._drop()
        return outcome

    def _drop(self) -> None:
        self._client.close()


async def _greet(client: SMTP) -> None:
    """EHLO, so that the server's extensions are known, or HELO: what is refused here is refused to all mails."""
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


def _path(address: str) -> bytes:
    """An address as it stands in a command, to the letter: the library would mend it, and write to somebody else."""
    if not address.isprintable() or set(address) & set(" <>"):
        raise SMTPResponseException(553, "this is no mail address")
    return f"<{address}>".encode()


def _is_login_refused(error: Exception) -> bool:
    """Whether a login was refused for good; 4yz asks to come again, as servers do after too many logins."""
    return isinstance(error, aiosmtplib.SMTPAuthenticationError) and error.code // 100 == 5


def _is_set_wrong(error: Exception) -> bool:
    """Whether no try will mend it: TLS failed, or the library found STARTTLS or AUTH missing, which it says with the
    bare base class."""
    return isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError) or type(error) is SMTPException


def _readable(code: int) -> int | None:
    """A reply code of RFC 5321, or None."""
    return code if 200 <= code < 600 else None


def _words(error: Exception) -> str:
    """What happened; the server's own words where it said something."""
    if isinstance(error, SMTPResponseException):
        known = _readable(error.code)
        return _clean(f"{known or ''} {error.message}")
    match error.__cause__ or error:
        case ConnectionRefusedError():
            return "it refuses the connection"
        case socket.gaierror():
            return "there is no server of that name"
        case ssl.SSLCertVerificationError() as cause:
            return f"its certificate is not trusted ({_clean(cause.verify_message)})"
    return _clean(str(error)) or type(error).__name__


def _clean(text: str) -> str:
    """A server's text as one line that is safe to show and to keep: no control characters, no halves of characters."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:_MAX_TEXT]
