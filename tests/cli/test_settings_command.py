"""`campaign settings`: the same changes as at the desk."""

import pytest

from campaign.adapters.settings import load
from campaign.adapters.settings.settings_doc import starter_file
from tests.helpers.campaign import mail_server, run

VALUES = {
    ("campaign", "name"): "Forests first",
    ("campaign", "vote"): "2027-04-26 12:00",
    ("sender", "name"): "Maya",
    ("sender", "address"): "maya@coalition.example",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "campaign.toml").write_text(starter_file(VALUES), "utf-8")
    (tmp_path / "letters" / "first").mkdir(parents=True)
    return tmp_path


def test_a_setting_is_written_listed_and_removed(folder, capsys) -> None:
    """`set` writes one line, `list` shows it, `unset` makes it a comment again."""
    before = (folder / "campaign.toml").read_text("utf-8")
    assert run(folder, "settings", "set", "campaign.max_words", "900") == 0
    assert load(folder, {}).campaign.max_words == 900
    assert run(folder, "settings", "list", "campaign") == 0
    assert "campaign.max_words 900" in " ".join(capsys.readouterr().out.split())
    assert run(folder, "settings", "unset", "campaign.max_words") == 0
    after = (folder / "campaign.toml").read_text("utf-8")
    assert after == before.replace("# max_words = 1500", "# max_words = 900")


def test_a_wrong_value_writes_nothing(folder, capsys) -> None:
    """A value that cannot be used is refused with what is expected."""
    before = (folder / "campaign.toml").read_bytes()
    assert run(folder, "settings", "set", "campaign.vote", "tomorrow") == 2
    assert "nothing was written" in capsys.readouterr().err
    assert (folder / "campaign.toml").read_bytes() == before
    assert run(folder, "settings", "set", "campaign.votes", "x") == 2


def test_a_password_is_typed_unseen(folder, capsys, monkeypatch) -> None:
    """`secret` asks for a password and writes it into `.env`; `set` refuses one, which the shell would remember."""
    assert run(folder, "settings", "set", "smtp.password", "x") == 2
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: "swordfish")
    assert run(folder, "settings", "secret", "smtp.password") == 0
    assert (folder / ".env").read_text("utf-8") == "CAMPAIGN_SMTP_PASSWORD='swordfish'\n"
    assert run(folder, "settings", "list", "smtp") == 0
    printed = capsys.readouterr()
    assert "swordfish" not in printed.out + printed.err


def test_the_mail_account_is_tested(folder) -> None:
    """The test ends well when the server answers, and with an error when it does not."""
    with mail_server() as catcher:
        for name, value in (("host", "127.0.0.1"), ("port", str(catcher.port)), ("security", "none")):
            assert run(folder, "settings", "set", f"smtp.{name}", value) == 0
        assert run(folder, "settings", "test", "maya@coalition.example") == 0
    assert run(folder, "settings", "test") == 3
