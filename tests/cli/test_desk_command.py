"""`campaign desk` and `campaign desk admit`."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from campaign.desk.with_public_pages import WithDesk
from tests.helpers.campaign import run, sample

ROOT = Path(__file__).parents[2]
ADMIT = ("desk", "admit", "maya@coalition.example", "--role", "coordinator", "--name", "Maya")


def test_a_person_is_let_in_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints a link for the person; a second time it is refused, and a wrong address is named."""
    folder = sample(tmp_path)
    assert run(folder, *ADMIT) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Maya is in the team as coordinator. This link signs in once, for an hour:\n")
    assert re.search(r"/desk/in/link/[\w-]{43}\n$", printed)
    assert run(folder, *ADMIT) == 3
    assert "Maya is in the team already, as coordinator" in capsys.readouterr().err
    assert run(folder, "desk", "admit", "maya", "--role", "reader") == 2
    assert "maya is not an email address" in capsys.readouterr().err


@pytest.mark.slow
def test_the_desk_opens_on_this_machine(tmp_path: Path) -> None:
    """The command prints one link, which makes the first coordinator, and ends at once with Ctrl-C."""
    folder = sample(tmp_path)
    command = [sys.executable, "-m", "campaign", "-C", str(folder), "desk", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(2)]
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert re.fullmatch(r"the desk is at http://localhost:\d+/desk/ \(press Ctrl-C to stop\)\n", lines[0])
    assert re.fullmatch(r"this link signs you in once: http://localhost:\d+/desk/in/link/[\w-]{43}\n", lines[1])


@pytest.mark.parametrize(
    ("prefix", "path", "answer"),
    [
        ("", "/desk", "desk"),
        ("", "/desk/team", "desk"),
        ("", "/desktop", "site"),
        ("", "/", "site"),
        ("/letter", "/letter/desk/team", "desk"),
        ("/letter", "/desk/team", "desk"),
        ("/letter", "/letter/sign", "site"),
    ],
)
def test_the_desk_stands_beside_the_public_pages(prefix: str, path: str, answer: str) -> None:
    """What is below /desk goes to the desk, whether or not a proxy removed the site's path."""
    app = WithDesk(PlainTextResponse("site"), PlainTextResponse("desk"), prefix)
    assert TestClient(app).get(path).text == answer
