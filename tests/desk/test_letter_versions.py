"""Versions at the desk: what changed in words, freezing with what it would cause, publishing a proposed text."""

import re
from pathlib import Path

import pytest

from campaign.core.team.roles import Role
from campaign.services.letters.versions import list_versions
from tests.helpers.desk import DeskWeb
from tests.helpers.edition import ENGLISH
from tests.helpers.web import LETTER, words

SECOND = ENGLISH.replace("**one thing**", "**two things**")
FORM = {"message": "agreed on the call of 11 March", "kind": "substance"}


@pytest.fixture
def file(desk: DeskWeb) -> Path:
    """The file of the text, which differs from version 1."""
    place = desk.web.folder.letter(LETTER)
    place.mkdir(parents=True, exist_ok=True)
    (place / "letter.en.md").write_text(SECOND, "utf-8")
    return place / "letter.en.md"


@pytest.fixture
def maya(desk: DeskWeb, file: Path):
    """The browser of a coordinator."""
    return desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))


@pytest.fixture
def signed(desk: DeskWeb) -> None:
    """Two sign-ons to version 1."""
    desk.web.sign_and_confirm(mail="eve@elsewhere.example")
    desk.web.sign_and_confirm(mail="adam@forest.example", organisation="Forest Society")


def _numbers(desk: DeskWeb) -> list[int]:
    return [version.number for version in list_versions(desk.web.campaign)]


def test_what_changed_is_there_as_a_redline_and_in_words(maya) -> None:
    """The page marks the changes in place and says them in words."""
    page = maya.get("/desk/letter/changes")
    assert "Replaces “one thing” by “two things”" in words(page.text).replace("“ ", "“")
    assert re.findall(r"<(?:ins|del)>.*?</(?:ins|del)>", page.text) != []
    assert "Nothing changed" in words(maya.get("/desk/letter/changes?from=1&to=1").text)
    assert maya.get("/desk/letter/changes?from=9&to=x&all=1").status_code == 200


def test_the_versions_are_listed_and_read(maya) -> None:
    """The list names each version, the public one, and the draft; a version's page has its canonical text."""
    listing = words(maya.get("/desk/letter/versions").text)
    assert ("Draft of version 2" in listing, "First, public" in listing, "agreed" in listing) == (True, True, True)
    assert "organisations below" in maya.get("/desk/letter/versions/1").text
    assert maya.get("/desk/letter/versions/7").status_code == 404


def test_only_a_coordinator_freezes(desk: DeskWeb, file: Path) -> None:
    """An editor sees no button and is refused."""
    ines = desk.signed_in(desk.admit(Role.EDITOR, "ines"))
    assert "Freeze version" not in ines.get("/desk/letter/text/en").text
    assert ines.post("/desk/letter/freeze", data=FORM).status_code == 403
    assert _numbers(desk) == [1]


def test_freezing_is_two_pages(desk: DeskWeb, maya) -> None:
    """The first page says what happens; the second does exactly that, and the record says who froze what."""
    check = maya.post("/desk/letter/freeze/check", data=FORM)
    assert (check.status_code, "Emails none" in words(check.text), _numbers(desk)) == (200, True, [1])
    answer = maya.post("/desk/letter/freeze", data=_fields(check.text))
    assert (answer.status_code, _numbers(desk)) == (303, [1, 2])
    assert "Froze a version: letter forests, version 2 (substance)." in words(maya.get(answer.headers["location"]).text)


def _fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_emails_need_their_number(desk: DeskWeb, maya, signed) -> None:
    """The form counts the emails of each way; freezing needs the number typed; a wrong one changes nothing."""
    assert words(maya.get("/desk/letter/freeze").text).count("2 emails are sent.") == 3
    form = FORM | {"policy": "window", "until": "2027-04-01T18:00"}
    check = maya.post("/desk/letter/freeze/check", data=form)
    assert "2 emails : asked to object until the day below" in words(check.text).replace("emails:", "emails :")
    assert "The first email" in words(check.text)
    assert "eve@elsewhere.example" in check.text
    fields = _fields(check.text)
    wrong = maya.post("/desk/letter/freeze", data=fields | {"number": "3"})
    assert (wrong.status_code, "You typed 3, but it is 2" in wrong.text, _numbers(desk)) == (422, True, [1])
    assert _fields(wrong.text) == fields
    assert maya.post("/desk/letter/freeze", data=fields).status_code == 422
    assert maya.post("/desk/letter/freeze", data=fields | {"number": "2"}).status_code == 303
    assert _numbers(desk) == [1, 2]


@pytest.mark.parametrize(("changed", "field"), [
    ({"message": ""}, "message"),
    ({"kind": ""}, "kind"),
    ({"kind": "language fr"}, "kind"),
    ({"kind": "correction"}, "kind"),
    ({"policy": ""}, "policy"),
    ({"policy": "window"}, "until"),
    ({"policy": "window", "until": "2027-02-30T10:00"}, "until"),
    ({"policy": "window", "until": "2027-02-01T10:00"}, "until"),
], ids=str)  # fmt: skip
def test_what_is_missing_stands_beside_its_field(desk: DeskWeb, maya, signed, changed: dict, field: str) -> None:
    """A decision that cannot be carried out comes back with what was typed and one error at its field."""
    page = maya.post("/desk/letter/freeze/check", data=FORM | {"policy": "ask"} | changed)
    assert page.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', page.text) == [field]
    assert ('value="agreed on the call of 11 March"' in page.text) is ("message" not in changed)
    assert _numbers(desk) == [1]


def test_a_new_language_is_frozen_as_one(desk: DeskWeb, maya, file: Path) -> None:
    """The form offers the language that was added; nothing else may have changed."""
    file.with_name("letter.pl.md").write_text(SECOND.replace("---\n", "---\nlanguage: pl\n", 1), "utf-8")
    assert "A new language: Polski" in maya.get("/desk/letter/freeze").text
    form = FORM | {"kind": "language pl", "despite_problems": "yes"}
    page = maya.post("/desk/letter/freeze/check", data=form)
    assert (page.status_code, "other languages changed too" in page.text, _numbers(desk)) == (422, True, [1])


def test_findings_stand_in_the_way(maya, file: Path) -> None:
    """A finding must be corrected or accepted; the page leads to its line."""
    file.write_text(SECOND.replace("below ask", "below TODO ask"), "utf-8")
    page = maya.post("/desk/letter/freeze/check", data=FORM)
    assert "1 finding prevents this" in page.text
    assert "/desk/letter/text/en/line/9" in page.text
    assert maya.post("/desk/letter/freeze/check", data=FORM | {"despite_problems": "yes"}).status_code == 200


def test_a_text_that_changed_meanwhile_is_not_frozen(desk: DeskWeb, maya, file: Path) -> None:
    """What is frozen is what the page showed."""
    fields = _fields(maya.post("/desk/letter/freeze/check", data=FORM).text)
    file.write_text(SECOND.replace("two things", "three things"), "utf-8")
    page = maya.post("/desk/letter/freeze", data=fields)
    assert (page.status_code, "has changed since you looked" in page.text, _numbers(desk)) == (422, True, [1])


def test_a_frozen_text_is_not_frozen_again(maya) -> None:
    """Without a change the page says that there is nothing to freeze."""
    maya.post("/desk/letter/freeze", data=_fields(maya.post("/desk/letter/freeze/check", data=FORM).text))
    assert "There is nothing to freeze" in maya.get("/desk/letter/freeze").text


def test_a_proposed_text_is_published_after_its_number(desk: DeskWeb, maya, signed) -> None:
    """Publishing names who has not decided, and needs their number."""
    desk.web.store.write(_list_all)
    fields = _fields(maya.post("/desk/letter/freeze/check", data=FORM | {"policy": "ask"}).text)
    maya.post("/desk/letter/freeze", data=fields | {"number": "2"})
    assert "Version 1 is public while signatories decide on version 2" in words(maya.get("/desk/letter/versions").text)
    page = words(maya.get("/desk/letter/adopt").text)
    assert ("Free Knowledge e.V." in page, "Forest Society" in page) == (True, True)
    assert maya.post("/desk/letter/adopt", data={"number": "1"}).status_code == 422
    assert maya.post("/desk/letter/adopt", data={"number": "2"}).status_code == 303
    assert "Version 2 is public" in words(maya.get("/desk/letter/versions").text)
    assert maya.get("/desk/letter/adopt").status_code == 409


def _list_all(db) -> None:
    db.execute("UPDATE signon SET state = 'listed' WHERE state = 'confirmed'")


def test_hostile_words_stay_words(maya, file: Path) -> None:
    """A script in the message or in the text is text on every page."""
    file.write_text(SECOND.replace("two things", "<script>alert(1)</script> things"), "utf-8")
    form = FORM | {"message": "<script>alert(2)</script>", "despite_problems": "yes"}
    check = maya.post("/desk/letter/freeze/check", data=form)
    maya.post("/desk/letter/freeze", data=_fields(check.text))
    pages = [check.text, maya.post("/desk/letter/freeze/check", data=form | {"kind": ""}).text]
    paths = ("changes", "changes?from=1&to=2&all=1", "versions", "versions/2", "freeze")
    pages += [maya.get(f"/desk/letter/{path}").text for path in paths]
    assert ["<script>" in page for page in pages] == [False] * len(pages)
