"""A letter's site in a real browser, served with the same headers as every page."""

import asyncio
import datetime as dt
import re
import threading
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.files.content import catalogues
from campaign.adapters.http.headers import SecurityHeaders
from campaign.adapters.http.server import serve_app
from campaign.core.letters import VersionKind
from campaign.core.publish import Person, PublicLogo, SigningStatus, build
from campaign.core.publish.edition import SignatoryQuote
from campaign.core.signatories import Organisation
from campaign.core.signons.change import ChangePolicy, VersionChange
from campaign.core.signons.consent import Consent
from tests.helpers.edition import ADDRESSEES, ENGLISH, GERMAN, PIXEL, edition, frozen_version

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "index.de.html",
    "many.html",
    "proposed.html",
    "404.html",
    "versions/1.html",
    "versions/2.html",
    "countries.html",
    "people.html",
    "embed.html",
)
UNTIL = dt.datetime(2027, 4, 20, 16, tzinfo=dt.UTC)
TYPES = {"html": "text/html", "css": "text/css", "png": "image/png"}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
ABSENT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"  # that page carries its style inside
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

RICH = (
    ENGLISH
    + """
## A heading with a very-long-word-Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz

> Quoted law, at length.

1. One[^why]
2. Two[^two]

| Article | Text |
|---|---|
| 2(5) | Words that want room, and more of them, https://law.example/a/very/long/address/without/any/break/in/it |

/// amendment | Article 2(5)
The law {--shall--}{++may++} apply.
///

[^two]: Second.

    With a second paragraph.
"""
)


def _site():
    organisations = tuple(
        Organisation(
            f"org-{number}", f"{HOSTILE if number == 3 else 'Organisation'} {number}", "https://o.example", land
        )
        for number, land in enumerate(("France", "Germany", "Italy", "", "Spain") * 8)
    )
    few = edition(
        replace(frozen_version(1, en=ENGLISH), organisations=organisations[:2], people=3),
        frozen_version(2, VersionKind.SUBSTANCE, en=RICH, de=GERMAN),
        organisations=organisations,
        logos={f"org-{number}": PublicLogo(PIXEL, 160, 40) for number in range(6)},
        people=1234,
        newest_people=tuple(Person(at, f"{HOSTILE if at == 3 else 'Person'} {at}", "Greece") for at in range(50)),
        quotes=(SignatoryQuote(HOSTILE, "Open source is how knowledge compounds, and " * 6),),
        signing=SigningStatus("sign", closes_at=UNTIL, individuals=True),
        consent=Consent("The coalition", "privacy@coalition.example", UNTIL.date()),
        changes=(VersionChange("forests", 1, 2, ChangePolicy.WINDOW, UNTIL, UNTIL),),
        catalogues=catalogues(),
        public_url="https://forests.example/letter",
        is_live=True,
    )
    many = replace(few, addressees=ADDRESSEES * 30, campaign=replace(few.campaign, name=HOSTILE))
    proposed = replace(few, proposals=1)
    return build(few) | {"many.html": build(many)["index.html"], "proposed.html": build(proposed)["index.html"]}


@pytest.fixture(scope="module")
def site():
    """The URL of a site with hostile names, without a slash at the end."""
    files = _site()

    def answer(request):
        path = request.path_params["path"]
        own = {"Content-Security-Policy": ABSENT} if path == "404.html" else {}
        return Response(files[path], media_type=TYPES.get(path.rpartition(".")[2], "text/plain"), headers=own)

    app = Starlette(routes=[Route("/some/folder/{path:path}", answer)], middleware=[Middleware(SecurityHeaders)])
    ready, started, loop, done = [], threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    async def serve():
        async with serve_app(app) as url:
            ready.append(f"{url}some/folder")
            started.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait(10)
    yield ready[0]
    loop.call_soon_threadsafe(done.set)
    thread.join(10)
    loop.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_meets_wcag(page, site, path):
    """WCAG 2.2 AA holds in light and dark, with everything unfolded."""
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"{site}/{path}")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page, options=WCAG).response["violations"]
        assert [f"{fault['id']}: {node['html']}" for fault in violations for node in fault["nodes"]] == []


def test_every_page_fits_a_narrow_screen(page, site):
    """At 320 px nothing scrolls sideways, however long a word or a table is."""
    page.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES:
        page.goto(f"{site}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("javascript", [False])
def test_the_page_needs_no_javascript(page, site, javascript):
    """From a footnote mark to the note and back, to the organisations of one country, and to the other language."""
    page.goto(f"{site}/index.html")
    page.locator("[role=doc-noteref]").first.click()
    assert page.url == f"{site}/index.html#note-1"
    page.locator("[role=doc-backlink]").first.click()
    assert page.url == f"{site}/index.html#call-1"
    page.get_by_text("By country (4)").click()
    page.get_by_role("link", name="Italy").click()
    assert page.url == f"{site}/countries.html#IT"
    assert page.locator("section[aria-labelledby=IT] li").count() == 8
    page.get_by_role("link", name="Go to the letter").click()
    page.get_by_role("link", name="Deutsch").click()
    assert page.locator("h2.name").inner_text() == "Wälder erhalten"
    page.get_by_role("link", name="Alle Einzelpersonen, die unterzeichnet haben").click()
    assert page.locator(".names li").count() == 50


def test_the_keyboard_reaches_the_letter_first(page, site):
    """The skip link, the languages, the introduction, the counts, the button, with a visible focus."""
    page.goto(f"{site}/index.html")
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    assert reached == [
        "Skip to content",
        "English",
        "Deutsch",
        "Signed the earlier version 1",
        "40",
        "1,234",
        "Sign this letter",
    ]


def test_the_page_for_frames_fits_the_frame(page, site):
    """On a phone and on a wide page, without inner scrolling, and its links leave the frame."""
    page.goto(f"{site}/index.html")
    snippet = page.locator("pre").nth(1).text_content()
    height = int(re.search(r'height="(\d+)"', snippet)[1])
    for width in (288, 640):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site}/embed.html")
        assert page.evaluate("document.documentElement.scrollHeight") <= height
    assert page.locator("base").get_attribute("target") == "_top"


def test_links_that_stand_alone_are_large_enough(page, site):
    """At least 24 px high and wide (WCAG 2.5.8), like the folds and the area around a footnote mark."""
    page.goto(f"{site}/index.html")
    links = "nav a, .facts a, .files a, .versions a, .signatories a, .names a, .countries a, .button, summary:visible"
    small = page.locator(links).evaluate_all(
        """links => links.filter(link => {
             const box = link.getBoundingClientRect();
             return Math.min(box.width, box.height) < 24;
           }).map(link => link.innerText)"""
    )

    assert small == []
    mark = page.locator("[role=doc-noteref]").first
    area = mark.evaluate("each => { const s = getComputedStyle(each, '::after'); return [s.width, s.height]; }")
    assert all(float(side.removesuffix("px")) >= 24 for side in area)


def test_hostile_names_are_read_as_they_are_written(page, site):
    """A script in an organisation's or the campaign's name does not run."""
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{site}/many.html")

    assert page.get_by_text(HOSTILE).count() >= 2
    assert page.locator("script, img[onerror]").count() == 0


def test_on_paper_stands_the_letter(page, site):
    """Black on white, without what is for screens only, with notes and signatories in full."""
    page.goto(f"{site}/index.html")
    page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("nav:visible, details:visible, .download:visible, footer:visible").count() == 0
    assert page.locator(".signatories li:visible").count() == 40
    assert page.locator(".note:visible").count() == 2
    assert page.locator(".button:visible, .privacy:visible, #share:visible").count() == 0


def test_a_version_shows_its_changes(page, site):
    """Added words are underlined and removed ones struck through, so that colour is not needed."""
    page.goto(f"{site}/versions/2.html")
    page.get_by_role("link", name="Changes since version 1").click()

    assert page.locator(".redline ins").count() > 0
    assert (
        page.locator(".redline ins").first.evaluate("each => getComputedStyle(each).textDecorationLine") == "underline"
    )
