"""`campaign serve` watches the mailbox of [imap]."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campaign.core.delivery.states import DeliveryState
from tests.helpers.dovecot import Dovecot, running
from tests.helpers.sent_wave import ANSWER, SAMPLES, campaign_with_sent_wave, states

PERSON_LINE = "person  Member 1  no sign that a machine wrote it"


class ServeProcess:
    """`campaign serve` as a process: its pages, and the lines that it prints."""

    def __init__(self, root: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "campaign", "-C", str(root), "serve", "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "CAMPAIGN_IMAP_PASSWORD": "secret"},
            start_new_session=True,
        )
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for_line(self, words: str, seconds: float = 20) -> str:
        """The next line with these words. Lines before it are added to `lines`."""
        until = time.monotonic() + seconds
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                line = None
            assert line is not None, (words, self.lines)
            self.lines.append(line)
            if words in line:
                return line

    def page(self) -> int:
        with urllib.request.urlopen(f"{self.url}sign", timeout=10) as answer:
            return answer.status

    def stop(self) -> float:
        """Stop the process. Returns how long that took."""
        asked = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0
        return time.monotonic() - asked

    def close(self) -> None:
        self.process.kill()
        self.process.wait(30)
        self._reader.join(30)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line.rstrip("\n"))
        self._lines.put(None)


@contextmanager
def served(root: Path) -> Iterator[ServeProcess]:
    """The pages of a campaign, once they are answered."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    serving = ServeProcess(root, port)
    try:
        serving.wait_for_line("serving ", 60)
        yield serving
    finally:
        serving.close()


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    if os.geteuid() != 0:
        pytest.skip("Dovecot's master needs root")
    with running() as dovecot:
        yield dovecot


@pytest.mark.dovecot
def test_what_comes_back_while_the_pages_are_served(tmp_path: Path, dovecot: Dovecot) -> None:
    """A bounce reaches its delivery within seconds. While the mail server is gone, which is reported once, pages are
    served; once it is back, replies are read. The process ends at once."""
    root = campaign_with_sent_wave(tmp_path, dovecot.port)
    with served(root) as serving:
        dovecot.deliver("return", (SAMPLES / "postfix-unknown.eml").read_bytes())
        serving.wait_for_line("permanent  Member 1", 10)
        assert states(root)[0] is DeliveryState.BOUNCED
        dovecot.stop()
        serving.wait_for_line("the mailbox cannot be read")
        assert serving.page() == 200
        dovecot.deliver("answer", ANSWER)
        time.sleep(1)
        dovecot.start()
        serving.wait_for_line(PERSON_LINE, 60)
        serving.wait_for_line("the mailbox is read again")
        assert sum("cannot be read" in line for line in serving.lines) == 1
        assert serving.stop() < 5


@pytest.mark.slow
def test_a_mailbox_that_says_nothing(tmp_path: Path) -> None:
    """A silent server delays neither the pages nor the end."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        with served(campaign_with_sent_wave(tmp_path, silent.getsockname()[1])) as serving:
            accepted = silent.accept()[0]
            assert serving.page() == 200
            assert serving.stop() < 5
            accepted.close()
