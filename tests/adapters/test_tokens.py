"""Logins with access tokens instead of passwords."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from campaign.adapters.imap import open_inbox
from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.adapters.tokens import TokenMissing, fresh_token
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.message.message import Message
from campaign.core.settings import ImapTable, SmtpTable
from campaign.errors import MailboxError, SettingsError
from tests.helpers.dovecot import running
from tests.helpers.smtp_server import SmtpServer

MAIL = Message("letters@coalition.example", "mep1@parliament.example", b"Subject: Letter\r\n\r\nDear Member,\r\n")


def printing(text: str) -> tuple[str, ...]:
    """A command that prints a token."""
    return (sys.executable, "-c", f"print({text!r})")


async def connected(server: SmtpServer, command: tuple[str, ...]) -> Outcome | None:
    """The outcome of a login with a command's token; None when a message was accepted."""
    line = await SmtpTransport(SmtpTable("127.0.0.1", server.port, "none", "anna", "", command), 5).connect()
    if isinstance(line, Outcome):
        return line
    outcome = await line.hand_over(MAIL, yes)
    await line.close()
    assert outcome.code == 250
    return None


async def yes() -> bool:
    return True


async def test_mails_go_by_token() -> None:
    """The token that the command prints, without its line break, logs in."""
    async with SmtpServer(token="ya29.good", needs_login=True).listening() as server:
        assert await connected(server, printing("ya29.good")) is None


async def test_a_token_that_is_refused() -> None:
    """A refused token is an error of the settings, with the server's words and without the token."""
    async with SmtpServer(token="ya29.good").listening() as server:
        with pytest.raises(SettingsError) as caught:
            await connected(server, printing("ya29.stale"))
    answer = "535 5.7.8 Error: authentication failed"
    assert caught.value.message == f"127.0.0.1:{server.port}: the mail server refused the login ({answer})"
    assert caught.value.fix == "check username and token_command; then run campaign doctor"


async def test_no_token_for_now() -> None:
    """When the command fails, sending is tried again later."""
    async with SmtpServer(token="ya29.good").listening() as server:
        outcome = await connected(server, (sys.executable, "-c", "raise SystemExit(7)"))
    reason = f"127.0.0.1:{server.port}: no login: {sys.executable} ended with exit code 7"
    assert outcome == Outcome(Stage.CONNECT, None, reason)


async def test_a_server_without_tokens() -> None:
    """A server that does not offer XOAUTH2 gets no token."""
    async with SmtpServer(password="sesame").listening() as server:
        with pytest.raises(SettingsError, match="does not offer XOAUTH2"):
            await connected(server, printing("ya29.good"))


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (printing("two words"), f"{sys.executable} did not print an access token and nothing else"),
        (printing(""), f"{sys.executable} did not print an access token and nothing else"),
        (("/no/such/program",), "/no/such/program cannot be run (No such file or directory)"),
    ],
)
def test_what_is_no_token(command: tuple[str, ...], text: str) -> None:
    """Anything but a single token is an error that does not show it."""
    with pytest.raises(TokenMissing) as caught:
        fresh_token(command)
    assert caught.value.message == text


class _Introspection(BaseHTTPRequestHandler):
    """Answers whose token it is (RFC 7662), as Dovecot asks."""

    def do_GET(self) -> None:
        known = self.path.endswith("ya29.good")
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"username": "anna"} if known else {}).encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def introspection() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), _Introspection) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.dovecot
def test_a_mailbox_is_read_by_token() -> None:
    """Dovecot accepts a valid token; an unknown one leads to an error about the setting, without the token."""
    if os.geteuid() != 0:
        pytest.skip("Dovecot's master needs root")
    with introspection() as port, running(port) as dovecot:
        table = ImapTable("127.0.0.1", dovecot.port, "none", "anna", printing("ya29.good"))
        with open_inbox(table) as inbox:
            assert inbox.folder == "INBOX"
        table = ImapTable("127.0.0.1", dovecot.port, "none", "anna", printing("ya29.stale"))
        with pytest.raises(MailboxError) as caught, open_inbox(table):
            pass
    assert caught.value.fix == "check host, username and token_command in [imap] in campaign.toml"
    assert "stale" not in caught.value.message
