"""`campaign init` and `campaign doctor`."""

import datetime as dt
import json
from pathlib import Path

import pytest

from campaign.cli import main
from campaign.cli.doctor import lines
from campaign.services.doctor import CheckResult, CheckStatus
from tests.helpers.campaign import frozen_sample


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code


def fill_in(root: Path, vote: str = "2027-04-26 12:00") -> tuple[str, ...]:
    return ("init", str(root), "--name", "Keep it", "--vote", vote, "--sender", "Anna <anna@ngo.example>")


def test_init_makes_a_folder_and_says_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four commands to continue with, quoted for a shell."""
    root = tmp_path / "a campaign"
    monkeypatch.setenv("PATH", str(_program(tmp_path / "bin")))
    assert run(*fill_in(root)) == 0
    assert capsys.readouterr().out == (
        f"Created the campaign folder {root}. Its settings are in campaign.toml.\nNext:\n"
        f"  campaign -C '{root}' letter import FILE  imports a text; or write letters/first/letter.en.md\n"
        f"  campaign -C '{root}' letter check        lists what is still to write or wrong in the letter\n"
        f"  campaign -C '{root}' addressee import    imports the letter's addressees.csv, once it has rows\n"
        f"  campaign -C '{root}' doctor              lists what is still missing or wrong\n"
    )


def _program(folder: Path) -> Path:
    """A folder with a program of that name, to put on the path."""
    folder.mkdir()
    (folder / "campaign").touch(mode=0o755)
    return folder


def test_init_names_what_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a vote, its line is named; where the shell does not find the program, the line that changes this."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["/checkout/.venv/bin/campaign"])
    assert run("init", str(tmp_path / "c"), "--name", "Keep it", "--sender", "anna@ngo.example") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == [
        "To fill in:",
        f'  {tmp_path}/c/campaign.toml:8: vote is not filled in yet; write vote = "2027-04-26 12:00"',
    ]
    assert lines[-1] == 'First, so that the shell finds campaign: export PATH=/checkout/.venv/bin:"$PATH"'


def test_a_vote_in_the_past_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A vote that is over is taken, with a remark that nothing can be sent."""
    assert run(*fill_in(tmp_path / "c", "2025-04-26 12:00")) == 0
    assert capsys.readouterr().err == "  ! the vote is in the past: nothing can be sent\n"
    assert run("init", str(tmp_path / "d"), "--name", "No sender", "--vote", "2025-04-26 12:00") == 0
    assert capsys.readouterr().err == "  ! the vote is in the past: nothing can be sent\n"


def test_init_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, the folder, its files and the next commands are data."""
    root = tmp_path / "c"
    assert run("--json", *fill_in(root)) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["folder"], len(result["files"]), len(result["next"])) == (str(root), 11, 4)


def test_init_refuses_a_folder_that_is_not_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second time, it is refused with exit code 3."""
    run(*fill_in(tmp_path / "c"))
    capsys.readouterr()
    assert run(*fill_in(tmp_path / "c")) == 3
    assert capsys.readouterr().err == (
        f"{tmp_path}/c: nothing was written, because the folder is not empty: "
        ".env.example, .gitignore, campaign.toml, letters, signatories and 1 more\n"
        "  next: choose a new folder, or move these files away\n"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--zone", "Europe/Brusels"], 'zone is "Europe/Brusels"; did you mean Europe/Brussels?'),
        (
            ["--vote", "26 April"],
            (
                'vote is "26 April"; write day and time as YYYY-MM-DD HH:MM in quotes, in the campaign\'s zone, '
                'for instance "2027-04-26 12:00"'
            ),
        ),
        (
            ["--sender", "Anna <anna>"],
            (
                'address is "anna"; write it like name@domain '
                "(the email address 'anna' is not valid: An email address must have an @-sign)"
            ),
        ),
        (["--sender", ">"], "--sender: '>' is not a name and an email address"),
        (
            ["--name", "a\nb"],
            (
                "not valid TOML (illegal character '\\n', column 10); write name = \"value\", with straight "
                "quotes, and each key once"
            ),
        ),
    ],
)
def test_init_refuses_wrong_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    """What the settings would refuse is refused before anything is written, as wrong usage."""
    assert run("init", str(tmp_path / "c"), *options) == 2
    assert capsys.readouterr().err.splitlines()[0] == message
    assert list(tmp_path.iterdir()) == []


def test_init_takes_an_address_for_both(tmp_path: Path) -> None:
    """A sender without a name is called by the address."""
    assert run("init", str(tmp_path / "c"), "--sender", "anna@ngo.example") == 0
    assert 'name = "anna@ngo.example"\n' in (tmp_path / "c" / "campaign.toml").read_text()


def test_doctor_names_what_a_new_folder_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new folder is not ready: exit code 4, the vote marked FAIL."""
    run("init", str(tmp_path / "c"))
    capsys.readouterr()
    assert run("-C", str(tmp_path / "c"), "doctor") == 4
    output = capsys.readouterr()
    assert output.out.splitlines()[:2] == [
        "FAIL  settings   campaign.toml:8: vote is not filled in yet",
        '                 -> write vote = "2027-04-26 12:00"',
    ]
    assert output.err == "1 problem found\n  next: fix what is marked FAIL, then run campaign doctor again\n"


def test_doctor_finds_a_complete_folder_ready(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Filled in, with the vote ahead, there is nothing to fix: exit code 0."""
    vote = (dt.datetime.now(dt.UTC) + dt.timedelta(days=30)).strftime("%Y-%m-%d 12:00")
    run(*fill_in(tmp_path / "c", vote))
    capsys.readouterr()
    assert run("-C", str(tmp_path / "c"), "doctor") == 0
    output = capsys.readouterr()
    assert (output.out.splitlines()[0], output.out.splitlines()[-1], output.err) == (
        "ok    settings     campaign.toml is complete",
        "no problems found, 2 warnings",
        "",
    )


def test_quiet_doctor_still_names_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --quiet, only the problems are printed."""
    run("init", str(tmp_path / "c"))
    capsys.readouterr()
    assert run("-C", str(tmp_path / "c"), "-q", "doctor") == 4
    output = capsys.readouterr()
    assert (output.out, output.err.splitlines()[0]) == (
        "",
        'settings: campaign.toml:8: vote is not filled in yet; write vote = "2027-04-26 12:00"',
    )


def test_doctor_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, every finding has a name, a status, a text and a fix."""
    run("init", str(tmp_path / "c"))
    capsys.readouterr()
    assert run("-C", str(tmp_path / "c"), "--json", "doctor") == 4
    findings = json.loads(capsys.readouterr().out)
    assert findings[0] == {
        "name": "settings",
        "status": "problem",
        "text": "campaign.toml:8: vote is not filled in yet",
        "fix": 'write vote = "2027-04-26 12:00"',
    }


def test_lines_are_aligned_and_speak_without_colour() -> None:
    """A word gives the status, and the fix is below its finding."""
    assert lines(
        [
            CheckResult("mx", CheckStatus.OK, "fine"),
            CheckResult("mail server", CheckStatus.SKIPPED, "none"),
            CheckResult("spf", CheckStatus.WARNING, "weak", "mend it"),
            CheckResult("dkim", CheckStatus.PROBLEM, "gone", "add it"),
        ]
    ) == [
        "ok    mx           fine",
        "-     mail server  none",
        "warn  spf          weak",
        "                   -> mend it",
        "FAIL  dkim         gone",
        "                   -> add it",
    ]


def test_every_command_warns_of_passwords_that_others_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A `.env` that others can read is named, with what to do, whatever the command is; one for its owner alone is
    not."""
    frozen_sample(tmp_path)
    secrets = tmp_path / ".env"
    secrets.write_text("CAMPAIGN_SMTP_PASSWORD=x\n", "utf-8")
    warning = "can be read by other users of this machine; chmod 600"
    for mode, number in ((0o644, 1), (0o600, 0)):
        secrets.chmod(mode)
        capsys.readouterr()
        run("-C", str(tmp_path), "timetable")
        assert capsys.readouterr().err.count(warning) == number
