"""A folder's own templates and commands run only where somebody has trusted them."""

from pathlib import Path

import pytest

from campaign.adapters import settings
from campaign.adapters.files.content import templates
from campaign.adapters.tokens import fresh_token
from campaign.core.compose.mail_content import render_template
from campaign.errors import ComposeError, Refused
from tests.helpers.campaign import frozen_sample, run

ATTACK = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample, with a state folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return frozen_sample(tmp_path / "campaign")


def write_template(folder: Path, text: str) -> None:
    path = folder / "templates" / "mail" / "letter.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_templates_are_trusted_once_and_again_when_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Untrusted, they make no email; trusted, they do; a changed one must be trusted again. Ours need no trust."""
    assert run(folder, "-q", "send", "preview") == 0
    write_template(folder, "{{ body }}\n")
    assert run(folder, "-q", "send", "preview") == 3
    assert "templates of its own that you have not trusted here: mail/letter.txt" in capsys.readouterr().err
    assert run(folder, "-q", "trust") == 3
    assert run(folder, "-q", "trust", "--yes") == 0
    assert run(folder, "-q", "send", "preview") == 0
    write_template(folder, "{{ body }}!\n")
    assert run(folder, "-q", "send", "preview") == 3


def test_a_copy_of_the_folder_takes_no_trust_along(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The trust is kept outside of the folder: on another machine, the same templates are not trusted."""
    write_template(folder, "{{ body }}\n")
    assert run(folder, "-q", "trust", "--yes") == 0
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    assert run(folder, "-q", "send", "preview") == 3


def test_a_trusted_template_runs_in_a_sandbox(folder: Path) -> None:
    """It reaches the values that it is given, and nothing behind them."""
    write_template(folder, ATTACK)
    with pytest.raises(ComposeError, match=r"mail/letter\.txt: the template cannot be used"):
        render_template(templates(folder / "templates"), "mail/letter.txt", {})


def test_a_command_of_the_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`token_command` does not run before it is trusted; `campaign trust` shows it in full."""
    path = folder / "campaign.toml"
    text = '[smtp]\nhost = "smtp.coalition.example"\nusername = "anna"\ntoken_command = "echo dG9rZW4="\n'
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    smtp = settings.load(folder).smtp
    assert smtp is not None
    with pytest.raises(Refused, match="a command that you have not trusted here: echo dG9rZW4="):
        fresh_token(smtp.token_command)
    capsys.readouterr()
    assert run(folder, "trust", "--yes") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  - a command, run as you at each login ([smtp] token_command): echo dG9rZW4=",
        "1 part trusted on this machine, until changed",
    ]
    assert fresh_token(smtp.token_command) == "dG9rZW4="
