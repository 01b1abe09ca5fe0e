"""Languages side by side at the desk, and the law that the letter quotes."""

import re
from pathlib import Path

import pytest

from campaign.core.team.roles import Role
from tests.helpers.desk import DeskWeb
from tests.helpers.edition import ENGLISH, GERMAN
from tests.helpers.web import LETTER, words

PATH = "/desk/letter/translations"


@pytest.fixture
def place(desk: DeskWeb) -> Path:
    """The folder of the letter, with an English and a German text."""
    place = desk.web.folder.letter(LETTER)
    place.mkdir(parents=True, exist_ok=True)
    (place / "letter.en.md").write_text(ENGLISH, "utf-8")
    (place / "letter.de.md").write_text(GERMAN, "utf-8")
    return place


@pytest.fixture
def editor(desk: DeskWeb, place: Path):
    """The browser of an editor."""
    return desk.signed_in(desk.admit(Role.EDITOR, "ines"))


def _seen(page: str) -> str:
    return re.findall(r'name="seen" value="([0-9a-f]+)"', page)[0]


def test_a_translation_is_confirmed_and_becomes_stale(editor, place: Path) -> None:
    """Confirming says so; a change of the original then marks exactly its passage."""
    page = editor.get(f"{PATH}/de")
    assert "Nobody has confirmed this translation yet" in page.text
    answer = editor.post(f"{PATH}/de/confirm", data={"seen": _seen(page.text)})
    assert "Confirmed a translation: letter forests, de." in words(editor.get(answer.headers["location"]).text)
    (place / "letter.en.md").write_text(ENGLISH.replace("one thing", "two things"), "utf-8")
    page = editor.get(f"{PATH}/de").text
    assert words(page).count("changed since it was confirmed") == 1
    assert "1 passage is older than the original" in words(page)
    assert "1 passage behind" in words(editor.get("/desk/letter/text/en").text)


def test_what_changed_since_the_page_is_not_confirmed(editor, place: Path) -> None:
    """A confirmation is about the texts that were on the page."""
    seen = _seen(editor.get(f"{PATH}/de").text)
    (place / "letter.en.md").write_text(ENGLISH.replace("one thing", "two things"), "utf-8")
    assert editor.post(f"{PATH}/de/confirm", data={"seen": seen}).status_code == 409
    assert (place / "letter.de.seen").exists() is False


def test_a_language_is_added_as_a_copy(editor, place: Path) -> None:
    """The new text is the original's with the keys of a translation; a wrong or known code is refused beside the
    field."""
    answer = editor.post(PATH, data={"code": "FR"})
    assert answer.headers["location"].startswith("/desk/letter/text/fr?done=")
    text = (place / "letter.fr.md").read_text("utf-8")
    assert text == ENGLISH.replace("---\n", "---\nlanguage: fr\ntranslation_of: en\n", 1)
    assert "Français not confirmed" in words(editor.get("/desk/letter/text/fr").text)
    for code in ("fr", "../x", "", "<script>"):
        page = editor.post(PATH, data={"code": code})
        assert (page.status_code in (409, 422), 'href="#code"' in page.text, "<script>" in page.text) == (
            True, True, False,
        )  # fmt: skip
    assert sorted(path.name for path in place.iterdir()) == ["letter.de.md", "letter.en.md", "letter.fr.md"]


def test_the_list_says_how_the_languages_stand(editor) -> None:
    """The original is named, and each translation has its state."""
    text = words(editor.get(PATH).text)
    assert ("English the original" in text, "nobody has confirmed it yet" in text) == (True, True)
    for path in ("en", "fr", "nothing"):
        assert editor.get(f"{PATH}/{path}").status_code == 404
        assert editor.post(f"{PATH}/{path}/confirm", data={"seen": "x"}).status_code == 404


def test_the_law_is_read_and_compared(editor, place: Path) -> None:
    """Drafts of a provision are listed, read and compared; quotations that differ are named."""
    assert "No annex is beside the letter" in editor.get("/desk/letter/law").text
    for day, verb in (("2023-03-23", "shall"), ("2023-05-01", "should")):
        head = f"---\nsource: Council <i>{day}\nprovision: Article 2(5)\n---\n\n"
        (place / f"annex.why.{day}.md").write_text(f"{head}This exemption {verb} not apply.\n", "utf-8")
    page = editor.get("/desk/letter/law").text
    text = words(page)
    assert ("1 provision is beside the letter" in text, "Article 2(5)" in text, "<i>" in page) == (True, True, False)
    assert re.findall(r"<(?:ins|del)>(\w+)</", page) == ["shall", "should"]


def test_hostile_words_stay_words(editor, place: Path) -> None:
    """A script in a translation is text."""
    (place / "letter.de.md").write_text(GERMAN.replace("one thing", "<script>x"), "utf-8")
    assert "<script>x" not in editor.get(f"{PATH}/de").text
