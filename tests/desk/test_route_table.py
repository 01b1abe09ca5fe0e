"""Every row of the desk's table of routes: as each role, without a session, and with foreign or missing origins."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from campaign.core.team.roles import Role
from campaign.desk.app import TABLE
from campaign.desk.route import PLACES, Access, DeskRoute
from tests.helpers.desk import DeskBrowsers, DeskWeb, open_desk

ROWS = [pytest.param(route, id=f"{route.method} {route.path or '/'}") for route in TABLE]
CLOSED = [row for row in ROWS if row.values[0].right is not Access.EVERYBODY]
FORMS = [row for row in ROWS if row.values[0].method == "POST"]
REFUSED = "Nothing was done"


@pytest.fixture(scope="module")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskBrowsers]:
    """One desk for all rows, and a browser for each role. No request of this file changes what another one reads."""
    with open_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield DeskBrowsers(desk)


def _path(route: DeskRoute) -> str:
    """A path that fits the route; of nobody's data, so that a handler that is reached changes nothing."""
    return "/desk" + (re.sub(r"\{\w+:int\}", "999999", re.sub(r"\{\w+\}", "nothing", route.path)) or "/")


def _call(client: TestClient, route: DeskRoute, **headers: str):
    """Send the request of a row. An empty header is left out."""
    for name, value in headers.items():
        client.headers.pop(name.replace("_", "-"), None)
        if value:
            client.headers[name.replace("_", "-")] = value
    return client.request(route.method, _path(route), data={} if route.method == "POST" else None)


def _is_refused_by_role(answer) -> bool:
    return answer.status_code == 403 and "your role" in answer.text.lower()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", ROWS)
def test_a_role_reaches_exactly_what_its_rights_allow(browsers: DeskBrowsers, route: DeskRoute, role: Role) -> None:
    """A page refuses a role, naming the ones that can, if and only if the role lacks the row's right. The first page
    leads a partner to the draft."""
    answer = _call(browsers.signed_in(role), route)
    may = isinstance(route.right, Access) or route.right in role.rights
    if not route.path and role is Role.PARTNER:
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/draft")
        return
    assert _is_refused_by_role(answer) is not may
    assert answer.status_code < 500


@pytest.mark.parametrize("route", CLOSED)
def test_nobody_comes_in_without_a_session(browsers: DeskBrowsers, route: DeskRoute) -> None:
    """Without a session a page leads to the sign-in, and a form is answered by it."""
    answer = _call(browsers.signed_out(), route)
    if route.method == "GET":
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/desk/in")
    else:
        assert (answer.status_code, "Send me a link" in answer.text) == (401, True)


@pytest.mark.parametrize("headers", [
    {"sec_fetch_site": "cross-site", "origin": "https://evil.example"},
    {"sec_fetch_site": "same-site"},
    {"sec_fetch_site": "none"},
    {"sec_fetch_site": "", "origin": "https://evil.example"},
    {"sec_fetch_site": "", "origin": "null"},
    {"sec_fetch_site": "", "origin": ""},
], ids=str)  # fmt: skip
@pytest.mark.parametrize("route", FORMS)
def test_a_form_from_elsewhere_is_refused(browsers: DeskBrowsers, route: DeskRoute, headers: dict[str, str]) -> None:
    """A form with a foreign origin, or with neither header, is refused, although the session is a coordinator's."""
    assert _call(browsers.signed_in(Role.COORDINATOR), route, **headers).status_code == 403


@pytest.mark.parametrize("route", FORMS)
def test_a_browser_without_the_newer_header_is_known_by_its_origin(browsers: DeskBrowsers, route: DeskRoute) -> None:
    """Origin alone is enough when it is the desk's own."""
    answer = _call(browsers.signed_in(Role.COORDINATOR), route, sec_fetch_site="", origin="http://localhost")
    assert answer.text.startswith("This form was not sent") is False


def test_no_row_stands_twice() -> None:
    """Each path and method has one row."""
    assert [row for row, number in Counter((row.path, row.method) for row in TABLE).items() if number > 1] == []


def test_every_row_is_get_or_post() -> None:
    """Only GET and POST are used, so that all works without scripts."""
    assert {row.method for row in TABLE} == {"GET", "POST"}


def test_the_header_has_the_places_that_are_built(desk: DeskWeb) -> None:
    """A place without a route is absent, and so is one that the role may not see."""
    built = {row.path for row in TABLE if row.method == "GET"}
    for role in (Role.COORDINATOR, Role.READER):
        page = desk.signed_in(desk.admit(role)).get("/desk/").text
        header = page.partition("</header>")[0]
        expected = [place.label for place in PLACES if place.path in built and place.right in role.rights]
        for place in PLACES:
            assert (f">{place.label}<" in header or f">{place.label} <" in header) is (place.label in expected)


def test_another_host_is_no_desk(desk: DeskWeb) -> None:
    """A name of somebody else that points to this machine gets nothing."""
    assert desk.browser().get("/desk/in", headers={"host": "evil.example"}).status_code == 421


def test_every_page_is_closed_to_frames_scripts_and_caches(desk: DeskWeb) -> None:
    """The policy allows no inline script and no frame around the desk; nothing is stored."""
    answer = desk.signed_in(desk.admit(Role.COORDINATOR)).get("/desk/")
    policy = answer.headers["content-security-policy"]
    assert ("unsafe" in policy, "frame-ancestors 'none'" in policy, answer.headers["cache-control"]) == (
        False, True, "no-store",
    )  # fmt: skip
    assert re.findall(r"<script|style=|\son\w+=", answer.text) == []
