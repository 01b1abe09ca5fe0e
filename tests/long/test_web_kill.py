"""Killing `campaign serve`, or cutting its power, while people sign: every acknowledged sign-on is stored."""

import http.client
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from campaign.adapters.store import Store, signons
from campaign.adapters.store.signons import submissions
from campaign.services.letters.verify import verify_store
from tests.long.powercut import PowerSupply, power_supply
from tests.web.test_serve_process import folder, free_port, serve

LETTER = "forests"
SIGNERS = 6
ANSWERS = {
    "organisation": "Free Knowledge e.V.",
    "country": "DE",
    "person": "Eve Berg",
    "role": "Chair",
    "mail": "eve@knowledge.example",
    "authority": "yes",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Crowd:
    """People who sign as fast as they get answers, each from their own IP address. `answered` are the email addresses
    whose sign-on was acknowledged."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.number = port, number
        self.answered: list[str] = []
        self.stopped = threading.Event()
        self.fields = self._checked()

    def sign(self) -> None:
        threads = [threading.Thread(target=self._sign, args=(at,)) for at in range(SIGNERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _sign(self, at: int) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            self._sign_through(line, at)

    def _sign_through(self, line: http.client.HTTPConnection, at: int) -> None:
        count = 0
        while not self.stopped.is_set():
            count += 1
            mail = f"s{self.number}-{at}-{count}@knowledge.example"
            client = {"X-Forwarded-For": f"10.{self.number}.{at}.{count}"}
            try:
                _, page = _ask(line, "/sign", {**self.fields, "mail": mail}, client)
                status, _ = _ask(line, "/sign/send", _hidden_fields(page), client)  # the answers that the page showed
            except (OSError, http.client.HTTPException):
                return  # it was killed and acknowledged nothing
            assert status == 303, status
            self.answered.append(mail)

    def _checked(self) -> dict[str, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("GET", "/sign")
            return _hidden_fields(line.getresponse().read().decode()) | ANSWERS


def _ask(
    line: http.client.HTTPConnection, path: str, fields: dict[str, str], client: dict[str, str]
) -> tuple[int, str]:
    """Send a form. Returns the status and the page."""
    line.request("POST", path, urlencode(fields), {**FORM, **client})
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def _hidden_fields(page: str) -> dict[str, str]:
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def kill_often(root: Path, rounds: int, seed: int, power: PowerSupply | None = None) -> tuple[int, int]:
    """Serve, sign and kill, `rounds` times; with `power`, each kill is a power cut.

    Returns the number of acknowledged sign-ons, and the number of those that are stored without an acknowledgement.
    """
    dice = random.Random(seed)
    answered: set[str] = set()
    for number in range(rounds):
        port = free_port()
        with serve(root, port, **(power.environment if power else {})) as (process, _):
            crowd = Crowd(port, number)
            signing = threading.Thread(target=crowd.sign)
            signing.start()
            goal, until = dice.randint(1, 300), time.monotonic() + 30
            while len(crowd.answered) < goal and time.monotonic() < until:
                time.sleep(0.001)
            time.sleep(dice.uniform(0, 0.02))
            kill(process)
            crowd.stopped.set()
            signing.join(60)
        if power:
            power.cut(dice)
        answered |= set(crowd.answered)
        stored = stored_addresses(root)
        assert answered <= stored, f"acknowledged and gone: {sorted(answered - stored)[:5]}"
    return len(answered), len(stored_addresses(root) - answered)


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a process and its children. Returns when they have ended."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    until = time.monotonic() + 10
    with suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.killpg(process.pid, 0)
            time.sleep(0.001)


def stored_addresses(root: Path) -> set[str]:
    """Check that the database is intact and verifies. Returns the email addresses of the forms that were sent; each is
    stored once and waits for its confirmation."""
    with sqlite3.connect(root / "campaign.db") as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.close()
    with Store.open(root / "campaign.db") as store:
        assert verify_store(store).flaws == ()
        waiting = {form.id: form.answers.address for form in store.read(submissions.waiting, LETTER) if form.answers}
        noticed = store.read(lambda db: [row[0] for row in db.execute("SELECT submission FROM notice").fetchall()])
        assert sorted(noticed) == sorted(waiting), "each form has its queued notice"
        assert store.read(signons.every_signer) == (), "a form changes no sign-on before it is confirmed"
    addresses = sorted(waiting.values())
    assert len(set(addresses)) == len(addresses), "no form is stored twice"
    return set(addresses)


@pytest.mark.slow
def test_killed_twice_while_people_sign(tmp_path: Path) -> None:
    """No acknowledged sign-on is missing, and the database is intact."""
    answered, more = kill_often(folder(tmp_path), rounds=2, seed=int(time.time()))
    assert answered > 0
    assert more <= 2 * SIGNERS


@pytest.mark.long
def test_killed_many_times_while_people_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """30 kills at random moments: no acknowledged sign-on is missing, and the database is intact each time."""
    seed = int(os.environ.get("KILL_SEED", time.time()))
    answered, more = kill_often(folder(tmp_path), rounds=30, seed=seed)
    with capsys.disabled():
        print(f"\nseed {seed}: 30 kills, {answered} acknowledged and stored, {more} stored without an acknowledgement")
    assert answered > 1000
    assert more <= 30 * SIGNERS


@pytest.mark.slow
def test_a_power_cut_while_people_sign(tmp_path: Path) -> None:
    """No acknowledged sign-on is missing, and the database is intact."""
    power = power_supply(folder(tmp_path), tmp_path)
    answered, _ = kill_often(tmp_path, rounds=1, seed=int(time.time()), power=power)
    assert answered > 0
    assert power.cuts == 1


@pytest.mark.long
def test_many_power_cuts_while_people_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """40 power cuts at random moments: no acknowledged sign-on is missing, and the database is intact each time."""
    seed = int(os.environ.get("KILL_SEED", time.time()))
    power = power_supply(folder(tmp_path), tmp_path)
    answered, more = kill_often(tmp_path, rounds=40, seed=seed, power=power)
    with capsys.disabled():
        print(
            f"\nseed {seed}: {power.cuts} power cuts took {power.lost_writes} writes and tore {power.torn_writes};",
            end=" ",
        )
        print(f"{answered} acknowledged and stored, {more} stored without an acknowledgement")
    assert answered > 1000
    assert power.lost_writes > 0


@pytest.mark.long
def test_ten_thousand_sign_ons_from_one_address(tmp_path: Path) -> None:
    """Sixty are accepted at once, then one every twenty seconds; the others are refused, and sign-ons from other
    addresses are not delayed."""
    root, port = folder(tmp_path), free_port()
    with serve(root, port):
        crowd, start = Crowd(port, 0), time.monotonic()
        answers: Counter[int] = Counter()
        others = []
        with socket.create_connection(("127.0.0.1", port), 20) as line:
            for count in range(10_000):
                answers[_sign(line, crowd, f"flood{count}", "192.0.2.7")] += 1
                if count % 1000 == 0:
                    others.append(_sign(line, crowd, f"other{count}", f"192.0.2.{20 + count // 1000}"))
        seconds = time.monotonic() - start
    assert answers[303] + answers[429] == 10_000
    assert 60 <= answers[303] <= 61 + seconds / 20
    assert others == [303] * 10
    assert len(stored_addresses(root)) == answers[303] + 10


def _sign(line: socket.socket, crowd: Crowd, who: str, address: str) -> int:
    """Check and send one sign-on, each in one piece. Returns the status of the last answer."""
    status, page = _send(line, "/sign", {**crowd.fields, "mail": f"{who}@knowledge.example"}, address)
    return _send(line, "/sign/send", _hidden_fields(page), address)[0] if status == 200 else status


def _send(line: socket.socket, path: str, fields: dict[str, str], address: str) -> tuple[int, str]:
    body = urlencode(fields)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {FORM['Content-Type']}\r\n"
    line.sendall(f"{head}X-Forwarded-For: {address}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    answer = http.client.HTTPResponse(line)
    answer.begin()
    page = answer.read().decode()
    answer.close()
    return answer.status, page
