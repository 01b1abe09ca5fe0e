"""A password goes only to the host to which it was given."""

from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.files import secret_hosts
from campaign.adapters.files.secret_hosts import (
    SecretHostChanged,
    asks_for_host,
    bind_host,
    bound_hosts,
    need_same_host,
)
from campaign.core.settings import ImapTable, SmtpTable
from campaign.core.settings.oauth import OAuthTable
from campaign.errors import FolderError

SERVER = SmtpTable(host="smtp.coalition.example", username="anna", password="long and secret")
OTHER = replace(SERVER, host="smtp.elsewhere.example")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


def test_the_first_login_binds_the_password() -> None:
    """After the first login, another host is refused with what to do, and asked about, until somebody trusts it."""
    need_same_host(SERVER)
    need_same_host(SERVER)
    assert (bound_hosts(SERVER), asks_for_host(SERVER)) == (("smtp.coalition.example",), "")
    with pytest.raises(SecretHostChanged) as refused:
        need_same_host(OTHER)
    words = "smtp: nothing was sent to smtp.elsewhere.example: the password was given for smtp.coalition.example"
    assert refused.value.message == words
    assert refused.value.fix == "correct host in [smtp]; if the server has really changed, run campaign trust"
    question = "another server for the password of [smtp]: smtp.elsewhere.example, so far smtp.coalition.example"
    assert asks_for_host(OTHER) == question
    bind_host(OTHER)
    need_same_host(OTHER)
    need_same_host(SERVER)


def test_another_secret_is_bound_by_itself() -> None:
    """A new password, the mailbox, a command and a sign-in each have a host of their own."""
    need_same_host(SERVER)
    need_same_host(replace(OTHER, password="new"))
    need_same_host(ImapTable(host="imap.coalition.example", username="anna", password="long and secret"))
    need_same_host(replace(OTHER, token_command=("oama", "access")))
    signed_in = OAuthTable(provider="microsoft", client_id="1234")
    need_same_host(replace(SERVER, oauth=signed_in))
    with pytest.raises(SecretHostChanged):
        need_same_host(replace(OTHER, oauth=signed_in))


def test_a_server_on_this_machine_may_have_it() -> None:
    """A tunnel on this machine is no other server; without a login there is no question either."""
    need_same_host(SERVER)
    need_same_host(replace(SERVER, host="127.0.0.1"))
    assert asks_for_host(replace(OTHER, username="")) == ""


def test_the_state_folder_tells_nothing(state: Path) -> None:
    """No file has the password in it or in its name, and only its owner can read it."""
    need_same_host(SERVER)
    files = [path for path in state.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert not any(b"secret" in path.read_bytes() or "secret" in str(path) for path in files)
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_a_state_folder_that_cannot_be_used(state: Path) -> None:
    """Without a state folder nothing is sent, and the error says which folder to set."""
    (state / "undersigned").write_text("", "utf-8")
    secret_hosts._slow_digest.cache_clear()
    with pytest.raises(FolderError, match="cannot be used"):
        need_same_host(SERVER)
    (state / "undersigned").unlink()
    need_same_host(SERVER)
    path = next(path for path in state.rglob("*") if path.is_file() and path.name != "salt")
    path.unlink()
    path.mkdir()
    with pytest.raises(FolderError, match="cannot be used"):
        bound_hosts(SERVER)
