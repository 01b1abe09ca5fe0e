"""`campaign serve` as a process."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.web import ADDRESS

TEXT = "---\ntitle: Keep forests standing\nask: Adopt amendment 4.\n---\n\nThe text.\n"
SETTINGS = f"""
[campaign]
name = "Forests first"
vote = 2099-04-26T12:00:00
letter = "forests"
public_url = "{ADDRESS}"
[sender]
name = "The coalition"
address = "office@coalition.example"
[web]
client_header = "X-Forwarded-For"
"""


def folder(root: Path) -> Path:
    """A campaign folder with a frozen letter."""
    (root / "letters" / "forests").mkdir(parents=True)
    (root / "letters" / "forests" / "letter.en.md").write_text(TEXT, "utf-8")
    (root / "campaign.toml").write_text(SETTINGS, "utf-8")
    done = campaign(root, "letter", "freeze", "-m", "agreed").communicate(timeout=120)
    assert (root / "campaign.db").exists(), done
    return root


def campaign(root: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "campaign", "-C", str(root), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
        start_new_session=True,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def serve(root: Path, port: int, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the URL that it prints, once it listens."""
    process = campaign(root, "serve", "--port", str(port), **environment)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            match = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if match:
                yield process, match.group()
                return
        pytest.fail("it never said where it serves")
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)


@pytest.mark.slow
def test_it_is_served_ended_and_served_again(tmp_path: Path) -> None:
    """The printed URL answers; SIGTERM ends it within seconds, with exit code 0; a second start serves the same
    campaign, and a third on the same port fails with a message."""
    root, port = folder(tmp_path), free_port()
    for _ in range(2):
        with serve(root, port) as (process, url):
            assert url == f"http://127.0.0.1:{port}/"
            with urllib.request.urlopen(f"{url}sign", timeout=30) as answer:
                assert "Sign the letter" in answer.read().decode()
            other = campaign(root, "serve", "--port", str(port))
            output, _ = other.communicate(timeout=60)
            assert other.returncode == 1
            assert "Address already in use" in output
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
            assert time.monotonic() - asked < 15
