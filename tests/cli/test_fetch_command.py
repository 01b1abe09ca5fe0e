"""`campaign addressee fetch` against a local server that plays the API, with its faults."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from campaign.adapters.open_data import OpenDataClient
from campaign.errors import FetchError, UsageError
from tests.helpers.campaign import run, sample

PEOPLE = [
    {"id": f"person/{number}", "label": f"Anna W{'I' * (number % 7)}T{number}",
     "api:country-of-representation": "DE", "api:political-group": "PPE"}
    for number in range(1, 121)
]  # fmt: skip
PROCEDURE = {
    "id": "eli/dl/proc/2021-0106",
    "label": "2021/0106(COD)",
    "had_participation": {
        "participation_role": "def/ep-roles/RAPPORTEUR",
        "had_participant_person": "person/1",
        "participation_in_name_of": "org/IMCO",
    },
}
MEMBER = {"id": "person/1", "label": "Anna WIT1", "hasEmail": "mailto:anna@wit.example", "hasMembership": []}
DECISION = {"notation_votingId": "7", "activity_date": "2024-03-13", "had_voter_favor": "person/1"}


class Api:
    """What the server answers, by path, and what it was asked."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.faults: dict[str, list[tuple[int, bytes]]] = {}
        self.answers: dict[str, Any] = {
            "corporate-bodies/show-current": [{"id": "org/6367", "label": "IMCO"}],
            "procedures/2021-0106": PROCEDURE,  # an object where a list is
            "procedures/2021-0106/events": [],
            "meps/1": [MEMBER],
            "meetings/MTG-PL-2024-03-13/decisions": [DECISION],
        }

    def answer(self, target: str) -> tuple[int, bytes]:
        path, _, query = target.removeprefix("/api/").partition("?")
        self.asked.append(path)
        if self.faults.get(path):
            return self.faults[path].pop(0)
        if path == "meps/show-current":
            offset = int(query.split("offset=")[1].split("&")[0])
            return 200, json.dumps({"data": PEOPLE[offset : offset + 100]}).encode()
        if path not in self.answers:
            return 404, b""
        rows = self.answers[path]
        return (200, json.dumps({"data": rows}).encode()) if rows else (204, b"")


@pytest.fixture
def api() -> Iterator[Api]:
    """The server, on this machine."""
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            api.agents.add(self.headers["User-Agent"].partition("-")[0])
            status, body = api.answer(self.path)
            if status == 0:  # a break in the middle
                self.connection.close()
                return
            body = gzip.compress(body) if body and status == 200 else body
            self.send_response(status)
            if status == 200:
                self.send_header("Content-Encoding", "gzip")
            if status == 429:
                self.send_header("Retry-After", "120")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    api.address = f"http://127.0.0.1:{server.server_port}/api"
    yield api
    server.shutdown()
    server.server_close()


WORDS = ("--procedure", "2021/0106(COD)", "--sitting", "2024-03-13", "--interval", "0")


def fetch(folder: Path, api: Api, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run(folder, "--json", "addressee", "fetch", "--api", api.address, *WORDS, *words) == code
    return json.loads(capsys.readouterr().out)


def test_what_is_fetched_is_imported(tmp_path: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    """Lists page by page, the procedure's people, and the sitting's votes: each answer as it came, with its digest; the
    folder is imported without the network, and the rapporteur is found."""
    folder = sample(tmp_path / "campaign")
    result = fetch(folder, api, capsys)
    assert result["nothing"] == ["procedures/2021-0106/events", "meetings/MTG-PL-2024-03-13/foreseen-activities"]
    assert api.agents == {"undersigned"}
    assert api.asked == [
        "meps/show-current",
        "meps/show-current",
        "corporate-bodies/show-current",
        "procedures/2021-0106",
        "procedures/2021-0106/events",
        "meps/1",
        "meetings/MTG-PL-2024-03-13/decisions",
        "meetings/MTG-PL-2024-03-13/foreseen-activities",
    ]
    raw = Path(result["folder"])
    assert raw.parent == folder / "data" / "europarl"
    manifest = json.loads((raw / "manifest.json").read_text())["answers"]
    assert {entry["licence"][:9] for entry in manifest} == {"CC BY 4.0"}
    assert run(folder, "-q", "addressee", "import", str(raw)) == 0
    assert run(folder, "-q", "vote", "import", str(raw)) == 0
    capsys.readouterr()
    assert run(folder, "--json", "addressee", "choose", "2021/0106(COD) vote:7=for") == 0
    people = json.loads(capsys.readouterr().out)["people"]
    assert [(one["id"], one["role"]) for one in people] == [("europarl:1", "rapporteur (IMCO)")]


def test_it_goes_on_where_it_stopped(tmp_path: Path, api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that asks to stop is obeyed at once; with --resume only what is missing or damaged is asked for."""
    folder = sample(tmp_path / "campaign")
    api.faults["procedures/2021-0106"] = [(429, b"")]
    assert fetch(folder, api, capsys, code=1)["fix"] == ("go on in 120 seconds at the earliest, with --resume FOLDER")
    assert api.asked[-1] == "procedures/2021-0106"
    (raw,) = (folder / "data" / "europarl").iterdir()
    (raw / "corporate-bodies-show-current-offset-0.json").write_text("{}")
    api.asked.clear()
    fetch(folder, api, capsys, "--resume", str(raw))
    assert api.asked[:2] == ["corporate-bodies/show-current", "procedures/2021-0106"]
    api.asked.clear()
    fetch(folder, api, capsys, "--resume", str(raw))
    assert api.asked == []
    (raw / "manifest.json").write_text("{")
    assert fetch(folder, api, capsys, "--resume", str(raw), code=1)["fix"] == "fetch into a new folder"
    assert fetch(folder, api, capsys, "--resume", str(raw / "none"), code=1)["exit_code"] == 1


@pytest.mark.parametrize(
    "fault",
    [(200, b'{"error": "pending acquire queue"}'), (200, b"oops"), (200, b""), (500, b""), (0, b"")],
    ids=["error text", "no JSON", "empty", "500", "break"],
)
def test_a_fault_is_tried_again(api: Api, fault: tuple[int, bytes]) -> None:
    """An error with status 200, a fault of the server and a break are tried again, and never kept; after three tries
    it is an error that says so."""
    client = OpenDataClient(api.address, interval=0, timeout=5)
    api.faults["meps/1"] = [fault, fault]
    assert json.loads(client.get("meps/1").body) == {"data": [MEMBER]}
    api.faults["meps/1"] = [fault] * 3
    with pytest.raises(FetchError, match="no usable answer in 3 tries"):
        client.get("meps/1")
    assert len(api.asked) == 6


def test_a_request_a_second(api: Api) -> None:
    """Requests are a second apart, and another try waits longer."""
    waits: list[float] = []
    client = OpenDataClient(api.address, timeout=5, wait=waits.append)
    client.get("meps/1")
    api.faults["meps/1"] = [(500, b"")]
    client.get("meps/1")
    assert [round(seconds) for seconds in waits] == [1, 5]


def test_a_server_that_hangs() -> None:
    """A server that never answers ends in an error after its time."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = OpenDataClient(f"http://127.0.0.1:{silent.getsockname()[1]}/api", interval=0, timeout=0.2)
        with pytest.raises(FetchError, match="timed out"):
            client.get("meps/1")


@pytest.mark.parametrize("words", [("--procedure", "soon"), ("--sitting", "soon"), ("--api", "http://example.org")])
def test_a_wrong_fetch(tmp_path: Path, words: tuple[str, str]) -> None:
    """What is no procedure, no day and no https address is a wrong usage."""
    assert run(sample(tmp_path / "campaign"), "addressee", "fetch", *words) == 2
    with pytest.raises(UsageError):
        OpenDataClient("ftp://example.org")
