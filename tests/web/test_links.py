"""Links and forms lead to our own pages, whatever the mount and the host."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.personal_links import LinkPurpose, stop_token
from campaign.services.public.letter import public_letter
from tests.helpers.api import add_listed, app
from tests.helpers.edition import ENGLISH
from tests.helpers.web import ANSWERS, Web, hidden_fields, invite, open_web

pytestmark = pytest.mark.slow

HOST = "https://letter.example"
_LINK = re.compile(r'<(?:a|link|img)\b[^>]*?\b(?:href|src)="([^"#][^"]*)"')
_LANGUAGE = re.compile(r'<a href="([^"]*)" hreflang="(\w+)" lang="\w+"')
_FORM = re.compile(r'<(?:form\b[^>]*?\baction|button\b[^>]*?\bformaction)="([^"]*)"')


def _direct(app: ASGIApp) -> ASGIApp:
    return app


def _mounted(app: ASGIApp) -> ASGIApp:
    return Starlette(routes=[Mount("/letters/x", app=app)])


def _without_prefix(app: ASGIApp) -> ASGIApp:
    """A proxy that removes the public path."""

    async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "path": scope["path"].removeprefix("/letters/x")}, receive, send)

    return proxy


SERVED = {
    "at the root": ("/", "/", _direct),
    "below a path": ("/letters/x/", "/letters/x/", _direct),
    "below a path that the proxy takes away": ("/letters/x/", "/letters/x/", _without_prefix),
    "mounted": ("/letters/x/", "/letters/x/", _mounted),
    "mounted, and the public address does not say so": ("/", "/letters/x/", _mounted),
}


@pytest.fixture(params=SERVED.values(), ids=SERVED)
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Web, str, TestClient]]:
    """A campaign, the path of its first page, and a browser."""
    public, root, serve = request.param
    with open_web(tmp_path, public_url=f"{HOST}{public}", individuals=True) as web:
        yield web, root, _browser(web, serve)


def _browser(web: Web, serve: Callable[[ASGIApp], ASGIApp]) -> TestClient:
    return TestClient(serve(app(web)), base_url=HOST, follow_redirects=False)


def _pages(web: Web, root: str, browser: TestClient) -> dict[str, str]:
    """Every kind of page, by its path."""
    pages: dict[str, str] = {}

    def get(path: str) -> str:
        answer = browser.get(root + path)
        pages[root + path] = answer.text
        return answer.text

    def post(path: str, fields: dict[str, str]) -> str:
        answer = browser.post(root + path, data=fields)
        if answer.status_code == 303:
            return get(answer.headers["location"].removeprefix(root))
        pages[root + path] = answer.text
        return answer.text

    answers = hidden_fields(get("sign?lang=de&kind=organisation")) | ANSWERS
    check = hidden_fields(post("sign", answers))
    post("sign", {**answers, "mail": ""})
    post("sign/send", check)  # leads to the page that says so
    post("sign/send", {**check, "token": "old"})
    confirm, asked = f"confirm/{web.confirm_link(web.newest_submission())}", invite(web)
    get(confirm)
    post(confirm, {})  # leads to the page that thanks
    own = web.newest_signon()
    get(f"own/{web.link(LinkPurpose.OWN, own)}")
    get(f"own/{web.link(LinkPurpose.OWN, own)}/withdraw")
    post(f"own/{web.link(LinkPurpose.OWN, own)}/correct", {"organisation": ""})
    link = web.link(LinkPurpose.OWN, asked)
    get(f"own/{link}")
    form = post(f"own/{link}/open", {"language": "de"})
    again = hidden_fields(post(f"own/{link}/sign", {**hidden_fields(form), **ANSWERS}))
    post(f"own/{link}/sign/send", {**again, "token": "old"})
    post(f"own/{link}/until", {"until": "never"})
    get(f"own/{web.link(LinkPurpose.FORWARD, asked)}/forward")
    get(f"stop/{stop_token(public_letter(web.campaign).link_secret, asked)}")
    get("own/1-wrong/withdraw")
    add_listed(web, *(f"Person {at}" for at in range(60)))
    get("people?lang=de")
    get("names?q=person")
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("**one thing**", "**all**"))
    get(f"own/{web.link(LinkPurpose.OWN, own)}")
    post("sign", answers | {"language": "en"})
    return pages


def test_every_link_and_form_leads_to_a_page_of_ours(served: tuple[Web, str, TestClient]) -> None:
    """Resolved as in a browser, every link stays below the first page and is answered by the right page."""
    web, root, browser = served
    pages = _pages(web, root, browser)
    links = {urljoin(at, unescape(link)) for at, page in pages.items() for link in _LINK.findall(page)}
    ours = {urldefrag(link).url for link in links if not link.startswith(("mailto:", "data:", "https://law.example/"))}
    assert [link for link in ours if not link.startswith(root)] == []
    there = ours - {f"{root}letter.pdf", f"{root}letter.de.pdf"}  # they are made some time after the pages
    missing = {link.partition("?")[0] for link in there if browser.get(link).status_code != 200}
    assert missing == {f"{root}own/1-wrong/withdraw"}  # the page of a wrong link, in each language

    forms = {urljoin(at, unescape(form)) for at, page in pages.items() for form in _FORM.findall(page)}
    assert [form for form in forms if not form.startswith(root)] == []
    assert len(forms) > 10
    answers = {form: browser.post(form) if not form.endswith("/names") else browser.get(form) for form in sorted(forms)}
    assert {
        form: response.status_code for form, response in answers.items() if response.status_code in (404, 405)
    } == {}
    led = {answer.headers["location"] for answer in answers.values() if answer.status_code == 303}
    assert [link for link in led if not link.startswith(root) or browser.get(link).status_code != 200] == []


def test_every_language_of_a_page_is_answered_in_this_language(tmp_path: Path) -> None:
    """Whoever chooses a language at the top of a page gets the page in it, also of a personal or a wrong link."""
    with open_web(tmp_path, public_url=f"{HOST}/", individuals=True) as web:
        browser = _browser(web, _direct)
        links = {
            (urljoin(at, unescape(link)), language)
            for at, page in _pages(web, "/", browser).items()
            for link, language in _LANGUAGE.findall(page)
        }
        assert {language for _, language in links} == {"en", "de"}
        assert len(links) >= 20
        others = [link for link, language in links if f'<html lang="{language}"' not in browser.get(link).text]
        assert sorted(others) == []


def test_no_header_has_a_say_in_links(served: tuple[Web, str, TestClient]) -> None:
    """A page is the same for every host name of ours, and for any forwarding header."""
    _, root, browser = served
    hostile = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil", "Forwarded": "host=evil.example"}
    for path in ("sign", "names?q=ana", "own/1-wrong", "nothing/at/all"):
        usual = browser.get(root + path)
        for host in ("letter.example", "127.0.0.1:8000", "localhost:1"):
            assert browser.get(root + path, headers={**hostile, "Host": host}).text == usual.text
        assert browser.get(root + path, headers={"Host": "evil.example"}).status_code == 421
    moved = browser.get(f"{root}sign/", headers={"Host": "localhost:1"})
    assert (moved.status_code, "location" in moved.headers) == (404, False)
