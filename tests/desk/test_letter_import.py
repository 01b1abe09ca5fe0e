"""Import of a text at the desk: what it becomes, what to review, and that nothing is overwritten in silence."""

import re
from html import unescape
from pathlib import Path

import pytest

from campaign.core.team.roles import Role
from tests.helpers.desk import DeskWeb
from tests.helpers.edition import ENGLISH
from tests.helpers.web import LETTER, hidden_fields, words

PATH = "/desk/letter/import"
TEXT = """Keep the forests standing

Dear Members of the European Parliament,

We ask you to keep the forests of Europe standing, because the forests are what we have.
The committee votes in April, and the vote decides on all of them.

Yours sincerely,
"""


@pytest.fixture
def place(desk: DeskWeb) -> Path:
    """The folder of the letter, with an English text."""
    place = desk.web.folder.letter(LETTER)
    place.mkdir(parents=True, exist_ok=True)
    (place / "letter.en.md").write_text(ENGLISH, "utf-8")
    return place


@pytest.fixture
def editor(desk: DeskWeb):
    """The browser of an editor."""
    return desk.signed_in(desk.admit(Role.EDITOR, "ines"))


def _form(page: str) -> dict[str, str]:
    areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return hidden_fields(page) | {name: unescape(text) for name, text in areas}


def test_a_pasted_text_replaces_one_after_a_look(editor, place: Path) -> None:
    """The first page writes nothing; the second writes the text, keeps the old one beside it, and is on record."""
    page = editor.post(f"{PATH}/check", data={"pasted": TEXT, "language": ""})
    assert "This would replace the text in English" in page.text
    assert [path.name for path in place.iterdir()] == ["letter.en.md"]
    answer = editor.post(PATH, data=_form(page.text))
    assert "Imported a text: letter forests, en." in words(editor.get(answer.headers["location"]).text)
    assert "forests of Europe standing" in (place / "letter.en.md").read_text("utf-8")
    assert (place / "letter.en.before-1.md").read_text("utf-8") == ENGLISH


def test_an_uploaded_file_can_be_a_new_language(editor, place: Path) -> None:
    """The language can be said; a language that the letter does not have is added."""
    files = {"upload": ("../brief.txt", TEXT.encode())}
    page = editor.post(f"{PATH}/check", data={"pasted": "", "language": "de"}, files=files)
    assert "Deutsch would be a new language" in page.text
    assert editor.post(PATH, data=_form(page.text)).headers["location"].startswith("/desk/letter/text/de")
    assert sorted(path.name for path in place.iterdir()) == ["letter.de.md", "letter.en.md"]


@pytest.mark.word
def test_a_word_file_comes_back(editor, place: Path) -> None:
    """The Word file that the desk gives out is read again, with its placeholders."""
    word = editor.get("/desk/letter/files/en/edit.docx").content
    page = editor.post(f"{PATH}/check", data={"pasted": ""}, files={"upload": ("edit.docx", word)})
    assert "{{ salutation }}" in _form(page.text)["text"]
    assert _form(page.text)["began_from"] == ENGLISH


def test_a_change_during_the_import_is_not_lost(editor, place: Path) -> None:
    """Who changed the text while another imported is asked for; nothing is written before."""
    form = _form(editor.post(f"{PATH}/check", data={"pasted": TEXT, "language": "en"}).text)
    changed = ENGLISH.replace("one thing", "two things")
    (place / "letter.en.md").write_text(changed, "utf-8")
    page = editor.post(PATH, data=form)
    assert (page.status_code, "two" in page.text) == (409, True)
    assert (place / "letter.en.md").read_text("utf-8") == changed


@pytest.mark.parametrize(("data", "files", "field"), [
    ({"pasted": ""}, None, "pasted"),
    ({"pasted": TEXT, "language": "eng lish"}, None, "language"),
    ({"pasted": ""}, {"upload": ("x.docx", b"PK\x03\x04nothing")}, "upload"),
    ({"pasted": ""}, {"upload": ("x.txt", b"x" * 8_000_001)}, "upload"),
], ids=str)  # fmt: skip
def test_what_cannot_be_read_says_so(editor, place: Path, data: dict, files: dict | None, field: str) -> None:
    """The error stands beside the field, and what was typed stays."""
    page = editor.post(f"{PATH}/check", data=data, files=files)
    assert (page.status_code, re.findall(r'<li><a href="#(\w+)">', page.text)) == (422, [field])
    assert (TEXT.strip() in unescape(page.text)) is (data["pasted"] == TEXT)


def test_the_first_letter_comes_with_its_people(desk: DeskWeb, editor) -> None:
    """Without a letter, the whole letter is imported with its addressees; the place then opens it."""
    (desk.web.folder.root / "letters").mkdir(exist_ok=True)
    (desk.web.folder.root / "campaign.toml").write_text('[campaign]\nname = "x"\n', "utf-8")
    page = editor.post(f"{PATH}/check", data={"pasted": TEXT})
    assert "Files that would be written" in page.text
    assert editor.post(f"{PATH}/first", data={"data": "é"}).status_code == 409
    answer = editor.post(f"{PATH}/first", data=_form(page.text))
    assert answer.status_code == 303, words(answer.text)
    assert editor.get(answer.headers["location"]).status_code == 200
    assert editor.post(f"{PATH}/first", data=_form(page.text)).status_code == 409


def test_hostile_text_stays_text(editor, place: Path) -> None:
    """A script in the import is text on every page, and so is one in the name of the language."""
    page = editor.post(f"{PATH}/check", data={"pasted": TEXT + "</textarea><script>alert(1)</script>\n"})
    assert "<script>alert" not in page.text
    assert editor.post(PATH, data={"language": "../x", "text": "x"}).status_code == 422
    assert editor.post(f"{PATH}/first", data={"data": "%%"}).status_code == 409
