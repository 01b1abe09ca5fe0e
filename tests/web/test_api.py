"""The read-only API: its data, paging, caching and errors."""

import datetime as dt
import json
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from campaign.adapters.store.signons import personal_link, text_changes
from campaign.core.signons import SignOnKind
from campaign.core.signons.change import ChangePolicy
from campaign.web import api
from campaign.web.app import app_of, site_of
from tests.helpers.api import add_listed, app, client
from tests.helpers.edition import ENGLISH
from tests.helpers.web import ADDRESS, LETTER, Web, open_web

pytestmark = pytest.mark.slow

PATHS = ("letter", "versions", "counts", "organisations", "people", "openapi.json")
DESCRIPTION = json.loads((Path(api.__file__).with_name("openapi.json")).read_text("utf-8"))


def test_the_letters_facts(web: Web) -> None:
    """Text, digest, dates and counts, with absolute URLs."""
    add_listed(web, "Ana")
    add_listed(web, "Zoo", kind=SignOnKind.ORGANISATION)
    result = client(web).get("letter").json()

    assert (result["version"], result["signatories"], result["people"], result["countries"]) == (1, 1, 1, 1)
    assert result["languages"]["de"]["page"] == f"{ADDRESS}index.de.html"
    assert result["deadline_at"] == "2027-04-26T10:00:00Z"


def test_versions_have_their_digests(web: Web) -> None:
    """Newest first, every text with its canonical one."""
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("one thing", "another thing"))
    result = client(web).get("versions").json()["versions"]

    assert [(version["version"], version["kind"], len(version["texts"])) for version in result] == [
        (2, "substance", 1),
        (1, "first", 2),
    ]
    assert result[1]["texts"][1]["canonical"] == f"{ADDRESS}versions/1.txt"


def test_counts_are_by_kind_and_country(web: Web) -> None:
    """By country for organisations; one number for people, as on the page. Earlier texts are apart, and a proposed one
    counts once it is public."""
    add_listed(web, "Old")
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("one thing", "another thing"))
    proposed = client(web).get("counts").json()
    assert (proposed["version"], proposed["people"], proposed["earlier"]) == (1, 1, [])
    web.store.write(text_changes.adopt, LETTER, web.now)
    add_listed(web, "Ana", version=2)
    add_listed(web, "A", "B", kind=SignOnKind.ORGANISATION, version=2)
    add_listed(web, "C", kind=SignOnKind.ORGANISATION, version=2, country="Atlantis")
    add_listed(web, "D", kind=SignOnKind.ORGANISATION, version=2, country="")
    result = client(web).get("counts").json()

    assert (result["version"], result["organisations"], result["people"]) == (2, 4, 1)
    assert result["countries"] == [
        {"country": "Atlantis", "country_code": None, "organisations": 1},
        {"country": "Greece", "country_code": "GR", "organisations": 2},
        {"country": None, "country_code": None, "organisations": 1},
    ]
    assert [(version["version"], version["people"]) for version in result["earlier"]] == [(1, 1)]


def test_all_who_sign_are_reached_by_next(web: Web) -> None:
    """From the newest to the first, each once, by the URL in `next` and in the Link header."""
    add_listed(web, *(f"Person {number}" for number in range(7)))
    speaks, address, seen = client(web), f"{ADDRESS}api/v1/people?limit=3", []
    while address:
        answer = speaks.get(address)
        result = answer.json()
        seen.append([person["name"][7:] for person in result["people"]])
        assert answer.headers.get("link") == (f'<{result["next"]}>; rel="next"' if result["next"] else None)
        address = result["next"]
    assert seen == [["6", "5", "4"], ["3", "2", "1"], ["0"]]


def test_only_what_is_public_is_visible(web: Web) -> None:
    """Organisations: name, website, country and day. People: name and country. No email address."""
    add_listed(web, "Ana Abt")
    add_listed(web, "Zoo", kind=SignOnKind.ORGANISATION, url="javascript:alert(1)", person="Eve Secret", role="Chair")
    speaks = client(web)

    assert speaks.get("people").json()["people"] == [{"name": "Ana Abt", "country": "Greece", "country_code": "GR"}]
    assert speaks.get("organisations").json()["organisations"] == [
        {"name": "Zoo", "url": None, "country": "Greece", "country_code": "GR", "listed_at": "2027-03-01T09:00:00Z"}
    ]
    text = "".join(speaks.get(path).text for path in PATHS)
    assert [word for word in ("Secret", "Chair", "p.example") if word in text] == []
    assert speaks.get("people").headers["x-robots-tag"] == "noindex"


def test_who_leaves_the_list_is_gone_at_once(web: Web) -> None:
    """Nobody is under a text that he or she did not sign, and nobody leaves because a new text is proposed."""
    (ana, _) = add_listed(web, "Ana", "Berta")
    speaks = client(web)
    web.store.write(personal_link.withdraw, ana, web.now)
    assert [person["name"] for person in speaks.get("people").json()["people"]] == ["Berta"]
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("one thing", "another thing"))
    assert speaks.get("people").json()["version"] == 1
    assert [person["name"] for person in speaks.get("people").json()["people"]] == ["Berta"]
    web.store.write(text_changes.adopt, LETTER, web.now)
    assert speaks.get("people").json()["people"] == []
    assert [person["name"] for person in speaks.get("people?version=1").json()["people"]] == ["Berta"]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_fetched_once(web: Web, path: str) -> None:
    """A client that has it gets 304; HEAD has the same headers without a body; any site may read it, and no cookie is
    set."""
    add_listed(web, "Ana")
    speaks = client(web)
    first = speaks.get(path, headers={"Origin": "https://elsewhere.example"})
    again = speaks.get(path, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    head = speaks.head(path)

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"] == head.headers["etag"]
    assert (head.status_code, head.content, head.headers["content-length"]) == (
        200,
        b"",
        first.headers["content-length"],
    )
    for answer in (first, again, head):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["access-control-expose-headers"].partition(",")[0] == "ETag"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-credentials" not in answer.headers
        assert "set-cookie" not in answer.headers
    assert first.headers["content-type"] == "application/json"


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_changed(web: Web, path: str, method: str) -> None:
    """Every other method is refused, with the allowed ones."""
    answer = client(web).request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (405, 405)
    assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD"]


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("people?limit=0", 400, "limit: give one whole number from 1 to 100"),
        ("people?limit=101", 400, "limit: give one whole number from 1 to 100"),
        ("people?limit=1&limit=2", 400, "limit: give one whole number from 1 to 100"),
        ("people?before=x", 400, "before: give one whole number from 1 on"),
        ("organisations?before=9007199254740992", 400, "before: give one whole number from 1 on"),
        ("organisations?version=", 400, "version: give one whole number from 1 on"),
        ("organisations?version=7", 404, "version: there is no version with this number; the newest is 1"),
        ("nothing", 404, "there is no such path; api/v1/openapi.json lists all paths"),
        ("", 404, "there is no such path; api/v1/openapi.json lists all paths"),
    ],
)
def test_a_no_is_a_problem_for_programs(web: Web, path: str, status: int, detail: str) -> None:
    """RFC 9457: what is wrong, and what to do."""
    answer = client(web).get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["type"], problem["detail"]) == (
        status,
        status,
        "about:blank",
        detail,
    )


def test_who_asks_too_fast_must_wait(web: Web) -> None:
    """The wait is in seconds, and others are not affected."""
    speaks = client(web)
    answers = [speaks.get("people", headers={"X-Forwarded-For": "192.0.2.7"}) for _ in range(121)]
    assert [answer.status_code for answer in answers] == [200] * 120 + [429]
    assert (answers[-1].json()["title"], answers[-1].headers["retry-after"]) == ("Too Many Requests", "1")
    assert speaks.get("people", headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 200


def test_before_there_is_a_text_the_answer_is_503(tmp_path: Path) -> None:
    """Everything but the description, which is valid already."""
    with open_web(tmp_path, frozen={}) as web:
        answers = {path: client(web).get(path) for path in PATHS}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(PATHS, 503) | {
        "openapi.json": 200
    }
    assert answers["people"].headers["retry-after"] == "2"


def test_an_error_of_ours_is_a_problem_with_a_reference(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    """And with nothing else."""

    def broken(request: object) -> None:
        raise ValueError("eve@knowledge.example")

    site = site_of(web.campaign)
    answer = TestClient(app_of(site, [Route("/api/v1/broken", broken)]), base_url=ADDRESS).get("api/v1/broken")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "eve@" not in answer.text
    assert caplog.records[0].getMessage().partition(":")[0] in answer.json()["detail"]


def test_every_public_path_is_described(web: Web) -> None:
    """Those below /api/v1/, and no others; the description has the URL at which it is served."""
    served = {
        route.path.removeprefix("/api/v1")
        for route in app(web).routes
        if isinstance(route, Route) and route.path.startswith("/api/v1")
    }
    assert served == DESCRIPTION["paths"].keys()
    assert [*DESCRIPTION["paths"]] == [f"/{path}" for path in PATHS]
    assert client(web).get("openapi.json").json() == DESCRIPTION | {"servers": [{"url": f"{ADDRESS}api/v1"}]}


def test_every_path_is_documented() -> None:
    """docs/api.md names every path and parameter."""
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
    named = [*DESCRIPTION["paths"], *DESCRIPTION["components"]["parameters"]]
    wanted = [name.removeprefix("/") for name in named if name != "IfNoneMatch"]
    assert [name for name in wanted if f"`{name}`" not in page] == []


def test_the_shelf_follows_in_seconds(web: Web) -> None:
    """Counts are at most ten seconds old."""
    add_listed(web, "Ana")
    assert client(web).get("counts").json()["people"] == 1
    web.now += dt.timedelta(minutes=1)
    add_listed(web, "Berta")
    assert client(web).get("counts").json()["people"] == 2
