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
