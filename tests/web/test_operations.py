"""What machines ask of a site: its health, its figures, whom to tell about a hole, and its log."""

import datetime as dt
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from campaign.adapters.files.folder import Folder
from campaign.adapters.http.figures import Figures
from campaign.adapters.http.json_log import JsonLines
from campaign.services.monitoring import figures, is_well
from campaign.web.app import create_app
from campaign.web.operations import WithOperations
from tests.helpers.api import add_listed
from tests.helpers.edition import ENGLISH
from tests.helpers.store import open_store
from tests.helpers.web import NOW, Web, settings

HOST = "https://letter.example"
CONTACT = "security@coalition.example"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with open_store(tmp_path / "campaign.db") as store:
        web = Web(store, Folder(tmp_path), settings())
        web.freeze(en=ENGLISH)
        yield web


def client(web: Web, contact: str = "") -> TestClient:
    campaign = web.campaign
    site = WithOperations(create_app(campaign), "/forests", lambda: is_well(campaign), contact, lambda: NOW)
    return TestClient(site, base_url=HOST)


@pytest.mark.parametrize("path", ["/healthz", "/forests/healthz"])
def test_health_is_that_of_the_database(web: Web, path: str) -> None:
    """/healthz says ok for whatever host is asked, and 503 once the database does not answer; nothing else."""
    visitor = client(web)
    answer = visitor.get(path, headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (200, "ok\n", "no-store")
    web.store.write(lambda db: db.execute("ALTER TABLE signon_count RENAME TO elsewhere"))
    ill = visitor.get(path)
    assert (ill.status_code, ill.text) == (503, "the database does not answer\n")


def test_security_txt_names_the_contact(web: Web) -> None:
    """The file has the contact and a day within a year, and is missing while no contact is set."""
    answer = client(web, CONTACT).get("/.well-known/security.txt")
    assert answer.text == f"Contact: mailto:{CONTACT}\nExpires: 2027-08-28T00:00:00Z\n"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert client(web).get("/.well-known/security.txt").status_code == 404


def test_figures_are_numbers_without_people(web: Web) -> None:
    """The figures count sign-ons and answers; no name, address or path stands in them."""
    add_listed(web, "Free Knowledge e.V.")
    numbers = Figures(lambda: figures(web.campaign))
    visitor = TestClient(numbers.counting(create_app(web.campaign)), base_url=HOST)
    visitor.get("/forests/own/a-secret/")
    visitor.request("BREW", "/forests/sign")
    text = TestClient(numbers.app(), base_url="http://127.0.0.1").get("/metrics").text
    lines = [line for line in text.splitlines() if not line.startswith("#") and "_process_" not in line]
    figure = 'undersigned_signons{kind="person",letter="forests",state="listed"} 1.0'
    assert figure in lines
    assert [line for line in lines if line.startswith("undersigned_answers_total")] == [
        'undersigned_answers_total{method="GET",status="404"} 1.0',
        'undersigned_answers_total{method="other",status="405"} 1.0',
    ]
    assert [word for word in ("Knowledge", "secret", "@", "Eve") if word in text] == []


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:9001", 200),
        ("[::1]:9001", 200),
        ("localhost:9001", 200),
        ("undersigned:9000", 200),
        ("metrics.monitoring.svc.cluster.local:9000", 200),
        ("evil.example:9001", 421),
        ("[evil", 421),
        ("", 421),
    ],
)
def test_a_name_that_a_stranger_points_here_gets_no_figures(web: Web, host: str, status: int) -> None:
    """A web page that lets its own name lead to this port reads nothing: only addresses and inner names are known."""
    numbers = Figures(lambda: figures(web.campaign))
    assert TestClient(numbers.app()).get("/metrics", headers={"Host": host}).status_code == status


def test_a_log_line_is_json_without_addresses() -> None:
    """A line has time, level, part and event; addresses and personal links are replaced."""
    text = "no mail to Eve <eve@knowledge.example>; see https://letter.example/own/aB3-x_9/sign"
    record = logging.LogRecord("campaign.serve", logging.WARNING, "", 0, text, (), None)
    record.created = dt.datetime(2027, 3, 1, tzinfo=dt.UTC).timestamp()
    assert json.loads(JsonLines().format(record)) == {
        "time": "2027-03-01T00:00:00.000+00:00",
        "level": "warning",
        "part": "campaign.serve",
        "event": "no mail to Eve <[address]>; see https://letter.example/own/[link]/sign",
    }
