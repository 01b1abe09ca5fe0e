"""The lists of signatories in a real browser: without JavaScript, by keyboard, on a phone."""

from dataclasses import replace

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import search
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent
from tests.helpers.web import LETTER, Web

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz-Verein & <Freunde> von نيكولا"
PERSON = NewSignOn(LETTER, SignOnKind.PERSON, "", SignOnState.LISTED, 1, "en", SignOnSource.PAGE, country="Greece")
PAGES = (
    "people",
    "people?before=60",
    "people?before=1",
    "names",
    "names?q=a",
    "names?q=rind",
    "names?q=xyz",
    "names?q=*",
)


@pytest.fixture(autouse=True)
def _sign_all(campaign) -> None:
    names = [*(f"Ana Person {number}" for number in range(120)), LONG]
    for name in names:
        _list(campaign.web, replace(PERSON, name=name))
    for name in (f"Alpha {LONG}", "Ana Foundation"):
        _list(campaign.web, replace(PERSON, name=name, kind=SignOnKind.ORGANISATION, url="https://o.example"))
    while campaign.web.store.write(search.catch_up):
        pass


def _list(web: Web, new: NewSignOn) -> None:
    mail = f"{new.name}@p.example"
    web.store.write(
        signons.add, replace(new, address=mail, address_key=mail), RecordEvent.SIGNED, Actor.SIGNER, web.now
    )


@pytest.mark.parametrize("path", PAGES)
def test_every_list_meets_wcag(page, campaign, path):
    """WCAG 2.2 AA holds in light and dark, and at 320 px nothing scrolls sideways."""
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"{campaign.url}/{path}")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page, options=WCAG).response["violations"]
        assert [f"{fault['id']}: {node['html']}" for fault in violations for node in fault["nodes"]] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_links_that_stand_alone_are_large_enough(page, campaign):
    """At least 24 px high and wide (WCAG 2.5.8)."""
    for path in PAGES:
        page.goto(f"{campaign.url}/{path}")
        small = page.locator("nav a, .names a, button").evaluate_all(
            "each => each.filter(one => Math.min(one.offsetWidth, one.offsetHeight) < 24).map(one => one.innerText)"
        )
        assert small == []


@pytest.mark.parametrize("javascript", [False])
def test_a_name_is_looked_for_by_keyboard_alone(page, campaign, javascript):
    """Without JavaScript: type, send with Enter, read, go to the next names; the search text stays in the field."""
    page.goto(f"{campaign.url}/people")
    page.get_by_role("link", name="Find a name").press("Enter")
    page.wait_for_url("**/names?lang=en")
    page.get_by_label("Name of an organisation or individual").focus()
    page.keyboard.type("ANA")
    page.keyboard.press("Enter")
    page.wait_for_url("**/names?lang=en&q=ANA")
    assert page.get_by_role("heading", name="Organisations").count() == 1
    assert page.locator("main li").count() == 20
    page.get_by_role("link", name="Next page").press("Enter")
    page.wait_for_url("**after=**")
    assert page.get_by_label("Name of an organisation or individual").input_value() == "ANA"


@pytest.mark.parametrize("javascript", [False])
def test_all_people_are_reached_by_older_and_newer(page, campaign, javascript):
    """Fifty per page, to the first one and back to the newest."""
    page.goto(f"{campaign.url}/people")
    counts = []
    while True:
        counts.append(page.locator("main li").count())
        if not page.get_by_role("link", name="Older").count():
            break
        page.get_by_role("link", name="Older").click()
    assert counts == [50, 50, 21]
    page.get_by_role("link", name="Newer").click()
    assert page.locator("main li").count() == 50
