"""The script that saves a text while somebody types, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.core.team.roles import Role
from campaign.desk.app import create_desk
from campaign.services.team.signing_in import make_link
from tests.helpers.browser import serve
from tests.helpers.desk import DeskWeb, open_desk
from tests.helpers.edition import ENGLISH
from tests.helpers.web import LETTER

pytestmark = pytest.mark.browser
STATUS = "[data-status]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskWeb, str, Path]]:
    """A served desk, its address, and the file of the English text."""
    with open_desk(tmp_path_factory.mktemp("letter")) as desk:
        desk.admit(Role.EDITOR, "ines")
        place = desk.web.folder.letter(LETTER)
        place.mkdir(parents=True)
        with serve(create_desk(desk.web.campaign, "http://127.0.0.1")) as url:
            yield desk, url, place / "letter.en.md"


@pytest.fixture
def tab(browser, site):
    """A function that opens the text in a new tab of the editor's browser."""
    desk, url, file = site
    file.write_text(ENGLISH, "utf-8")
    from campaign.services.team.admission import every_account

    (ines,) = every_account(desk.web.campaign).values()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{url}/desk/in/link/{make_link(desk.web.campaign, ines)}")
    page.get_by_role("button", name="Sign in").click()

    def open_tab():
        page = context.new_page()
        page.goto(f"{url}/desk/letter/text/en")
        return page

    yield open_tab
    context.close()


def _replace(page, old: str, new: str) -> None:
    """Type words in place of others."""
    page.evaluate(
        "old => { const a = document.getElementById('text'), at = a.value.indexOf(old);"
        " a.focus(); a.setSelectionRange(at, at + old.length); }",
        old,
    )
    page.keyboard.type(new)


def _wait(page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('[data-status]').textContent.includes(words)", arg=words, timeout=15_000
    )


def _wait_saved(page) -> None:
    _wait(page, "Saved at")


def test_a_text_saves_itself_a_second_after_the_last_key(tab, site) -> None:
    """What is typed is in the file without a button, and the words beside the button say when."""
    page = tab()
    _replace(page, "one thing", "two things")
    _wait_saved(page)
    assert site[2].read_text("utf-8") == ENGLISH.replace("one thing", "two things")
    assert page.evaluate("localStorage.length") == 0


def test_two_tabs_and_an_editor_are_merged(tab, site) -> None:
    """What two tabs and a program change in different places is in the file, and in the tab that saved last."""
    one, two = tab(), tab()
    _replace(one, "one thing", "two things")
    _wait_saved(one)
    site[2].write_text(site[2].read_text("utf-8").replace("says so", "says it"), "utf-8")
    _replace(two, "organisations below", "groups below")
    _wait_saved(two)
    expected = ENGLISH.replace("one thing", "two things").replace("says so", "says it")
    expected = expected.replace("organisations below", "groups below")
    assert (site[2].read_text("utf-8"), two.input_value("#text")) == (expected, expected)


def test_a_clash_leads_to_both_texts(tab, site) -> None:
    """The same words changed in two tabs: nothing is written, and a button leads to the page with both."""
    one, two = tab(), tab()
    _replace(one, "**one thing**", "two things")
    _wait_saved(one)
    _replace(two, "**one thing**", "three things")
    _wait(two, "somebody else changed the same words")
    assert "two things" in site[2].read_text("utf-8")
    two.get_by_role("button", name="Compare both").click()
    two.get_by_label("Yours").check()
    two.get_by_role("button", name="Save").click()
    two.wait_for_url("**/letter/text/en?saved=yes")
    assert site[2].read_text("utf-8") == ENGLISH.replace("**one thing**", "three things")
    assert two.locator(".banner.warn").count() == 0


def test_words_outlast_a_cut_line_and_a_closed_tab(tab, site) -> None:
    """Without a connection the words stay in this browser; a new tab offers them, and puts them in."""
    page = tab()
    page.route("**/autosave", lambda route: route.abort())
    _replace(page, "one thing", "two things")
    _wait(page, "Not saved since")
    assert "your words are kept in this browser" in page.text_content(STATUS)
    page.close()
    assert site[2].read_text("utf-8") == ENGLISH
    later = tab()
    later.get_by_role("button", name="Put them in").click()
    _wait_saved(later)
    assert site[2].read_text("utf-8") == ENGLISH.replace("one thing", "two things")


def test_a_save_whose_answer_was_lost_is_not_doubled(tab, site) -> None:
    """A save that arrived without an answer is where the next one begins."""
    page = tab()
    lost = []

    def lose(route) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/autosave", lose)
    _replace(page, "one thing", "two things")
    _wait(page, "Not saved since")
    assert "two things" in site[2].read_text("utf-8")
    _replace(page, "two things", "three things")
    _wait_saved(page)
    assert site[2].read_text("utf-8") == ENGLISH.replace("one thing", "three things")


def test_a_finding_leads_to_its_line(tab, site) -> None:
    """The link of a finding selects its line in the text."""
    site[2].write_text(ENGLISH.replace("one thing**", "one thing** TODO"), "utf-8")
    page = tab()
    page.get_by_role("link", name="Line 9").first.click()
    selected = page.evaluate(
        "() => { const a = document.getElementById('text'); return a.value.slice(a.selectionStart, a.selectionEnd); }"
    )
    assert selected.startswith("The {{ signatories.count }} organisations")
