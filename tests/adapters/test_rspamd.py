"""The score of a message by a real rspamd, and other servers at its address."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from campaign.adapters.rspamd import ask_rspamd
from campaign.core.delivery.spam import SpamRule, SpamScore
from tests.helpers.campaign import frozen_sample, run
from tests.helpers.ledger import planned_delivery
from tests.helpers.spam_filter import running

PLAIN = planned_delivery(1).message
# The letter's time is moved to where no mail can come from: the filter has a rule for that.
FUTURE = PLAIN.replace(b" 2027 ", b" 2097 ")
RULE = SpamRule("DATE_IN_FUTURE", 4.0, "Message date is in future")


@pytest.fixture(scope="module")
def rspamd() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.mark.rspamd
def test_a_real_filter_says_what_costs_points(rspamd: str) -> None:
    """The result has the score, the limit, and a rule that the message breaks; rules about the sending machine add
    nothing."""
    score = ask_rspamd(rspamd, FUTURE)
    assert isinstance(score, SpamScore)
    assert (score.reject_score, score.symbols[0]) == (15.0, RULE)
    assert score.points == pytest.approx(RULE.points, abs=1)
    assert [rule.name for rule in score.symbols if rule.name.startswith("HFILTER")] == []


@pytest.mark.rspamd
def test_a_preview_shows_the_score(tmp_path: Path, rspamd: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Text and JSON show the score of the same message."""
    folder = with_filter(frozen_sample(tmp_path), rspamd)
    assert run(folder, "send", "preview") == 0
    out = capsys.readouterr().out.splitlines()
    assert run(folder, "--json", "send", "preview") == 0
    spam = json.loads(capsys.readouterr().out)["spam"]
    assert (spam["reject_score"], sorted(spam)) == (15.0, ["action", "points", "reject_score", "symbols"])
    (at,) = [at for at, line in enumerate(out) if line.startswith("spam: ")]
    assert out[at].startswith(
        f"spam: rspamd gives the first email {spam['points']:.1f} points and refuses from 15.0; it "
    )
    rules = [f"  {rule['points']:4.1f}  {rule['description']} ({rule['name']})" for rule in spam["symbols"]]
    assert out[at + 1 : at + 1 + len(rules)] == rules


def test_without_a_filter_one_line_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line says that there was no check, why, and how to install rspamd; with "" as address there is no line."""
    address = f"http://127.0.0.1:{closed_port()}"
    folder = with_filter(frozen_sample(tmp_path), address)
    assert run(folder, "send", "preview") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("spam: ")] == [
        (
            f"spam: not checked, rspamd does not answer at {address} ([Errno 111] Connection refused); "
            "to install rspamd: sudo apt-get install rspamd"
        )
    ]
    with_filter(folder, "", address)
    assert run(folder, "--json", "send", "preview") == 0
    assert json.loads(capsys.readouterr().out)["spam"] is None


@pytest.mark.parametrize("answer", [b"<p>hello</p>", b"[]", b"\xff", b'{"error": "no"}'])
def test_another_program_at_that_address_is_reported(answer: bytes) -> None:
    """Any other server gives no score, and gets the message as rspamd would."""
    with answering(answer) as (address, got):
        assert ask_rspamd(address + "/", PLAIN) == f"the server at {address}/ is not rspamd"
    assert got == [("/checkv2", PLAIN)]


def test_no_proxy_gets_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message for this machine never goes through a proxy."""
    with answering(b"{}") as (proxy, through_proxy), answering(b"{}") as (address, got):
        monkeypatch.setenv("http_proxy", proxy)
        ask_rspamd(address, PLAIN)
    assert (through_proxy, got) == ([], [("/checkv2", PLAIN)])


def with_filter(folder: Path, address: str, before: str = "") -> Path:
    """The campaign, set to use the filter at an address."""
    settings = folder / "campaign.toml"
    text = settings.read_text("utf-8")
    assert text.count(f'rspamd = "{before}"') == 1
    settings.write_text(text.replace(f'rspamd = "{before}"', f'rspamd = "{address}"'), "utf-8")
    return folder


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def answering(words: bytes) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """A web server with a fixed answer: its address, and the requests that it got."""
    got: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", got
        finally:
            server.shutdown()
            thread.join()
