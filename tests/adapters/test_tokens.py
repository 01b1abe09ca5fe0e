"""Logins with access tokens instead of passwords."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from campaign.adapters.files.trust import command_digest, trust
from campaign.adapters.imap import LoginRefused, open_inbox
from campaign.adapters.oauth.saved_tokens import TokenPair, save_tokens
from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.adapters.tokens import TokenMissing, fresh_token, oauthbearer
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.message.message import Message
from campaign.core.settings import ImapTable, SmtpTable
from campaign.core.settings.oauth import OAuthTable
from campaign.errors import MailboxError, SettingsError
from tests.helpers.dovecot import running
from tests.helpers.oauth_provider import OAuthProviderFake
from tests.helpers.smtp_server import SmtpServer

MAIL = Message("letters@coalition.example", "mep1@parliament.example", b"Subject: Letter\r\n\r\nDear Member,\r\n")


def printing(text: str) -> tuple[str, ...]:
    """A trusted command that prints a token."""
    return trusted((sys.executable, "-c", f"print({text!r})"))


def trusted(command: tuple[str, ...]) -> tuple[str, ...]:
    trust(command_digest(command))
    return command


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
        outcome = await connected(server, trusted((sys.executable, "-c", "raise SystemExit(7)")))
    reason = f"127.0.0.1:{server.port}: no login: {sys.executable} ended with exit code 7"
    assert outcome == Outcome(Stage.CONNECT, None, reason)


async def test_a_server_without_tokens() -> None:
    """A server that offers no login for tokens gets none."""
    async with SmtpServer(password="sesame").listening() as server:
        with pytest.raises(SettingsError, match="offers neither XOAUTH2 nor OAUTHBEARER"):
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
        fresh_token(trusted(command))
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
    assert caught.value.fix == "check host in [imap] in campaign.toml, username and token_command"
    assert "stale" not in caught.value.message


async def test_mails_go_by_oauthbearer() -> None:
    """A server that offers OAUTHBEARER only gets the token in that form; a refusal is understood."""
    async with SmtpServer(token="ya29.good", token_mechanisms=["OAUTHBEARER"]).listening() as server:
        assert await connected(server, printing("ya29.good")) is None
        with pytest.raises(SettingsError, match=r"refused the login \(535 5.7.8"):
            await connected(server, printing("ya29.stale"))


def test_the_first_words_of_oauthbearer() -> None:
    """Host and port are named, and what separates the fields is escaped (RFC 7628)."""
    first = oauthbearer("a=b,c@coalition.example", "t", "imap.example", 993)
    assert first == b"n,a=a=3Db=2Cc@coalition.example,\x01host=imap.example\x01port=993\x01auth=Bearer t\x01\x01"


async def test_a_server_without_any_login() -> None:
    """A server that offers no login is named as such, and not as unprotected."""
    async with SmtpServer().listening() as server:
        with pytest.raises(SettingsError) as caught:
            await connected(server, printing("ya29.good"))
    assert caught.value.message == f"127.0.0.1:{server.port}: the mail server offers no login"


@pytest.fixture
def oauth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[OAuthProviderFake, OAuthTable]]:
    """A provider, and the table of a campaign whose person has signed in there. The access token has ended."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with OAuthProviderFake().listening() as provider:
        table = OAuthTable("microsoft", provider.client_id, token_url=provider.url("token"))
        provider.refresh_tokens.append("first")
        save_tokens(table, "anna", TokenPair("old", "first", 0))
        yield provider, table


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
async def test_a_login_refreshes_the_token(oauth: tuple[OAuthProviderFake, OAuthTable], mechanism: str) -> None:
    """With a sign-in, a login gets a new token from the provider when the old one has ended."""
    provider, table = oauth
    taking = SmtpServer(tokens=lambda: provider.access_tokens, token_mechanisms=[mechanism])
    async with taking.listening() as server:
        settings = SmtpTable("127.0.0.1", server.port, "none", "anna", login="oauth", oauth=table)
        for _ in range(2):
            line = await SmtpTransport(settings, 5).connect()
            assert not isinstance(line, Outcome)
            assert (await line.hand_over(MAIL, yes)).code == 250
            await line.close()
    assert provider.log == ["refreshed"]


async def test_a_sign_in_that_was_withdrawn(oauth: tuple[OAuthProviderFake, OAuthTable]) -> None:
    """Sending stops with the command that signs in again; while the provider is silent, it is tried again later."""
    provider, table = oauth
    provider.failures = [(503, {})]
    provider.refresh_tokens.clear()
    async with SmtpServer(tokens=lambda: provider.access_tokens).listening() as server:
        settings = SmtpTable("127.0.0.1", server.port, "none", "anna", login="oauth", oauth=table)
        reason = "no login: Microsoft cannot be asked for a token (HTTPError)"
        outcome = await SmtpTransport(settings, 5).connect()
        assert outcome == Outcome(Stage.CONNECT, None, f"127.0.0.1:{server.port}: {reason}")
        with pytest.raises(SettingsError) as caught:
            await SmtpTransport(settings, 5).connect()
    assert caught.value.fix == "sign in again: campaign mailbox connect microsoft"


async def test_a_sign_in_that_the_mail_server_refuses(oauth: tuple[OAuthProviderFake, OAuthTable]) -> None:
    """A token that the provider gives and the mail server refuses leads to the username and the sign-in."""
    _, table = oauth
    async with SmtpServer(token="another").listening() as server:
        settings = SmtpTable("127.0.0.1", server.port, "none", "anna", login="oauth", oauth=table)
        with pytest.raises(SettingsError) as caught:
            await SmtpTransport(settings, 5).connect()
    command = "campaign mailbox connect microsoft"
    assert caught.value.fix == f"check username, or sign in again with {command}; then run campaign doctor"


@pytest.mark.dovecot
@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_mailbox_is_read_by_sign_in(oauth: tuple[OAuthProviderFake, OAuthTable], mechanism: str) -> None:
    """Dovecot asks the provider whose the token is, and opens the mailbox; a sign-in that has ended is a refused
    login."""
    if os.geteuid() != 0:
        pytest.skip("Dovecot's master needs root")
    provider, table = oauth
    with running(provider.port, mechanism) as dovecot:
        settings = ImapTable("127.0.0.1", dovecot.port, "none", "anna", login="oauth", oauth=table)
        with open_inbox(settings) as inbox:
            assert inbox.folder == "INBOX"
        save_tokens(table, "anna", TokenPair("old", "withdrawn", 0))
        with pytest.raises(LoginRefused) as caught, open_inbox(settings):
            pass
    assert provider.log == ["refreshed"]
    assert caught.value.fix == "sign in again: campaign mailbox connect microsoft"
