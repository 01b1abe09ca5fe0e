"""`campaign desk` sends what is released in the browser, also when its process is killed while it does."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import DeliveryState
from campaign.services.campaign import Campaign
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import frozen_sample, set_mail_server
from tests.helpers.sending_desk import put_invented_addressees

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
NUMBER = 60


class Browser:
    """A browser that keeps its cookies and follows redirects."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self.opener.open(self.base + path).read().decode()

    def post(self, path: str, **form: str) -> str:
        data = urlencode(form).encode()
        request = Request(self.base + path, data, {"Sec-Fetch-Site": "same-origin"})
        return self.opener.open(request).read().decode()


@contextmanager
def desk(folder: Path) -> Iterator[tuple[Browser, subprocess.Popen[str]]]:
    """The command, and a browser that is signed in."""
    command = [sys.executable, "-m", "campaign", "-C", str(folder), "desk", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(2)]
        link = re.search(r"http://localhost:\d+/desk/in/link/[\w-]{43}", lines[1])
        assert link, lines
        base, slash, path = link.group().partition("/desk/")
        browser = Browser(base)
        page = browser.get(slash + path)
        if 'name="address"' in page:
            browser.post(f"/desk/in/start/{path.rpartition('/')[2]}", address="maya@coalition.example", name="Maya")
        else:
            browser.post(slash + path)
        try:
            yield browser, process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(30)


def states(folder: Path) -> Counter[DeliveryState]:
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, "first")
        assert mailing is not None
        return Counter(store.read(deliveries.counts, mailing.id))


def wait_for(condition, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_release_at_the_desk_is_sent_and_survives_a_kill(tmp_path: Path, server: Catcher) -> None:
    """The process is killed while it sends. Started again, it goes on: nobody gets the letter twice, and whoever did
    not get it is uncertain, for a person to settle."""
    folder = frozen_sample(tmp_path)
    settings = folder / "campaign.toml"
    text = settings.read_text("utf-8").replace("per_minute = 6000", "per_minute = 600")
    settings.write_text(text, "utf-8")
    set_mail_server(folder, server.port)
    with Campaign(folder) as campaign:
        put_invented_addressees(campaign, NUMBER)
    with desk(folder) as (browser, process):
        made = browser.post("/desk/send/prepare", wave="first", purpose="first")
        assert f"{NUMBER} personal emails" in made
        released = browser.post("/desk/send/waves/1/release", number=str(NUMBER))
        assert "Released a wave" in released
        wait_for(lambda: len(server.mails) >= 5)
        process.kill()
    assert 5 <= len(server.mails) < NUMBER
    with desk(folder) as (browser, process):
        wait_for(lambda: not states(folder).keys() & {DeliveryState.QUEUED, DeliveryState.SENDING})
        assert f"{NUMBER} of {NUMBER}" in browser.get("/desk/send/waves/1/progress")
    received = [mail.recipient for mail in server.mails]
    ended = states(folder)
    assert len(received) == len(set(received))
    assert ended.keys() <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}
    assert ended[DeliveryState.SENT] + ended[DeliveryState.UNCERTAIN] == NUMBER
    assert len(received) >= ended[DeliveryState.SENT]
