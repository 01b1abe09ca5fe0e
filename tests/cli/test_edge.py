"""Every kind of failure has a message, an exit code and, with --json, one document."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.helpers.campaign import frozen_sample, run

HERE = [sys.executable, "-c", "from campaign.cli import main; main()"]


def document(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def test_a_refusal_is_one_json_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, an error is printed to stdout as data, with its fix and its exit code."""
    frozen_sample(tmp_path)
    capsys.readouterr()
    assert run(tmp_path, "--json", "letter", "show", "9") == 2
    assert document(capsys) == {
        "error": "open-source-exemption: there is no version 9",
        "fix": "see campaign letter list",
        "problems": [],
        "exit_code": 2,
    }


def test_a_misspelt_option_is_one_json_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors that click finds in the command line are data, too."""
    assert run(tmp_path, "--json", "status", "--foo") == 2
    assert document(capsys) == {"error": "No such option '--foo'.", "fix": "", "problems": [], "exit_code": 2}


def test_wrong_settings_are_listed_in_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The problems of an error are in its document, by path and line."""
    (tmp_path / "campaign.toml").write_text("[campaign]\nname = 1\n", "utf-8")
    assert run(tmp_path, "--json", "status") == 1
    result = document(capsys)
    assert isinstance(result, dict)
    assert ("campaign.toml", 2) in [(problem["path"], problem["line"]) for problem in result["problems"]]


def test_a_list_of_problems_is_not_printed_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command whose result is a list of problems prints one document, not a second one for its exit code."""
    frozen_sample(tmp_path)
    letter = tmp_path / "letters" / "open-source-exemption" / "letter.en.md"
    letter.write_text(letter.read_text("utf-8") + "\n[a link](#)\n", "utf-8")
    capsys.readouterr()
    assert run(tmp_path, "--json", "letter", "check") == 4
    result = document(capsys)
    assert isinstance(result, dict)
    assert sorted(result) == ["letter", "problems", "texts", "warnings"]


def test_a_version_is_printed_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`letter show` with --json gives the text by language instead of printing it."""
    frozen_sample(tmp_path)
    capsys.readouterr()
    assert run(tmp_path, "--json", "letter", "show") == 0
    result = document(capsys)
    assert isinstance(result, dict)
    assert (result["version"], list(result["texts"])) == (1, ["en"])


@pytest.mark.slow
def test_the_demo_is_one_json_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo runs many commands and prints the result of the last one."""
    assert run(tmp_path, "--json", "demo", "--once") == 0
    result = document(capsys)
    assert isinstance(result, list)
    assert len(result) == 4


FULL = Path("/dev/full")
NO_SPACE = "output: No space left on device\n"
NO_VERSION = "open-source-exemption: there is no version 9\n  next: see campaign letter list\n"
UNFLUSHED = [sys.executable, "-c", "print('words', end=''); from campaign.cli import main; main()"]


def run_on_a_full_disk(
    root: Path, *arguments: str, full: Sequence[str], program: Sequence[str] = HERE
) -> tuple[int, str]:
    """Run a command whose streams `full` go to a full disk; its exit code and what it wrote to the other stream.
    PYTHONUNBUFFERED is not set, as for users: Python then tries again at exit to write what it could not write
    before."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with FULL.open("w") as disk:
        stdout, stderr = (disk if name in full else subprocess.PIPE for name in ("stdout", "stderr"))
        ended = subprocess.run(
            [*program, "-C", str(root), *arguments],
            stdout=stdout, stderr=stderr, env=environment, text=True, check=False, timeout=60,
        )  # fmt: skip
    return ended.returncode, (ended.stdout or "") + (ended.stderr or "")


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.slow
def test_a_full_disk_behind_the_output_is_an_error(tmp_path: Path) -> None:
    """Output that cannot be written is an error message, not a traceback, with exit code 1; a command that failed
    anyway keeps its exit code."""
    frozen_sample(tmp_path)
    neither, wrong = ("stdout", "stderr"), ("letter", "show", "9")
    assert run_on_a_full_disk(tmp_path, "status", full=["stdout"]) == (1, NO_SPACE)
    assert run_on_a_full_disk(tmp_path, "--json", "status", full=["stdout"]) == (1, NO_SPACE)
    assert run_on_a_full_disk(tmp_path, "status", full=neither) == (1, "")
    assert run_on_a_full_disk(tmp_path, *wrong, full=["stderr"]) == (2, "")
    assert run_on_a_full_disk(tmp_path, "--json", *wrong, full=["stdout"]) == (2, NO_VERSION)
    assert run_on_a_full_disk(tmp_path, *wrong, full=neither) == (2, "")
    assert run_on_a_full_disk(tmp_path, "status", "--foo", full=["stderr"]) == (2, "")
    assert run_on_a_full_disk(tmp_path, "-q", "status", full=neither) == (0, "")
    assert run_on_a_full_disk(tmp_path, "-q", "status", full=["stdout"], program=UNFLUSHED) == (1, "")
