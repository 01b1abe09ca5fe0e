"""The desk in a real browser: WCAG 2.2 AA, narrow screens, the menu, and the way in without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaign.adapters.settings.settings_doc import starter_file
from campaign.adapters.store import directory
from campaign.core.drafting.signing_position import SigningAnswer
from campaign.core.drafting.text_map import passages
from campaign.core.drafting.thread import CommentOutcome, DraftReader
from campaign.core.signatories import Organisation
from campaign.core.team.roles import Role
from campaign.desk.app import create_desk
from campaign.services.drafting.commenting import CommentRequest, begin_thread, settle_thread
from campaign.services.drafting.signing_positions import PositionRequest, take_position
from campaign.services.drafting.suggesting import offer, suggest
from campaign.services.people.importing import import_addressees, plan_addressees_import
from campaign.services.team.admission import every_account
from campaign.services.team.signing_in import make_first_link, make_link
from tests.helpers.browser import serve
from tests.helpers.desk import DeskWeb, open_desk
from tests.helpers.edition import ENGLISH, GERMAN
from tests.helpers.web import LETTER

pytestmark = pytest.mark.browser

# Every page; a page that is added stands here. Paths with {account} are those of the coordinator.
PAGES = (
    "/",
    "/team",
    "/team/invite",
    "/team/1",
    "/account",
    "/record",
    "/record?act=admit",
    "/search?q=open",
    "/search?q=nobody",
    "/backup",
    "/people",
    "/settings",
    "/settings/campaign",
    "/settings/smtp",
    "/addressees",
    "/addressees/new",
    "/addressees/import",
    "/addressees/import/own",
    "/addressees/of/saoirse-keane",
    "/addressees/of/saoirse-keane/remove",
    "/letter/text/en",
    "/letter/text/en/line/9",
    "/letter/preview/en?as=page",
    "/letter/preview/en?as=mail",
    "/letter/preview/en?as=text",
    "/letter/preview/en?as=print",
    "/letter/changes",
    "/letter/versions",
    "/letter/versions/1",
    "/letter/freeze",
    "/letter/translations",
    "/letter/translations/de",
    "/letter/law",
    "/letter/import",
    "/draft/en",
    "/draft/de",
    "/draft/comments",
    "/draft/en/passage/2",
    "/draft/en/passage/0",
    "/draft/en/passage/2?for=1",
    "/draft/thread/1",
    "/draft/thread/2",
    "/draft/thread/3",
    "/signatories",
    "/signatories?state=pending",
    "/signatories?kind=person",
    "/signatories?q=nobody",
    "/signatories/1",
    "/signatories/1/withdraw",
    "/signatories/1/refuse",
    "/signatories/1/merge",
    "/signatories/1/merge?into=openlab",
    "/signatories/forms/3",
    "/signatories/approve",
    "/signatories/approve?after=1",
    "/signatories/approve/all",
    "/signatories/add",
    "/signatories/invitations",
    "/signatories/invitations/new",
    "/signatories/invitations/remind",
    "/signatories/emails",
    "/signatories/directory",
    "/signatories/directory/import",
    "/signatories/directory/openlab/remove",
)
SETTINGS = {
    ("campaign", "name"): "Forests first",
    ("campaign", "vote"): "2027-04-26 12:00",
    ("sender", "name"): "Maya",
    ("sender", "address"): "maya@coalition.example",
}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass(frozen=True)
class ServedDesk:
    """A desk and the address of its site."""

    desk: DeskWeb
    url: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk with a waiting sign-on, a coordinator and an editor."""
    folder: Path = tmp_path_factory.mktemp("desk")
    with open_desk(folder) as desk:
        desk.web.sign_and_confirm(mail="eve@elsewhere.example")
        desk.web.folder.settings.write_text(starter_file(SETTINGS), "utf-8")
        place = desk.web.folder.letter(LETTER)
        place.mkdir(parents=True)
        (place / "letter.en.md").write_text(ENGLISH.replace("one thing", "three things TODO"), "utf-8")
        (place / "letter.de.md").write_text(GERMAN, "utf-8")
        add_addressees(desk)
        add_comments(desk)
        desk.web.sign_and_confirm(organisation="Gamma Guild", mail="office@gamma.example")
        desk.web.sign(organisation="Open Lab", mail="giulia@elsewhere.example")
        openlab = Organisation("openlab", "Free Knowledge", "https://free.example", "Germany", "")
        desk.web.store.write(directory.put, LETTER, (openlab,), desk.web.now)
        with serve(create_desk(desk.web.campaign, "http://127.0.0.1")) as url:
            yield ServedDesk(desk, url)


def add_addressees(desk: DeskWeb) -> None:
    """Three addressees, of whom one has no email address, and a table with a row that is not imported."""
    people = ("Saoirse Keane,s@parliament.example,IE,Greens", "Axel Berg,,DE,EPP", "Ana Sá,a@x.example,PT,", "")
    table = "name,mail,country,group\n" + "\n".join(people)
    plan = plan_addressees_import(desk.web.campaign, table.encode(), "table", LETTER)
    import_addressees(desk.web.campaign, plan)
    more = table + "Petra Brandt,petra@parliament.example,AT,\nVoss Axel (EPP),a@b,,\n"
    desk.web.folder.addressees_csv(LETTER).write_text(more, "utf-8")


def add_comments(desk: DeskWeb) -> None:
    """A red line with words offered for it, a suggestion, a settled comment, and positions."""
    campaign = desk.web.campaign
    lea, pia = (DraftReader(None, name, of, settles=False) for name, of in (("Lea", "Open Lab"), ("Pia", "Civic Code")))
    maya = DraftReader(None, "Maya", "", settles=True)
    passage = passages((desk.web.folder.letter(LETTER) / "letter.en.md").read_text("utf-8"))[1]
    words = passage.of((desk.web.folder.letter(LETTER) / "letter.en.md").read_text("utf-8"))
    line = begin_thread(campaign, CommentRequest("en", "", 2, "below", "We cannot sign.", is_red_line=True), lea)
    offer(campaign, line.id, "", 2, words.replace("below", "that sign below"), maya)
    suggest(campaign, CommentRequest("en", "", 2, "", "Clearer."), words.replace("organisations", "groups"), pia)
    settled = begin_thread(campaign, CommentRequest("en", "", None, "", "Too long for a phone."), pia)
    settle_thread(campaign, settled.id, CommentOutcome.NOT_TAKEN, "It has 20 words.", maya)
    take_position(campaign, PositionRequest("", SigningAnswer.IF, None, (line.id,), "en"), pia)
    take_position(campaign, PositionRequest("", SigningAnswer.CANNOT, None, (), "en", "Not without a source."), lea)


@pytest.fixture
def view(browser, served):
    """A page of a coordinator, without scripts. At the end of the test there was no error in the console."""
    account = next((one for one in _accounts(served) if one.role is Role.COORDINATOR), None)
    account = account or served.desk.admit(Role.COORDINATOR, "maya")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page, errors = context.new_page(), []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.goto(f"{served.url}/desk/in/link/{make_link(served.desk.web.campaign, account)}")
    page.get_by_role("button", name="Sign in").click()
    yield page
    context.close()
    assert errors == []


def _accounts(served: ServedDesk):
    return every_account(served.desk.web.campaign).values()


def _faults(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page, options=WCAG).response["violations"]
    return [f"{fault['id']}: {node['html']}" for fault in violations for node in fault["nodes"]]


def _overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_meets_wcag_and_fits(view, served, path):
    """WCAG 2.2 AA holds in light and dark, wide and narrow, and nothing scrolls sideways at 320 px."""
    view.goto(f"{served.url}/desk{path}")
    for width in (1280, 320):
        view.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            view.emulate_media(color_scheme=scheme)
            assert _faults(view) == []
        assert _overflow(view) == 0


def test_the_pages_of_the_way_in_meet_wcag(browser, served):
    """The pages before the sign-in are accessible, with their errors, too."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{served.url}/desk/in")
    assert _faults(page) == []
    page.get_by_label("Your email address").fill("eve@coalition.example")
    page.get_by_role("button", name="Send me a link").click()
    assert _faults(page) == []
    page.get_by_label("Did you read the email elsewhere?").fill("AAAA AAAA")
    page.get_by_role("button", name="Continue").click()
    assert page.title().startswith("Error: Check your email")
    page.wait_for_function("document.activeElement.className === 'summary'")  # it takes the focus once it is loaded
    assert _faults(page) == []
    page.goto(f"{served.url}/desk/in/link/nothing")
    assert _faults(page) == []
    context.close()


def test_the_menu_opens_on_a_phone_and_has_the_places(view, served):
    """On a phone the places are behind a button, and open without a script of ours."""
    view.set_viewport_size({"width": 390, "height": 800})
    view.goto(f"{served.url}/desk/")
    team = view.get_by_role("link", name="Team", exact=True)
    assert team.is_visible() is False
    view.get_by_role("button", name="Menu").click()
    assert _faults(view) == []
    team.click()
    assert view.title().startswith("Team")


def test_the_first_start_works_without_scripts(browser, tmp_path):
    """The printed link, a name and an address make the first coordinator, without JavaScript; the letter comes next."""
    with open_desk(tmp_path) as desk, serve(create_desk(desk.web.campaign, "http://127.0.0.1")) as url:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{url}/desk/in/link/{make_first_link(desk.web.campaign)}")
        page.get_by_label("Your name").fill("Maya")
        page.get_by_label("Your email address").fill("maya@coalition.example")
        page.get_by_role("button", name="Continue").click()
        assert page.title().startswith("Import a text")
        context.close()
