"""Signing and the personal page in a real browser: without JavaScript, by keyboard, on a phone."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from PIL import Image

from campaign.adapters.store import directory, keys, signons
from campaign.adapters.store.signons import notices, opt_outs, personal_link, text_changes
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.personal_links import LinkPurpose, stop_token
from campaign.core.signons.record import Actor, RecordEvent
from tests.helpers.edition import ENGLISH
from tests.helpers.signons import move
from tests.helpers.web import LETTER, NOW, Web, invite

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CHANGED = ENGLISH.replace("**one thing**", "**one small thing**")
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz-Verein e.V. & <Freunde> von نيكولا"


def read_signon(web: Web, signon: int) -> SignOn:
    row = web.store.read(signons.one, signon)
    assert row is not None
    return row


def logo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 100), "#a00").save(file, "PNG")
    return file.getvalue()


def add_listed(web: Web, **answers: str) -> int:
    signon = web.sign_and_confirm(**answers)
    move(web.store, signon, SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, web.now)
    return signon


def add_unconfirmed(web: Web) -> int:
    """A sign-on that version 0.1.0 stored before its address was confirmed."""
    new = NewSignOn(
        LETTER,
        SignOnKind.ORGANISATION,
        "Free Knowledge",
        SignOnState.PENDING,
        1,
        "en",
        SignOnSource.PAGE,
        country="Germany",
        person="Ada Example",
        address="eve@knowledge.example",
        address_key="eve@knowledge.example",
    )
    return web.store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, web.now).id


def own(web: Web, signon: int, step: str = "") -> str:
    return f"/own/{web.link(LinkPurpose.OWN, signon)}{step}"


def stop(web: Web, signon: int) -> str:
    return f"/stop/{stop_token(web.store.write(keys.secret, keys.LINKS), signon)}"


def fill(page, organisation: str = "Free Knowledge e.V.") -> None:
    page.get_by_label("Name of the organisation").fill(organisation)
    page.get_by_label("Country").select_option("DE")
    page.get_by_label("Your name").fill("Eve Berg")
    page.get_by_label("Your role").fill("Chair")
    page.get_by_label("Work email address").fill("eve@knowledge.example")


def sign(page, campaign) -> str:
    """Go from the form to the page that says to check the email; the token of the link in the email."""
    page.goto(f"{campaign.url}/sign")
    fill(page)
    page.get_by_label("I am authorised").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Sign the letter").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Check your email"
    (notice,) = campaign.web.store.read(notices.pending)
    return campaign.web.confirm_link(notice.submission)


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_form_to_the_list(page, campaign, javascript):
    """Form, check, email, button, listed: with JavaScript and without."""
    known = Organisation("knowledge", "Free Knowledge e.V.", "https://knowledge.example", "", "", SignOnState.INVITED)
    campaign.web.store.write(directory.put, LETTER, (known,), NOW)
    before = campaign.web.store.read(signons.every)
    token = sign(page, campaign)
    assert campaign.web.store.read(signons.every) == before
    page.goto(f"{campaign.url}/confirm/{token}")
    page.get_by_role("button", name="Confirm").click()
    assert page.get_by_role("status").inner_text() == (
        "Your email address is confirmed, and Free Knowledge e.V. is listed."
    )
    page.get_by_role("link", name="your personal link").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Your signature"
    (row,) = campaign.web.store.read(signons.organisations, LETTER)
    assert (row.state, row.version) == (SignOnState.LISTED, 1)


@pytest.mark.parametrize("javascript", [False])
def test_no_more_mails_and_back(page, campaign, javascript):
    """One button stops the emails, the next page's button starts them again."""
    page.goto(campaign.url + stop(campaign.web, invite(campaign.web)))
    page.get_by_role("button", name="Stop emails").click()
    assert page.get_by_role("heading", level=1).inner_text() == "You will get no more emails"
    page.get_by_role("button", name="Start emails again").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Stop emails from this campaign?"


@pytest.mark.parametrize("javascript", [False])
def test_errors_are_mended_and_nothing_is_typed_twice(page, campaign, javascript):
    """The summary links to the field; after a change, all other answers are still there."""
    page.goto(f"{campaign.url}/sign")
    fill(page, organisation="")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state()
    assert page.title().startswith("Error: Sign the letter")
    page.get_by_role("link", name="Enter the name of the organisation").click()
    page.locator("#organisation").fill(LONG.replace("<", "").replace(">", ""))
    page.get_by_label("I am authorised").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Change Your role").click()
    page.locator("#role").fill("Director")
    page.get_by_role("button", name="Continue").click()
    answers = page.locator(".said").all_inner_texts()
    assert answers[2:] == ["–", "Eve Berg", "Director", "eve@knowledge.example"]


def test_signing_by_keyboard_alone(page, campaign):
    """Tab, letters, space and Enter are enough; the focus is always visible."""
    page.goto(f"{campaign.url}/sign")
    page.locator("#organisation").focus()
    for typed in ("Free Knowledge", "Germany", "95032863909274", "Eve Berg", "Chair", "eve@knowledge.example"):
        page.keyboard.type(typed)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Check your answers").wait_for()
    while page.evaluate("document.activeElement.innerText") != "Sign the letter":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Check your email").wait_for()


@pytest.mark.parametrize("javascript", [False])
def test_correction_logo_and_withdrawal(page, campaign, javascript, tmp_path):
    """On the personal page: quote and website, a logo that is then shown, and the withdrawal."""
    web = campaign.web
    signon = web.sign_and_confirm()
    page.goto(campaign.url + own(web, signon))
    page.get_by_label("Website").fill("knowledge.example")
    page.get_by_label("Quote").fill("Because it matters.")
    page.get_by_role("button", name="Save changes").click()
    assert "Your changes are saved." in page.get_by_role("status").inner_text()
    assert (read_signon(web, signon).url, read_signon(web, signon).quote) == (
        "https://knowledge.example",
        "Because it matters.",
    )
    page.get_by_label("File").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": logo()})
    page.get_by_role("button", name="Upload the logo").click()
    assert "Your logo is saved." in page.get_by_role("status").inner_text()
    assert page.get_by_alt_text("Your logo").bounding_box()["width"] > 50
    page.get_by_label("Choose another file").set_input_files(
        {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='x'/>"}
    )
    page.get_by_role("button", name="Upload the logo").click()
    assert "The file contains a script or entities" in page.get_by_role("alert").inner_text()
    page.get_by_role("link", name="Withdraw your signature").click()
    page.get_by_role("button", name="Withdraw").click()
    assert page.get_by_role("heading", level=1).inner_text() == "You have withdrawn your signature"
    assert read_signon(web, signon).state is SignOnState.WITHDRAWN


def test_a_file_that_is_far_too_large_gets_an_answer(page, campaign):
    """The whole upload is read, so that the browser shows the error page."""
    signon = add_listed(campaign.web)
    page.goto(campaign.url + own(campaign.web, signon))
    page.get_by_label("File").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": b"x" * 9_000_000})
    page.get_by_role("button", name="Upload the logo").click()
    assert "Choose a file of up to 2 MB" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("javascript", [False])
def test_a_correction_of_the_text_takes_signers_along(page, campaign, javascript):
    """They see what changed, and may withdraw."""
    signon = add_listed(campaign.web)
    campaign.web.freeze(ChangePolicy.CORRECTION, en=CHANGED)
    page.goto(campaign.url + own(campaign.web, signon))
    assert page.get_by_role("heading", name="The text has changed since you signed it").is_visible()
    page.get_by_text("What changed (").click()
    assert page.locator("ins").inner_text().strip() == "small"
    assert read_signon(campaign.web, signon).version == 2


@pytest.mark.parametrize("javascript", [False])
def test_a_window_for_objections(page, campaign, javascript):
    """Those who object stay under the old text, the others move to the new one when the window closes."""
    web = campaign.web
    objector, silent = add_listed(web), add_listed(web, mail="si@lent.example", organisation="Silent")
    web.freeze(ChangePolicy.WINDOW, NOW + dt.timedelta(days=7), en=CHANGED)
    page.goto(campaign.url + own(web, silent))
    assert "If you do not object, your signature moves to the new text on" in page.locator(".renewal").inner_text()
    page.goto(campaign.url + own(web, objector))
    page.get_by_role("button", name="Object for the organisation").click()
    assert "We have recorded your objection." in page.get_by_role("status").inner_text()
    assert (read_signon(web, objector).version, read_signon(web, silent).version) == (1, 1)
    web.now = NOW + dt.timedelta(days=8)
    web.store.write(text_changes.close_windows, web.now)
    page.goto(campaign.url + own(web, silent))
    assert page.get_by_role("heading", name="The text has changed since you signed it").is_visible()
    assert (read_signon(web, objector).version, read_signon(web, silent).version) == (1, 2)


@pytest.mark.parametrize("javascript", [False])
def test_who_is_asked_again_agrees(page, campaign, javascript):
    """Until they agree, they stay under the old text."""
    web = campaign.web
    signon = add_listed(web)
    web.freeze(ChangePolicy.ASK, en=CHANGED)
    assert read_signon(web, signon).version == 1
    page.goto(campaign.url + own(web, signon))
    assert page.locator("ins").inner_text().strip() == "small"
    page.get_by_role("button", name="Agree for the organisation").click()
    assert "Thank you. Your signature now covers the new text." in page.get_by_role("status").inner_text()
    assert read_signon(web, signon).version == 2


@pytest.mark.parametrize("javascript", [False])
def test_an_invitation_is_answered(page, campaign, javascript):
    """Ask for time, decline, then sign: the form is filled in, and one check is enough."""
    web = campaign.web
    signon = invite(web)
    page.goto(campaign.url + own(web, signon))
    page.get_by_label("When will you answer?").fill("2027-04-01")
    page.get_by_role("button", name="Answer later").click()
    assert page.get_by_role("status").inner_text() == "You promised an answer by 1 April 2027."
    page.get_by_role("button", name="Decline for the organisation").click()
    assert "You can still change your mind" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Sign for the organisation").click()
    assert page.get_by_label("Name of the organisation").input_value() == "Free Knowledge"
    page.get_by_label("Your role").fill("Chair")
    page.get_by_label("I am authorised").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Sign the letter").click()
    assert "Thank you for signing." in page.get_by_role("status").inner_text()
    assert read_signon(web, signon).state is SignOnState.CONFIRMED


Open = Callable[..., None]


def _open_page(make: Callable[[Web], str]) -> Open:
    """Open a page; an error page is served with status 200, so that the console stays empty."""

    def open_page(page, campaign):
        path = make(campaign.web)
        page.route(f"{campaign.url}{path}", lambda route: route.fulfill(response=route.fetch(), status=200))
        page.goto(campaign.url + path)

    return open_page


def _errors(page, campaign):
    page.goto(f"{campaign.url}/sign")
    page.get_by_role("button", name="Continue").click()


def _check(page, campaign):
    page.goto(f"{campaign.url}/sign")
    fill(page, LONG.replace("<", "").replace(">", ""))
    page.get_by_label("I am authorised").check()
    page.get_by_role("button", name="Continue").click()


def _changed(page, campaign):
    _check(page, campaign)
    campaign.web.freeze(ChangePolicy.ASK, en=CHANGED)
    page.get_by_role("button", name="Sign the letter").click()


def _own_errors(page, campaign):
    page.goto(campaign.url + own(campaign.web, add_listed(campaign.web)))
    page.get_by_label("Name of the organisation").fill("")
    page.get_by_label("Quote").fill("www.x.example")
    page.get_by_role("button", name="Save changes").click()


def _with_all(web: Web) -> str:
    signon = add_listed(web, organisation=LONG.replace("<", "").replace(">", ""))
    web.client.post(own(web, signon, "/logo")[1:], files={"logo": ("a.png", logo())})
    web.freeze(ChangePolicy.WINDOW, NOW + dt.timedelta(days=7), en=CHANGED)
    return own(web, signon)


def _after(step: Callable[[Web, int], object], path: str = "") -> Callable[[Web], str]:
    def make(web: Web) -> str:
        signon = invite(web)
        step(web, signon)
        return own(web, signon, path)

    return make


def _forward(web: Web) -> str:
    for at in range(30):
        add_listed(web, mail=f"a{at}@a{at}.example", organisation=f"Organisation {at}")
    return f"/own/{web.link(LinkPurpose.FORWARD, invite(web))}/forward"


def _stopped(web: Web) -> str:
    signon = invite(web)
    web.store.write(opt_outs.stop, signon, NOW)
    return stop(web, signon)


def _confirmed(web: Web) -> str:
    token = web.confirm_link(web.sign())
    web.client.post(f"confirm/{token}")
    return f"/confirm/{token}"


def _closed(web: Web) -> str:
    web.now = web.settings.signing_closes_at
    return "/sign"


PAGES: dict[str, Open] = {
    "sign": _open_page(lambda web: "/sign"),
    "sign-person-de": _open_page(lambda web: "/sign?kind=person&lang=de"),
    "sign-errors": _errors,
    "check": _check,
    "changed": _changed,
    "sent": _open_page(lambda web: "/sign/sent"),
    "closed": _open_page(_closed),
    "confirm": _open_page(lambda web: f"/confirm/{web.confirm_link(web.sign())}"),
    "confirmed": _open_page(_confirmed),
    "nolink": _open_page(lambda web: "/own/nothing"),
    "missing": _open_page(lambda web: "/nothing"),
    "own-pending": _open_page(lambda web: own(web, add_unconfirmed(web))),
    "own-waits": _open_page(lambda web: own(web, web.sign_and_confirm(), "?said=saved")),
    "own-all": _open_page(_with_all),
    "own-errors": _own_errors,
    "withdraw": _open_page(lambda web: own(web, add_listed(web), "/withdraw")),
    "invited": _open_page(lambda web: own(web, invite(web))),
    "invited-de": _open_page(lambda web: own(web, invite(web), "?lang=de")),
    "invited-form": _open_page(lambda web: own(web, invite(web), "/sign")),
    "declined": _open_page(_after(lambda web, signon: web.store.write(personal_link.decline, signon, NOW))),
    "promised": _open_page(
        _after(lambda web, signon: web.store.write(personal_link.promise, signon, dt.date(2027, 4, 1), NOW))
    ),
    "forward": _open_page(_forward),
    "stop": _open_page(lambda web: stop(web, invite(web))),
    "stopped": _open_page(_stopped),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_for_everybody(page, campaign, name):
    """WCAG 2.2 AA in light and dark; at 320 px nothing scrolls sideways; buttons and links are large enough."""
    from axe_playwright_python.sync_playwright import Axe

    PAGES[name](page, campaign)
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page, options=WCAG).response["violations"]
        assert [f"{fault['id']}: {node['html']}" for fault in violations for node in fault["nodes"]] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    small = page.locator("button:visible, input:visible, select:visible, nav a").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
    )
    assert small == []
