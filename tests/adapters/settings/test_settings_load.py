"""Settings read from a folder."""

import os
from pathlib import Path

import pytest

from campaign.adapters.settings import load
from campaign.errors import FolderError, SettingsError

SOURCE = """\
[campaign]
name = "Keep it"
vote = "2027-04-26 12:00"
[sender]
name = "Anna"
address = "anna@ngo.example"
[smtp]
host = "smtp.ngo.example"
username = "anna"
"""


def test_env_is_read_and_the_environment_not_changed(tmp_path: Path) -> None:
    """The password is read from `.env`, and os.environ is not changed."""
    (tmp_path / "campaign.toml").write_text(SOURCE)
    (tmp_path / ".env").write_text("CAMPAIGN_SMTP_PASSWORD=sesame\n")
    before = dict(os.environ)
    settings = load(tmp_path, {})
    assert settings.smtp is not None
    assert settings.smtp.password == "sesame"
    assert dict(os.environ) == before


def test_the_environment_is_the_process_s_own_by_default(tmp_path: Path) -> None:
    """Without a mapping, os.environ is read."""
    (tmp_path / "campaign.toml").write_text(SOURCE.replace('username = "anna"\n', ""))
    smtp = load(tmp_path).smtp
    assert smtp is not None
    assert smtp.host == os.environ.get("CAMPAIGN_SMTP_HOST", "smtp.ngo.example")


def test_a_token_command_replaces_the_passwords(tmp_path: Path) -> None:
    """With a token_command neither the mail server nor the mailbox needs a password; it is split as a shell would."""
    mailbox = '[imap]\nhost = "imap.ngo.example"\nusername = "anna"\ntoken_command = "get"\n'
    (tmp_path / "campaign.toml").write_text(SOURCE + "token_command = \"get --of 'my box'\"\n" + mailbox)
    settings = load(tmp_path, {})
    assert settings.smtp is not None
    assert settings.imap is not None
    assert (settings.smtp.token_command, settings.imap.token_command) == (("get", "--of", "my box"), ("get",))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("", 'token_command = "get \'box"\n', 'campaign.toml:10: token_command is "get \'box"; close the quotation'),
        (
            'username = "anna"\n',
            'token_command = "get"\n',
            "campaign.toml:9: token_command is set, but username is missing",
        ),
    ],
)
def test_a_broken_token_command_is_reported(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Open quotation marks, and a token command without a username, are reported with their lines."""
    text = SOURCE.replace(old, "") if old else SOURCE
    (tmp_path / "campaign.toml").write_text(text + new)
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {"CAMPAIGN_SMTP_PASSWORD": "sesame"} if not old else {})
    assert [str(problem)[: len(message)] for problem in caught.value.problems] == [message]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("campaign.toml", b'[campaign]\nname = "\xe9"\n', "{root}/campaign.toml:2: not UTF-8 text"),
        (".env", b"A=1\nCAMPAIGN_SMTP_PASSWORD=\xe9\n", "{root}/.env:2: not UTF-8 text"),
    ],
)
def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """Bytes of another encoding are reported with file and line."""
    (tmp_path / "campaign.toml").write_text(SOURCE)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FolderError) as caught:
        load(tmp_path, {})
    assert caught.value.message == message.format(root=tmp_path)


def test_a_sign_in_replaces_the_passwords(tmp_path: Path) -> None:
    """With login = "oauth" neither server needs a password, and both have the table [oauth] with Microsoft's addresses
    for the organisation, or those that are written."""
    mailbox = '[imap]\nhost = "imap.ngo.example"\nusername = "anna"\nlogin = "oauth"\n'
    oauth = (
        '[oauth]\nprovider = "microsoft"\nclient_id = "c"\ntenant = "ngo.example"\ndevice_url = "http://localhost/d"\n'
    )
    (tmp_path / "campaign.toml").write_text(SOURCE + 'login = "oauth"\n' + mailbox + oauth)
    settings = load(tmp_path, {"CAMPAIGN_OAUTH_CLIENT_SECRET": "s"})
    assert settings.smtp is not None
    assert settings.imap is not None
    assert (settings.smtp.oauth, settings.imap.oauth) == (settings.oauth, settings.oauth)
    assert (settings.smtp.uses_token, settings.imap.uses_token, settings.oauth.client_secret) == (True, True, "s")
    assert settings.oauth.endpoints.token_url == "https://login.microsoftonline.com/ngo.example/oauth2/v2.0/token"
    assert settings.oauth.endpoints.device_url == "http://localhost/d"
    assert settings.oauth.command == "campaign mailbox connect microsoft"


@pytest.mark.parametrize(
    ("keys", "oauth", "message"),
    [
        ('login = "oauth"', "", 'login is "oauth", but provider is missing in [oauth]'),
        ("", 'provider = "google"', "provider is set, but client_id is missing"),
        (
            'login = "oauth"\ntoken_command = "get"',
            'provider = "google"\nclient_id = "c"',
            'token_command is set, but login is "oauth"',
        ),
        ("", 'token_url = "http://ngo.example/token"', 'token_url is "http://ngo.example/token"'),
        ("", 'client_secret = "s"', "client_secret is a secret and must not be in this file"),
    ],
)
def test_a_sign_in_that_is_not_complete(tmp_path: Path, keys: str, oauth: str, message: str) -> None:
    """What is missing for a sign-in is named, and an address that is not encrypted is refused."""
    (tmp_path / "campaign.toml").write_text(f"{SOURCE}{keys}\n[oauth]\n{oauth}\n")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {"CAMPAIGN_SMTP_PASSWORD": "p"})
    assert [problem.message for problem in caught.value.problems] == [message]


def test_a_sign_in_needs_a_username(tmp_path: Path) -> None:
    """The mailbox must be named."""
    source = SOURCE.replace('username = "anna"\n', "")
    (tmp_path / "campaign.toml").write_text(f'{source}login = "oauth"\n[oauth]\nprovider = "google"\nclient_id = "c"\n')
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {})
    assert [problem.message for problem in caught.value.problems] == ['login is "oauth", but username is missing']
