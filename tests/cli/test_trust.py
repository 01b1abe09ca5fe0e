"""A folder's own templates and commands run only where somebody has trusted them."""

from pathlib import Path

import pytest
from jinja2 import TemplateNotFound

from campaign.adapters import settings
from campaign.adapters.files.content import CONTENT, templates, trusted_templates
from campaign.adapters.files.trust import command_digest, need_trusted_templates, trust
from campaign.adapters.pdf.printer import PdfPrinter
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


def is_refused(folder: Path) -> bool:
    """Whether the folder's templates need trust."""
    try:
        need_trusted_templates(folder / "templates")
    except Refused:
        return True
    return False


def test_a_link_to_a_folder_is_read_by_templates_and_so_it_is_trusted_too(folder: Path) -> None:
    """Templates behind a link need trust, again when they change there or when the link leads elsewhere."""
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "letter.txt").write_text(f"{name} {{{{ body }}}}\n", "utf-8")
    link = folder / "templates" / "mail"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(folder / "one", target_is_directory=True)
    assert run(folder, "-q", "send", "preview") == 3
    assert run(folder, "-q", "trust", "--yes") == 0
    assert run(folder, "-q", "send", "preview") == 0
    link.unlink()
    link.symlink_to(folder / "two", target_is_directory=True)
    assert is_refused(folder)
    assert run(folder, "-q", "trust", "--yes") == 0
    (folder / "two" / "letter.txt").write_text("{{ body }}!\n", "utf-8")
    assert is_refused(folder)


def test_a_link_to_a_folder_above_is_trusted_as_it_is(folder: Path) -> None:
    """A circle of links ends, and making one needs trust: it gives trusted templates other names."""
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "letter.txt").write_text("{{ body }}\n", "utf-8")
    assert run(folder, "-q", "trust", "--yes") == 0
    (folder / "templates" / "mail").symlink_to(folder / "templates", target_is_directory=True)
    assert is_refused(folder)
    assert run(folder, "-q", "trust", "--yes") == 0
    assert not is_refused(folder)


@pytest.mark.parametrize(
    ("name", "needs_trust"),
    [
        ("desk/letter.js", True),
        ("mail/letter.TXT", True),  # the same file as letter.txt where names have no case
        ("mail/part.inc", True),
        ("web/style.css", False),
        ("print/fonts/Own.TTF", False),
        ("locale/de/LC_MESSAGES/campaign.po", False),
        ("README.md", False),
        (".DS_Store", False),
    ],
)
def test_which_files_need_trust(folder: Path, name: str, needs_trust: bool) -> None:
    """Scripts of the desk and whatever a template may include; not what can only be looked at."""
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("own\n", "utf-8")
    assert is_refused(folder) == needs_trust


def test_a_running_program_uses_what_was_trusted(folder: Path) -> None:
    """A template that changes or appears while the program runs is not used before it is trusted; a style sheet is."""
    write_template(folder, "trusted {{ body }}\n")
    assert run(folder, "-q", "trust", "--yes") == 0
    environment = trusted_templates(folder / "templates")
    write_template(folder, "changed {{ body }}\n")
    (folder / "templates" / "mail" / "new.txt").write_text("new\n", "utf-8")
    sheet = folder / "templates" / "web" / "style.css"
    sheet.parent.mkdir()
    sheet.write_text("p {}\n", "utf-8")
    assert environment.get_template("mail/letter.txt").render(body="x") == "trusted x\n"
    assert environment.get_template("web/style.css").render() == "p {}\n"
    with pytest.raises(TemplateNotFound):
        environment.get_template("mail/new.txt")
    with pytest.raises(Refused, match=r"mail/letter\.txt, mail/new\.txt"):
        trusted_templates(folder / "templates")
    assert run(folder, "-q", "trust", "--yes") == 0
    assert environment.get_template("mail/letter.txt").render(body="x") == "changed x\n"
    (folder / "templates" / "mail" / "letter.txt").unlink()
    assert environment.get_template("mail/letter.txt").render(body="x") == "changed x\n"
    (folder / "templates" / "mail" / "new.txt").unlink()
    assert (environment.get_template("mail/letter.txt").filename or "").startswith(str(CONTENT))


def test_a_print_needs_trust(folder: Path) -> None:
    """A PDF is not drawn with an own template that nobody has trusted."""
    path = folder / "templates" / "print" / "letter.typ"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('#import "default.typ": *\n', "utf-8")
    with pytest.raises(Refused, match=r"have not trusted here: print/letter\.typ"):
        PdfPrinter(folder / "templates", folder / "signatories", ())
    assert run(folder, "-q", "trust", "--yes") == 0
    with PdfPrinter(folder / "templates", folder / "signatories", ()) as printer:
        assert printer.problems == ()


def test_a_script_in_the_folder_is_trusted_with_its_content(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that names a script of the folder must be trusted again when the script has changed, or is a link;
    a file in private/ may change, and words that are no file count as words."""
    monkeypatch.chdir(folder)
    script, saved = folder / "token.sh", folder / "private" / "saved"
    saved.parent.mkdir(exist_ok=True)
    saved.write_text("old", "utf-8")
    script.write_text("echo dG9rZW4=\n", "utf-8")
    command = ("/bin/sh", "token.sh", "private/saved", "x" * 5000, "")
    trust(command_digest(command))
    saved.write_text("new", "utf-8")
    assert fresh_token(command) == "dG9rZW4="
    script.write_text("echo b3RoZXI=\n", "utf-8")
    with pytest.raises(Refused, match="a command that you have not trusted here"):
        fresh_token(command)
    script.unlink()
    (folder.parent / "elsewhere.sh").write_text("echo dG9rZW4=\n", "utf-8")
    script.symlink_to(folder.parent / "elsewhere.sh")
    assert fresh_token(command) == "dG9rZW4="
    (folder.parent / "elsewhere.sh").write_text("echo b3RoZXI=\n", "utf-8")
    with pytest.raises(Refused, match="a command that you have not trusted here"):
        fresh_token(command)


@pytest.mark.parametrize(
    "command",
    [
        ("sh", "-c", "./token.sh"),
        ("sh", "-c", "true && . './token.sh' | cat"),
        ("sh", "-c", "cat $(./token.sh)"),
        ("env", "ENV=./token.sh", "sh"),
        ("python3", "--script=./token.sh"),
        ("awk", "-ftoken.sh"),
        ("curl", "--data", "@token.sh"),
        ("sh", "--rc=a:./token.sh"),
    ],
    ids=" ".join,
)
def test_a_script_is_trusted_with_its_content_however_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Inside of a shell's line, behind an option or an equals sign: another content needs to be trusted again."""
    monkeypatch.chdir(folder)
    Path("token.sh").write_text("echo one\n", "utf-8")
    before = command_digest(command)
    Path("token.sh").write_text("echo two\n", "utf-8")
    assert command_digest(command) != before


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
