"""The pages of a rehearsal in a real browser."""

import re

import pytest

from tests.helpers.sample_messages import HOSTILE_NAME, VISIBLE_OVERRIDE

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/mail/1",
    "/mail/3",  # too long for Gmail
    "/mail/5",  # without HTML
    "/mail/1/phone",
    "/mail/5/text",
    "/mail/1/headers",
    "/mail/4/source",
)

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _faults(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page, options=WCAG).response["violations"]
    return [f"{fault['id']}: {node['html']}" for fault in violations for node in fault["nodes"]]


def _overflow(page) -> int:
    """How many pixels the page scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def _small_links(page) -> tuple[str, ...]:
    """The texts of links that are too small for a finger."""
    return tuple(
        page.locator("nav a, h2 a").evaluate_all(
            """links => links.filter(link => {
                 const box = link.getBoundingClientRect();
                 return Math.min(box.width, box.height) < 24;
               }).map(link => link.innerText)"""
        )
    )


def _paper(page) -> tuple[int, str]:
    """The number of printed navigations, and the colour of the page."""
    return page.locator("nav:visible").count(), page.evaluate("getComputedStyle(document.body).backgroundColor")


def _on(page, url, look):
    page.goto(url)
    return look(page)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_meets_wcag(page, rehearsal, path):
    """WCAG 2.2 AA holds in light and in dark, in the framed letter too."""
    page.goto(rehearsal + path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert _faults(page) == []


def test_the_page_for_a_wrong_address_meets_wcag(page, rehearsal):
    """The page for a wrong address is accessible, too."""
    page.route("**/mail/99", lambda route: route.fulfill(response=route.fetch(), status=200))  # a 404 is an error line
    page.goto(f"{rehearsal}/mail/99")

    assert _faults(page) == []
    page.get_by_role("link", name="See all emails.").click()
    assert page.url == f"{rehearsal}/"


def test_every_page_fits_a_narrow_screen(page, rehearsal):
    """At 320 px nothing scrolls sideways, however long a header or a word is."""
    page.set_viewport_size({"width": 320, "height": 640})

    assert {path: _on(page, rehearsal + path, _overflow) for path in PAGES} == dict.fromkeys(PAGES, 0)


def test_links_are_large_enough_for_a_finger(page, rehearsal):
    """A link that stands alone is at least 24 px high and wide (WCAG 2.5.8)."""
    assert {path: _on(page, rehearsal + path, _small_links) for path in PAGES} == dict.fromkeys(PAGES, ())


@pytest.mark.parametrize("javascript", [False])
def test_the_pages_need_no_javascript(page, rehearsal, javascript):
    """From the list to the letter, its plain text, and the next email's plain text, by links alone."""
    page.goto(rehearsal)
    page.get_by_role("link", name="1. Mr. Łukasz Ünal-Österberg").click()
    assert page.frame_locator("iframe").get_by_text("Dear Mr. Łukasz Ünal-Österberg,").is_visible()
    page.get_by_role("link", name="Plain text").click()
    page.get_by_role("link", name="Next email").click()

    assert page.url == f"{rehearsal}/mail/2/text"
    assert page.locator("pre").inner_text().startswith("Dear Frau Dr. Weiß,")


def test_the_keyboard_goes_through_the_page_in_its_order(page, rehearsal):
    """First the skip link, then the links in their order, with a visible focus."""
    page.goto(f"{rehearsal}/mail/2/headers")
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    assert reached == [
        "Skip to content",
        "Previous email",
        "All emails",
        "Next email",
        "download this email (.eml)",
        "Letter",
        "On a phone",
        "Plain text",
        "Headers",
        "Source",
    ]


def test_the_skip_link_leads_to_the_content(page, rehearsal):
    """Enter on it moves the focus into the main part."""
    page.goto(rehearsal)
    page.keyboard.press("Tab")
    assert page.get_by_text("Skip to content").bounding_box()["height"] >= 24
    page.keyboard.press("Enter")

    page.wait_for_function("document.activeElement.id === 'main'")


def test_hostile_headers_appear_as_text(page, rehearsal):
    """A script in a name does not run and is shown as written; a bidirectional override is visible."""
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(rehearsal)
    assert page.get_by_role("heading", name=f"4. {HOSTILE_NAME}").is_visible()
    for view in ("", "/headers", "/text", "/source"):
        page.goto(f"{rehearsal}/mail/4{view}")
        assert page.get_by_role("heading", level=1).inner_text().endswith(f"{VISIBLE_OVERRIDE}gnp.exe")
        assert page.locator("script, main img").count() == 0


def test_the_framed_letter_can_do_nothing(page, rehearsal):
    """Its origin is opaque, so it cannot reach our pages."""
    page.goto(f"{rehearsal}/mail/1")
    frame = page.frames[1]

    assert re.fullmatch(r".*/mail/1/html", frame.url)
    assert frame.evaluate("self.origin") == "null"


def test_on_paper_a_page_is_black_on_white_without_its_links(page, rehearsal):
    """Print has no navigation and no dark paper, also where the screen is dark."""
    page.emulate_media(media="print", color_scheme="dark")

    assert {path: _on(page, rehearsal + path, _paper) for path in PAGES} == dict.fromkeys(
        PAGES, (0, "rgb(255, 255, 255)")
    )
