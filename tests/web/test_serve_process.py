"""`campaign serve` as a process."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
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
    campaign, and a third at the same time is refused."""
    root, port = folder(tmp_path), free_port()
    for _ in range(2):
        with serve(root, port) as (process, url):
            assert url == f"http://127.0.0.1:{port}/"
            with urllib.request.urlopen(f"{url}sign", timeout=30) as answer:
                assert "Sign the letter" in answer.read().decode()
            other = campaign(root, "serve", "--port", str(free_port()))
            output, _ = other.communicate(timeout=60)
            assert other.returncode == 3
            assert output == (
                "this campaign is served already, by another campaign serve\n  next: stop the other one first\n"
            )
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
            assert time.monotonic() - asked < 15


@pytest.mark.slow
def test_a_port_in_use_is_named_in_a_sentence(tmp_path: Path) -> None:
    """Another program's port: nothing is started, and nothing but the sentence is printed."""
    root = folder(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        process = campaign(root, "serve", "--port", str(port))
        output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (
        1,
        (
            f"port {port} is in use by another program, perhaps another campaign serve\n"
            f"  next: stop it, or choose another port: --port {port + 1}\n"
        ),
    )


@pytest.mark.slow
def test_changed_settings_are_served_and_wrong_ones_named(tmp_path: Path) -> None:
    """A new name is on the page; a setting that cannot be used is named, and the pages go on; so do they with a second
    letter, whose address is below the site's."""
    root = folder(tmp_path)
    settings = (root / "campaign.toml").read_text("utf-8")
    with serve(root, free_port()) as (process, url):
        assert process.stdout is not None
        assert "Forests first" in page(url)
        (root / "campaign.toml").write_text(settings.replace("Forests first", "Forests for ever"), "utf-8")
        assert next_line(process) == "the settings or the letters have changed; the new ones are served now"
        wait_for(lambda: "Forests for ever" in page(url))
        (root / "campaign.toml").write_text(settings.replace("2099-04-26T12:00:00", '"soon"'), "utf-8")
        assert next_line(process).startswith("! campaign.toml has changed and cannot be used; the pages go on with the")
        assert "Forests for ever" in page(url)
        (root / "letters" / "seas").mkdir()
        (root / "letters" / "seas" / "letter.en.md").write_text(TEXT.replace("forests", "seas"), "utf-8")
        (root / "campaign.toml").write_text(settings, "utf-8")
        assert next_line(process) == "the settings or the letters have changed; the new ones are served now"
        done = campaign(root, "letter", "freeze", "-m", "agreed", "--letter", "seas").communicate(timeout=120)
        assert next_line(process) == "the settings or the letters have changed; the new ones are served now", done
        wait_for(lambda: "Keep seas standing" in page(f"{url}seas/"))
        assert "Keep forests standing" in page(f"{url}forests/")
        assert "Sign the letter" in page(f"{url}sign")


def page(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            text: str = answer.read().decode()
            return text
    except OSError:
        return ""


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.2)
    pytest.fail("it never came")


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
