"""A campaign that begins at the desk, in an empty folder: a few answers, then the letter from a Word file."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from campaign.adapters.files.content import templates
from campaign.adapters.settings import load
from campaign.desk.beginning import Beginning
from campaign.services.setup.beginning import can_begin
from tests.helpers.desk import BASE, OURS
from tests.helpers.web import NOW

ROOT = Path(__file__).parents[2]
TOKEN = "t" * 43
ANSWERS = {
    "name": "Keep the forests",
    "day": "2027-04-26",
    "time": "12:00",
    "zone": "Europe/Brussels",
    "sender": "Maya Lindqvist",
    "address": "maya@coalition.example",
}
LINK = f"/desk/in/link/{TOKEN}"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """The browser of a person who begins a campaign in an empty folder."""
    beginning = Beginning(
        tmp_path / "new", BASE, TOKEN, templates(), lambda: NOW, lambda: ("/desk/in/link/first", None)
    )
    return TestClient(beginning, base_url=BASE, follow_redirects=False, headers=OURS)


def test_a_few_answers_make_the_folder(client: TestClient, tmp_path: Path) -> None:
    """The answers become campaign.toml, and the next page is the first coordinator's."""
    assert "Start a campaign" in client.get(LINK).text
    answer = client.post(LINK, data=ANSWERS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/in/link/first")
    settings = load(tmp_path / "new", {})
    assert (settings.campaign.name, settings.sender.address) == ("Keep the forests", "maya@coalition.example")
    assert f"{settings.campaign.vote_at:%Y-%m-%d %H:%M}" == "2027-04-26 10:00"
    again = client.post(LINK, data=ANSWERS)
    assert (again.status_code, "the folder is not empty" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"name": ""}, "name", "Type the name of the campaign"),
        ({"day": ""}, "day", "Choose the day of the vote, in the future, and its time as 12:00"),
        ({"day": "2020-01-01"}, "day", "Choose the day of the vote, in the future, and its time as 12:00"),
        ({"zone": "Brussels"}, "zone", "Write the zone as Europe/Brussels, with the continent and a large city"),
        ({"sender": ""}, "sender", "Type who signs the emails"),
        ({"address": "maya"}, "address", "Type an email address, such as maya@coalition.example"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_lost(
    client: TestClient, tmp_path: Path, change: dict[str, str], field: str, error: str
) -> None:
    """The page says beside the field what is wrong; no folder is made, and the other answers stay."""
    page = client.post(LINK, data=ANSWERS | change)
    assert page.status_code == 422
    assert re.findall(r'<p class="error" id="(\w+)-error">([^<]+)', page.text) == [(field, error)]
    assert not (tmp_path / "new").exists()
    assert 'value="Keep the forests"' in page.text or field == "name"


def test_only_the_printed_link_makes_a_campaign(client: TestClient, tmp_path: Path) -> None:
    """Without the secret, from a foreign page, or with GET nothing is made."""
    other = "/desk/in/link/other"
    assert [client.get(path).status_code for path in ("/", "/desk/", other)] == [404, 404, 404]
    assert client.post(other, data=ANSWERS).status_code == 404
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    assert client.post(LINK, data=ANSWERS, headers=foreign).status_code == 403
    client.get(LINK)
    assert not (tmp_path / "new").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    """The desk begins a campaign only in a new or an empty folder, and not inside of another campaign."""
    from campaign.services.campaign import Campaign

    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    begins = {name: can_begin(Campaign(tmp_path / name)) for name in ("photos", "empty", "new")}
    assert begins == {"photos": False, "empty": True, "new": True}
    (tmp_path / "campaign.toml").write_text("", "utf-8")
    assert can_begin(Campaign(tmp_path / "empty")) is False


@contextmanager
def started_desk(folder: Path) -> Iterator[str]:
    """`campaign desk` in a folder, as a process; yields the printed link."""
    command = [sys.executable, "-m", "campaign", "-C", str(folder), "desk", "--no-browser", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        process.stdout.readline()
        match = re.search(r"http://\S+", process.stdout.readline())
        assert match is not None
        try:
            yield match[0]
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False])
def test_from_an_empty_folder_to_the_letter(browser, tmp_path: Path, javascript: bool) -> None:
    """In a browser, with scripts or without: the answers, the coordinator, the pasted letter, its organisations."""
    folder = tmp_path / "campaign"
    folder.mkdir()
    letter = (
        "Keep the forests\n\nDear members,\n\nwe ask you to keep the forests.\n\nSigned by\n\nOpen Lab\nGamma Guild\n"
    )
    with started_desk(folder) as link:
        page = browser.new_context(java_script_enabled=javascript).new_page()
        page.set_default_timeout(15_000)
        page.goto(link)
        page.get_by_label("What is the campaign called?").fill("Keep the forests")
        page.get_by_label("Day").fill("2037-04-26")
        page.get_by_label("Who signs the emails?").fill("Maya Lindqvist")
        page.get_by_label("From which email address?").fill("maya@coalition.example")
        page.get_by_role("button", name="Start the campaign").click()
        assert page.get_by_label("Your name").input_value() == "Maya Lindqvist"
        page.get_by_role("button", name="Continue").click()
        assert page.title().startswith("Import")
        page.get_by_label("Paste").fill(letter)
        page.get_by_role("button", name="See the result").click()
        page.get_by_role("button", name="Write the letter").click()
        page.wait_for_url("**/letter/text/**")
        page.goto(page.url.partition("/letter/")[0])
        assert "The letter has no addressees yet" in page.content()
        page.context.close()
    assert (folder / "letters").is_dir()
