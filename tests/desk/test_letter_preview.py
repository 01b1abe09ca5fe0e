"""Previews of the draft at the desk, and its files."""

import base64
import re
from pathlib import Path

import pytest

from campaign.core.team.roles import Role
from tests.helpers.desk import DeskWeb
from tests.helpers.edition import ENGLISH
from tests.helpers.web import LETTER, words

PATH = "/desk/letter/preview/en"


@pytest.fixture
def file(desk: DeskWeb) -> Path:
    """The file of the text."""
    place = desk.web.folder.letter(LETTER)
    place.mkdir(parents=True, exist_ok=True)
    (place / "letter.en.md").write_text(ENGLISH, "utf-8")
    return place / "letter.en.md"


@pytest.fixture
def reader(desk: DeskWeb, file: Path):
    """The browser of a reader."""
    return desk.signed_in(desk.admit(Role.READER))


@pytest.mark.parametrize("view", ["page", "phone", "mail", "dark", "text", "print", "nothing"])
def test_every_view_has_a_page(reader, view: str) -> None:
    """Each view opens, and an unknown one is the page."""
    page = reader.get(f"{PATH}?as={view}")
    assert (page.status_code, "Nothing was done" in page.text) == (200, False)


def test_the_frames_are_closed(reader) -> None:
    """What is in a frame runs no script, asks for nothing, and is framed by the desk alone."""
    for name in ("page.html", "mail.html", "mail.html?dark=1"):
        answer = reader.get(f"{PATH}/{name}")
        assert ("organisations below" in answer.text, answer.headers["content-security-policy"]) == (
            True,
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
        )


def test_the_printed_pages_are_pictures(reader) -> None:
    """Each page of the print is a PNG picture with its number."""
    page = reader.get(f"{PATH}?as=print").text
    (picture,) = re.findall(r'src="data:image/png;base64,([^"]+)" alt="Page 1 of 1"', page)
    assert base64.b64decode(picture).startswith(b"\x89PNG")


@pytest.mark.parametrize(("ending", "start"), [
    pytest.param("docx", b"PK", marks=pytest.mark.word), pytest.param("edit.docx", b"PK", marks=pytest.mark.word),
    ("pdf", b"%PDF"), ("md", b"---"), ("txt", b"Keep"), ("html", b"<!"),
])  # fmt: skip
def test_every_file_is_a_download(reader, ending: str, start: bytes) -> None:
    """A file is never opened as a page of the desk."""
    answer = reader.get(f"/desk/letter/files/en/{ending}")
    assert answer.headers["content-disposition"] == f'attachment; filename="{LETTER}.en.{ending}"'
    assert answer.content[: len(start)] == start
    assert answer.headers["content-type"].startswith("text/html") is False


def test_other_files_are_not_there(reader) -> None:
    """Unknown formats and languages are not found."""
    for path in ("files/en/exe", "files/fr/pdf", "preview/fr", "preview/fr/page.html", "preview/fr/mail.html"):
        assert reader.get(f"/desk/letter/{path}").status_code == 404


def test_a_broken_text_says_what_is_wrong(reader, file: Path) -> None:
    """A text without a title has no email; the page says so and what to do."""
    file.write_text("{{ salutation }}\n\nWords.\n", "utf-8")
    assert "the letter has no subject. Give it a title or a subject." in words(reader.get(f"{PATH}?as=mail").text)


def test_hostile_text_stays_text(reader, file: Path) -> None:
    """A script in the title and in the text is text in every preview."""
    file.write_text(
        ENGLISH.replace("Keep forests", "<script>alert(1)</script>").replace("one thing", "<script>x"), "utf-8"
    )
    paths = (f"{PATH}?as=text", f"{PATH}?as=mail", f"{PATH}/page.html", f"{PATH}/mail.html")
    assert ["<script>" in reader.get(path).text for path in paths] == [False] * 4
