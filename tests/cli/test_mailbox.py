"""`campaign mailbox`: signing in at a provider, against one that speaks the real protocol, and a mail server."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campaign.adapters.files.package_data import DOCS
from campaign.services.campaign import Campaign
from campaign.services.setup.sign_in import plan_sign_in
from tests.helpers.campaign import run, sample
from tests.helpers.oauth_provider import OAuthProviderFake, browser_command
from tests.helpers.smtp_server import SmtpServer

NEW_LINES = "After you have signed in as anna, campaign.toml gets these lines:\n"


@contextmanager
def smtp_server(provider: OAuthProviderFake) -> Iterator[SmtpServer]:
    """A mail server that accepts the provider's tokens, in its own thread, because a command runs an event loop."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    server, done = SmtpServer(tokens=lambda: provider.access_tokens), asyncio.Event()

    async def serve() -> None:
        async with server.listening():
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OAuthProviderFake]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("BROWSER", browser_command(tmp_path))
    with OAuthProviderFake().listening() as provider:
        yield provider


def prepare(folder: Path, provider: OAuthProviderFake, server: SmtpServer) -> Path:
    """A campaign whose mail server takes tokens, before anybody has signed in."""
    settings = sample(folder) / "campaign.toml"
    smtp = f'\n[smtp]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
    settings.write_text(settings.read_text("utf-8") + smtp + provider.settings, "utf-8")
    return folder


def test_connect_and_send(tmp_path: Path, provider: OAuthProviderFake, capsys: pytest.CaptureFixture[str]) -> None:
    """The browser signs in, the settings are written, the login is tried, and a test email goes by token. Nothing that
    is secret is printed or in the campaign folder."""
    with smtp_server(provider) as server:
        folder = prepare(tmp_path / "c", provider, server)
        command = ("mailbox", "connect", "microsoft", "--client-id", provider.client_id, "--username", "anna")
        assert run(folder, *command) == 0
        out, err = capsys.readouterr()
        lines = ["[oauth] provider = microsoft", "[oauth] client_id = campaign-client", "[smtp] username = anna"]
        assert err.startswith(NEW_LINES + "".join(f"  {line}\n" for line in [*lines, "[smtp] login = oauth"]))
        assert out.splitlines()[-1] == "ok    login        anna can log in"
        assert run(folder, "-q", "letter", "freeze", "-m", "agreed") == 0
        assert run(folder, "-q", "send", "preview") == 0
        assert run(folder, "-q", "send", "test", "--to", "me@coalition.example", "--confirm", "1") == 0
        assert server.recipients == ["me@coalition.example"]
    out_all = out + err + "".join(capsys.readouterr())
    files = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert [secret for secret in provider.issued if secret in out_all or secret.encode() in files] == []


def test_connect_by_code(tmp_path: Path, provider: OAuthProviderFake, capsys: pytest.CaptureFixture[str]) -> None:
    """With --device, the person types a code in elsewhere."""
    with smtp_server(provider) as server:
        folder = prepare(tmp_path / "c", provider, server)
        command = ("mailbox", "connect", "microsoft", "--client-id", provider.client_id, "--username", "anna")
        assert run(folder, "--json", *command, "--device") == 0
    out, err = capsys.readouterr()
    address = provider.url("devicelogin")
    assert f"Open {address} on any device and type in BLUE-FISH. It is valid for 15 minutes." in err
    assert json.loads(out)["username"] == "anna"
    assert provider.log == ["signed in by code"]


def test_a_refusal_changes_nothing(
    tmp_path: Path, provider: OAuthProviderFake, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the person refuses, neither settings nor tokens are written."""
    provider.refuses = True
    with smtp_server(provider) as server:
        folder = prepare(tmp_path / "c", provider, server)
        before = (folder / "campaign.toml").read_text("utf-8")
        command = ("mailbox", "connect", "microsoft", "--client-id", provider.client_id)
        assert run(folder, *command) == 1
    assert "error" not in capsys.readouterr().out
    assert (folder / "campaign.toml").read_text("utf-8") == before
    assert not (tmp_path / "state" / "undersigned" / "tokens").exists()


def test_a_mailbox_that_refuses_the_sign_in(
    tmp_path: Path, provider: OAuthProviderFake, capsys: pytest.CaptureFixture[str]
) -> None:
    """Microsoft's refusal of a mailbox without Authenticated SMTP says whom to ask."""
    with smtp_server(provider) as server:
        words = b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\r\n"
        server.login_refusal = words
        server.tokens = lambda: ["another"]
        folder = prepare(tmp_path / "c", provider, server)
        command = ("mailbox", "connect", "microsoft", "--client-id", provider.client_id, "--username", "anna")
        assert run(folder, *command) == 4
    fix = '-> ask an administrator of Microsoft 365 to switch on "Authenticated SMTP" for this mailbox'
    assert [line.strip() for line in capsys.readouterr().out.splitlines()][-1] == fix


def test_the_client_id_is_asked_for(
    tmp_path: Path, provider: OAuthProviderFake, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a client ID, the page that explains it is named."""
    folder = sample(tmp_path / "c")
    assert run(folder, "mailbox", "connect", "google") == 2
    fix = f"register the program once ({DOCS / 'mailbox.md'}, section Google), then add --client-id ID"
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "the client ID of your organisation is missing",
        f"  next: {fix}",
    ]


def test_connect_needs_valid_settings(
    tmp_path: Path, provider: OAuthProviderFake, capsys: pytest.CaptureFixture[str]
) -> None:
    """A campaign.toml that is not TOML is named with its line, and stays as it is."""
    settings = sample(tmp_path / "c") / "campaign.toml"
    settings.write_text("[smtp\n", "utf-8")
    assert run(settings.parent, "mailbox", "connect", "microsoft", "--client-id", "id") == 1
    assert "campaign.toml:1: not valid TOML" in capsys.readouterr().err
    assert settings.read_text("utf-8") == "[smtp\n"


def test_what_connect_writes(tmp_path: Path, provider: OAuthProviderFake, capsys: pytest.CaptureFixture[str]) -> None:
    """At the provider itself, its servers are written, and a port that is set there is corrected; a password that is
    missing does not prevent this."""
    folder = sample(tmp_path / "c")
    settings = folder / "campaign.toml"
    old = '\n[smtp]\nhost = "mail.old.example"\nport = 2525 # old\nusername = "anna@old.example"\n'
    settings.write_text(settings.read_text("utf-8") + old, "utf-8")
    plan = plan_sign_in(Campaign(folder), "google", "id", "anna@coalition.example")
    assert plan.lines == (
        "[oauth] provider = google",
        "[oauth] client_id = id",
        "[smtp] host = smtp.gmail.com",
        "[smtp] security = starttls",
        "[imap] host = imap.gmail.com",
        "[imap] security = tls",
        "[smtp] port = 587",
        "[smtp] username = anna@coalition.example",
        "[smtp] login = oauth",
        "[imap] username = anna@coalition.example",
        "[imap] login = oauth",
    )
    assert (plan.settings.smtp and plan.settings.smtp.port, plan.settings.imap and plan.settings.imap.port) == (
        587,
        993,
    )
    assert settings.read_text("utf-8") == plan.before


def test_disconnect(tmp_path: Path, provider: OAuthProviderFake, capsys: pytest.CaptureFixture[str]) -> None:
    """The tokens are deleted from this machine."""
    with smtp_server(provider) as server:
        folder = prepare(tmp_path / "c", provider, server)
        command = ("mailbox", "connect", "microsoft", "--client-id", provider.client_id, "--username", "anna")
        assert run(folder, "-q", *command) == 0
    assert run(folder, "mailbox", "disconnect") == 0
    assert run(folder, "mailbox", "disconnect") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == ["signed out: anna", "nobody was signed in on this machine"]
    assert list((tmp_path / "state" / "undersigned" / "tokens").glob("*.json")) == []
