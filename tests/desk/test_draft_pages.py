"""The draft at the desk: comments beside the text, suggestions, positions; each sees what is for his or her eyes."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from campaign.core.team.account import COMMAND_LINE
from campaign.core.team.roles import Role
from campaign.services.acts.act import perform
from campaign.services.acts.team_acts import ADMIT
from campaign.services.team.admission import new_account
from tests.helpers.desk import DeskWeb, open_desk, write_letter

_TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskWeb]:
    with open_desk(tmp_path) as desk:
        write_letter(desk.web)
        yield desk


def partner(desk: DeskWeb, name: str, organisation: str) -> TestClient:
    new = new_account(f"{name.lower()}@partner.example", name, Role.PARTNER, organisation)
    return desk.signed_in(perform(desk.web.campaign, COMMAND_LINE, ADMIT, new).result)


def text(desk: DeskWeb) -> str:
    return (desk.web.folder.letter("forests") / "letter.en.md").read_text("utf-8")


def read(client: TestClient, path: str) -> str:
    """A page as it reads."""
    answer = client.get(f"/desk/draft{path}")
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(_TAGS.sub(" ", answer.text.partition("<main")[2])).split())


def send(client: TestClient, path: str, **fields: object) -> str:
    """Send a form. Returns the page to which it leads."""
    answer = client.post(f"/desk/draft{path}", data=fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/desk/draft").partition("?")[0]


def passages(desk: DeskWeb, client: TestClient) -> list[str]:
    return [
        unescape(_TAGS.sub("", passage)).strip()
        for passage in re.findall(
            r'class="words" lang="en"><p class="lines">(.*?)</p>', client.get("/desk/draft/en").text, re.DOTALL
        )
    ]


def test_a_partner_begins_with_the_draft(desk: DeskWeb) -> None:
    """A partner who signs in sees the draft of the original, and no other place of the desk."""
    lea = partner(desk, "Lea", "Open Lab")
    assert lea.get("/desk/").headers["location"] == "/desk/draft"
    assert lea.get("/desk/draft").headers["location"] == "/desk/draft/en"
    page = lea.get("/desk/draft/en").text
    assert set(re.findall(r'href="/desk/(\w*)"', page.partition("</nav>")[0])) == {"", "draft", "account"}
    assert passages(desk, lea)[0] in text(desk)


def test_a_comment_from_first_word_to_outcome(desk: DeskWeb) -> None:
    """A partner comments on words, the coordinator answers and settles it, the partner is fine with that."""
    lea, maya = partner(desk, "Lea", "Open Lab"), desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    words = " ".join(passages(desk, lea)[1].split()[-6:-4])
    send(lea, "/en/passage/2/comment", seen=text(desk), quote=words, text="Is this right?", audience="everybody")
    assert f"<mark>{words}</mark>" in maya.get("/desk/draft/en").text
    assert send(maya, "/thread/1/reply", text="It is.") == "/thread/1"
    wrong = maya.post("/desk/draft/thread/1/settle", data={"outcome": "not taken", "reason": ""})
    assert (wrong.status_code, "The reason is missing" in wrong.text) == (422, True)
    send(maya, "/thread/1/settle", outcome="not taken", reason="It is right.")
    send(lea, "/thread/1/answer", answer="fine")
    page = read(lea, "/thread/1")
    assert "Not taken It is right. Fine with us" in page
    assert "Lea, Open Lab" in page
    rows = json.loads(lea.get("/desk/draft/comments.json").text)
    assert [(row["words"], row["outcome"], row["answer"]) for row in rows] == [(words, "not taken", "fine")]
    send(maya, "/thread/1/reopen")
    send(lea, "/thread/1/withdraw")
    assert "Withdrawn" in read(lea, "/comments")


def test_a_suggestion_goes_into_the_text_and_out_again(desk: DeskWeb) -> None:
    """A suggestion is shown in words, accepted into the file with one button, and undone."""
    lea, maya = partner(desk, "Lea", "Open Lab"), desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    before, passage = text(desk), passages(desk, lea)[1]
    after = passage.replace(passage.split()[-1], "certainly.")
    send(lea, "/en/passage/2/suggestion", seen=before, after=after, text="Clearer.", audience="everybody")
    assert f"Replaces {passage.split()[-1].rstrip('.')} by certainly" in read(maya, "/en")
    send(maya, "/thread/1/accept", suggestion=1, part=0)
    assert text(desk) == before.replace(passage, after)
    send(maya, "/thread/1/undo", suggestion=1)
    assert text(desk) == before
    missing = maya.post("/desk/draft/thread/1/refuse", data={"suggestion": 1, "reason": " "})
    assert (missing.status_code, "The reason is empty" in missing.text) == (422, True)
    send(maya, "/thread/1/refuse", suggestion=1, reason="No.")
    assert "Refused" in read(lea, "/thread/1")
    assert lea.post("/desk/draft/thread/1/take", data={"suggestion": 7}).status_code == 404


def test_words_are_offered_for_a_red_line(desk: DeskWeb) -> None:
    """The coordinator offers words for a red line; the organisation puts them into the draft by one button."""
    lea, maya = partner(desk, "Lea", "Open Lab"), desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    before, passage = text(desk), passages(desk, lea)[1]
    send(lea, "/en/passage/2/comment", seen=before, text="We cannot sign this.", audience="everybody", red_line="yes")
    assert "no words offered yet" in read(maya, "/en")
    after = passage + " And more."
    send(maya, "/en/passage/2/offer", seen=before, thread=1, after=after)
    assert "words offered, no answer" in read(lea, "/en")
    send(lea, "/thread/1/take", suggestion=1)
    assert text(desk) == before.replace(passage, after)
    assert "Red lines" not in read(lea, "/en")


def test_who_will_sign(desk: DeskWeb) -> None:
    """An organisation says where it stands, and everybody who comments sees it."""
    lea, pia = partner(desk, "Lea", "Open Lab"), partner(desk, "Pia", "Civic Code")
    wrong = lea.post("/desk/draft/en/position", data={"answer": "needs time", "note": "We meet soon."})
    assert (wrong.status_code, "The day is missing" in wrong.text, "We meet soon." in wrong.text) == (422, True, True)
    none = lea.post("/desk/draft/en/position", data={"until": "soon", "answer": "will sign"})
    assert (none.status_code, "Soon is not a day" in none.text) == (422, True)
    assert lea.post("/desk/draft/en/position", data={}).status_code == 422
    send(lea, "/en/passage/0/comment", text="Too long.", audience="everybody")
    send(pia, "/en/position", answer="will sign if", thread="1")
    send(lea, "/en/position", answer="will sign")
    assert "Civic Code Will sign if comment 1 Open Lab Will sign" in read(pia, "/en")


def test_what_one_organisation_discusses_reaches_no_other(desk: DeskWeb) -> None:
    """An organisation's own thread is on no page and in no file of anybody else, also not by its number."""
    lea, pia = partner(desk, "Lea", "Open Lab"), partner(desk, "Pia", "Civic Code")
    maya = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    send(lea, "/en/passage/1/comment", seen=text(desk), text="Between ourselves.", audience="organisation")
    assert "Between ourselves." in lea.get("/desk/draft/en").text
    for client in (pia, maya):
        for path in ("/en", "/comments", "/comments.csv", "/comments.json", "/en/passage/1", "/en/passage/1?for=1"):
            answer = client.get(f"/desk/draft{path}")
            assert (answer.status_code, "Between ourselves." in answer.text) == (200, False)
        assert client.get("/desk/draft/thread/1").status_code == 404
        assert client.post("/desk/draft/thread/1/reply", data={"text": "Hm."}).status_code == 404


def test_nothing_typed_is_lost_when_the_passage_changed(desk: DeskWeb) -> None:
    """A comment on a passage that was changed meanwhile comes back as it was typed, also if the passage is gone."""
    lea, seen = partner(desk, "Lea", "Open Lab"), text(desk)
    file = desk.web.folder.letter("forests") / "letter.en.md"
    file.write_text(seen.replace(passages(desk, lea)[0], "Something else."), "utf-8")
    answer = lea.post("/desk/draft/en/passage/1/comment", data={"seen": seen, "text": "<b>Typed</b>"})
    assert (answer.status_code, "These words were changed while you wrote" in answer.text) == (422, True)
    assert "&lt;b&gt;Typed&lt;/b&gt;" in answer.text
    far = lea.post("/desk/draft/en/passage/99/comment", data={"seen": seen, "text": "Typed"})
    assert (far.status_code, "This passage is no longer there" in far.text, "Typed" in far.text) == (422, True, True)
    odd = lea.post("/desk/draft/en/passage/1/comment", data={"text": "Typed", "audience": "the world"})
    assert (odd.status_code, "Nothing is chosen" in odd.text) == (422, True)
    assert lea.get("/desk/draft/en/passage/99").status_code == 404
    assert lea.get("/desk/draft/nothing").status_code == 404


def test_there_is_no_draft_yet(tmp_path: Path) -> None:
    """Without a letter the page says what makes one."""
    with open_desk(tmp_path) as desk:
        assert "There is no draft yet" in read(partner(desk, "Lea", "Open Lab"), "")
