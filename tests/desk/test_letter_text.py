"""The text of the letter at the desk: saving, merging, clashes, findings, and that no word is lost."""

import re
from html import unescape
from pathlib import Path

import pytest

from campaign.core.team.roles import Role
from campaign.services.letters.drafting import MOST_CHARACTERS
from tests.helpers.desk import DeskWeb
from tests.helpers.edition import ENGLISH, GERMAN
from tests.helpers.web import LETTER, words

PATH = "/desk/letter/text/en"


@pytest.fixture
def file(desk: DeskWeb) -> Path:
    """The file of the English text, in a letter with a German one."""
    place = desk.web.folder.letter(LETTER)
    place.mkdir(parents=True, exist_ok=True)
    (place / "letter.de.md").write_text(GERMAN, "utf-8")
    (place / "letter.en.md").write_text(ENGLISH, "utf-8")
    return place / "letter.en.md"


@pytest.fixture
def editor(desk: DeskWeb, file: Path):
    """The browser of an editor."""
    return desk.signed_in(desk.admit(Role.EDITOR, "ines"))


def _areas(page: str) -> dict[str, str]:
    """The text areas of a page, as a browser reads them."""
    return {
        name: unescape(text).removeprefix("\n")
        for name, text in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    }


def test_the_place_opens_the_original(editor) -> None:
    """The place Letter leads to the text of the original, which names its languages and how they stand."""
    assert editor.get("/desk/letter").headers["location"] == PATH
    page = editor.get(PATH)
    assert _areas(page.text) == {"text": ENGLISH, "began_from": ENGLISH}
    assert "English, original" in words(page.text)
    assert "Deutsch not confirmed" in words(page.text)


def test_a_save_is_written_to_the_file(desk: DeskWeb, editor, file: Path) -> None:
    """What was typed is in the file, and the record says who changed what, once in ten minutes."""
    for text, before in ((ENGLISH + "One.\n", ENGLISH), (ENGLISH + "One. Two.\n", ENGLISH + "One.\n")):
        answer = editor.post(PATH, data={"text": text.replace("\n", "\r\n"), "began_from": before})
        assert (answer.status_code, file.read_text("utf-8")) == (303, text)
    record = words(desk.signed_in(desk.admit(Role.COORDINATOR, "maya")).get("/desk/record").text)
    assert record.count(f"Changed the text: letter {LETTER}, en Ines") == 1


def test_the_line_ends_of_the_file_stay(editor, file: Path) -> None:
    """A file with line ends of Windows and a mark of its encoding keeps both."""
    file.write_bytes(b"\xef\xbb\xbf" + ENGLISH.replace("\n", "\r\n").encode())
    areas = _areas(editor.get(PATH).text)
    assert areas["text"] == ENGLISH
    editor.post(PATH, data=areas | {"text": ENGLISH + "Ö\n"})
    assert file.read_bytes() == b"\xef\xbb\xbf" + (ENGLISH + "Ö\n").replace("\n", "\r\n").encode()


def test_a_change_in_the_folder_is_merged(editor, file: Path) -> None:
    """What an editor program wrote meanwhile stays, and so does what was typed; the page says so."""
    file.write_text(ENGLISH.replace("says so", "says it"), "utf-8")
    mine = ENGLISH.replace("organisations below", "groups below")
    answer = editor.post(PATH, data={"text": mine, "began_from": ENGLISH})
    assert file.read_text("utf-8") == mine.replace("says so", "says it")
    assert "together with what somebody else had changed" in editor.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("choice", "expected"), [("mine", "two things"), ("theirs", "three things"), ("both", "three two things")]
)
def test_the_same_words_changed_twice_are_both_on_the_page(editor, file: Path, choice: str, expected: str) -> None:
    """Nothing is written before somebody chooses; then exactly the choice, and what both changed elsewhere."""
    base = ENGLISH.replace("**one thing**", "one things")
    theirs = base.replace("one things", "three things").replace("says so", "says it")
    file.write_text(theirs, "utf-8")
    mine = base.replace("one things", "two things").replace("organisations below", "groups below")
    page = editor.post(PATH, data={"text": mine, "began_from": base})
    assert (page.status_code, file.read_text("utf-8")) == (409, theirs)
    assert re.findall(r"<ins>(.*?)</ins>", page.text) == ["two", "three"]
    answer = editor.post(f"{PATH}/choose", data=_areas(page.text) | {"clashes": "1", "choice-0": choice})
    assert answer.status_code == 303
    assert file.read_text("utf-8") == mine.replace("two things", expected).replace("says so", "says it")


def test_a_missing_choice_changes_nothing(editor, file: Path) -> None:
    """Without a choice, or with one that there is not, nothing is written."""
    data = {"text": "a c", "began_from": "a b", "theirs": "a d", "clashes": "1", "choice-0": "neither"}
    for changed in ({}, {"choice-0": "mine", "clashes": "0"}, {"clashes": "nine"}):
        assert editor.post(f"{PATH}/choose", data=data | changed).status_code == 422
    assert file.read_text("utf-8") == ENGLISH


def test_a_choice_that_comes_late_is_asked_again(editor, file: Path) -> None:
    """If the same words changed once more while somebody chose, both are on the page again."""
    data = {"text": "a c", "began_from": "a b", "theirs": "a d", "clashes": "1", "choice-0": "mine"}
    file.write_text("a e", "utf-8")
    page = editor.post(f"{PATH}/choose", data=data)
    assert (page.status_code, file.read_text("utf-8")) == (409, "a e")
    assert _areas(page.text) == {"text": "a c", "began_from": "a d", "theirs": "a e"}


def test_what_cannot_be_saved_stays_in_the_form(editor, file: Path) -> None:
    """An empty text and one that is too long are refused beside the field, and stay as they were typed."""
    for text, message in (("\n", "the text is empty"), ("x" * (MOST_CHARACTERS + 1), "more than 1,000,000")):
        page = editor.post(PATH, data={"text": text, "began_from": ENGLISH})
        assert (page.status_code, message in page.text, _areas(page.text)["text"]) == (422, True, text)
    assert file.read_text("utf-8") == ENGLISH


def test_a_paragraph_that_cannot_be_saved_stays_in_the_form(editor, file: Path) -> None:
    """A refused paragraph comes back within the whole text, and so does a refused choice."""
    long = "x" * (MOST_CHARACTERS + 1)
    page = editor.post(f"{PATH}/line/9", data={"text": long, "began_from": ENGLISH})
    assert (page.status_code, long in page.text, _areas(page.text)["began_from"]) == (422, True, ENGLISH)
    data = {"text": f"{long} c", "began_from": "a b", "theirs": "a d", "clashes": "1", "choice-0": "mine"}
    page = editor.post(f"{PATH}/choose", data=data)
    assert (page.status_code, long in page.text, file.read_text("utf-8")) == (422, True, ENGLISH)


def test_the_script_saves_and_knows_when(desk: DeskWeb, editor, file: Path) -> None:
    """The script gets the text in the folder and the time in the campaign's zone, or a clash, or what is wrong."""
    answer = editor.post(f"{PATH}/autosave", data={"text": ENGLISH + "One.\n", "began_from": ENGLISH})
    assert answer.json() == {"text": ENGLISH + "One.\n", "at": "10:00", "merged": False}
    assert editor.get(f"{PATH}/now").json() == {"text": ENGLISH + "One.\n"}
    clash = editor.post(f"{PATH}/autosave", data={"text": ENGLISH + "Two.\n", "began_from": ENGLISH})
    assert (clash.status_code, clash.json()) == (409, {"clash": True})
    wrong = editor.post(f"{PATH}/autosave", data={"text": "", "began_from": ENGLISH})
    assert (wrong.status_code, wrong.json()) == (422, {"error": "the text is empty; write at least its title"})
    assert file.read_text("utf-8") == ENGLISH + "One.\n"


def test_findings_stand_beside_their_line(editor, file: Path) -> None:
    """A finding has its line and its fix, and leads to a form with that paragraph alone."""
    line = ENGLISH.split("\n").index("The {{ signatories.count }} organisations below ask for **one thing**[^why].") + 1
    text = ENGLISH.replace("one thing**[^why]", "one thing**[^why] TODO")
    file.write_text(text, "utf-8")
    page = editor.get(PATH)
    assert f'href="/desk/letter/text/en/line/{line}"' in page.text
    passage = editor.get(f"{PATH}/line/{line}")
    areas = _areas(passage.text)
    assert (areas["text"], areas["began_from"]) == (text.split("\n")[line - 1], text)
    assert "TODO" in words(passage.text)
    answer = editor.post(f"{PATH}/line/{line}", data=areas | {"text": ENGLISH.split("\n")[line - 1] + "\n"})
    assert (answer.status_code, file.read_text("utf-8")) == (303, ENGLISH)


def test_a_paragraph_that_somebody_else_changed_is_a_clash(editor, file: Path) -> None:
    """The form with one paragraph merges as the whole text does."""
    file.write_text(ENGLISH.replace("one thing", "three things"), "utf-8")
    page = editor.post(f"{PATH}/line/9", data={"text": "The groups ask for two things.", "began_from": ENGLISH})
    assert page.status_code == 409


@pytest.mark.parametrize("language", ["nothing", "%2e%2e%2fletter", "en.md", "fr"])
def test_no_other_file_is_reached(editor, file: Path, language: str) -> None:
    """Only a text of the letter can be read and written."""
    assert editor.get(f"/desk/letter/text/{language}").status_code == 404
    assert editor.post(f"/desk/letter/text/{language}", data={"text": "x", "began_from": ""}).status_code == 404
    assert sorted(path.name for path in file.parent.iterdir()) == ["letter.de.md", "letter.en.md"]


def test_a_reader_reads(desk: DeskWeb, file: Path) -> None:
    """Who may not edit has the text without a form and without the script."""
    page = desk.signed_in(desk.admit(Role.READER)).get(PATH).text
    assert ("<textarea" in page, "<script" in page, "organisations below" in page) == (False, False, True)


def test_a_script_in_the_text_stays_text(editor, file: Path) -> None:
    """Hostile text ends neither the form nor the page."""
    evil = ENGLISH + "</textarea><script>alert(1)</script>\n"
    answer = editor.post(PATH, data={"text": evil, "began_from": ENGLISH})
    page = editor.get(answer.headers["location"]).text
    assert (_areas(page)["text"], "<script>alert" in page) == (evil, False)
    assert "<script>alert" not in editor.get(f"{PATH}/line/{len(evil.splitlines())}").text
    file.write_text(ENGLISH + "<script>alert(2)</script>\n", "utf-8")
    clash = editor.post(PATH, data={"text": ENGLISH + "<b>x</b>\n", "began_from": ENGLISH})
    assert (clash.status_code, "<script>alert" in clash.text, "<b>x" in clash.text) == (409, False, False)


def test_without_a_letter_the_place_says_how_one_comes(desk: DeskWeb) -> None:
    """An empty folder has no editor, but the way to a letter."""
    page = desk.signed_in(desk.admit(Role.EDITOR, "ines")).get("/desk/letter")
    assert (page.status_code, "There is no letter yet" in page.text) == (200, True)
