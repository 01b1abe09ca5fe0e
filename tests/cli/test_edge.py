"""The process's edge: every way to fail has its words, its exit code and, with --json, one document."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_campaign import frozen, run

HERE = [sys.executable, "-c", "from campaign.cli import main; main()"]


def document(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def test_a_refusal_is_one_json_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json an error is on stdout as data, with its hint and its exit code."""
    frozen(tmp_path)
    capsys.readouterr()
    assert run(tmp_path, "--json", "letter", "show", "9") == 2
    assert document(capsys) == {
        "error": "open-source-exemption: there is no version 9",
        "hint": "campaign letter list",
        "problems": [],
        "exit_code": 2,
    }


def test_a_misspelt_option_is_one_json_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What click finds wrong with the command line is data, too."""
    assert run(tmp_path, "--json", "status", "--foo") == 2
    assert document(capsys) == {"error": "No such option '--foo'.", "hint": "", "problems": [], "exit_code": 2}


def test_wrong_settings_are_listed_in_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems that an error carries stand in its document by path and line."""
    (tmp_path / "campaign.toml").write_text("[campaign]\nname = 1\n", "utf-8")
    assert run(tmp_path, "--json", "status") == 1
    found = document(capsys)
    assert isinstance(found, dict)
    assert ("campaign.toml", 2) in [(each["path"], each["line"]) for each in found["problems"]]


def test_a_list_of_problems_is_not_printed_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command whose result are the problems prints one document, not a second one for its exit code."""
    frozen(tmp_path)
    letter = tmp_path / "letters" / "open-source-exemption" / "letter.en.md"
    letter.write_text(letter.read_text("utf-8") + "\n[a link](#)\n", "utf-8")
    capsys.readouterr()
    assert run(tmp_path, "--json", "letter", "check") == 4
    found = document(capsys)
    assert isinstance(found, dict)
    assert sorted(found) == ["hints", "letter", "problems", "texts"]


def test_a_version_is_shown_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`letter show` with --json gives the text by language instead of printing it bare."""
    frozen(tmp_path)
    capsys.readouterr()
    assert run(tmp_path, "--json", "letter", "show") == 0
    found = document(capsys)
    assert isinstance(found, dict)
    assert (found["version"], list(found["texts"])) == (1, ["en"])


def test_the_demo_is_one_json_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo plays many commands, and answers with what its last one caught."""
    assert run(tmp_path, "--json", "demo", "--once") == 0
    found = document(capsys)
    assert isinstance(found, list)
    assert len(found) == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_full_disk_behind_the_output_is_said(tmp_path: Path, flags: list[str]) -> None:
    """Output that cannot be written is an error in words, not a traceback."""
    frozen(tmp_path)
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*HERE, *flags, "-C", str(tmp_path), "status"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ended.returncode, ended.stderr) == (1, "output: No space left on device\n")
