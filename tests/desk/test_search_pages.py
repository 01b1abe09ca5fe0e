"""Search: one box over the letter, organisations, people and answers, within the searcher's rights."""

import re

import pytest

from campaign.core.team.account import COMMAND_LINE
from campaign.core.team.roles import Role
from campaign.services.acts.act import perform
from campaign.services.acts.wave_acts import PREPARE_WAVE, RELEASE_WAVE
from campaign.services.waves.options import WaveOptions
from campaign.services.waves.wave_desk import plan_release
from tests.desk.test_answer_pages import answer
from tests.helpers.desk import DeskWeb, write_letter
from tests.helpers.sending_desk import SampleDesk
from tests.helpers.web import words

_LINK = re.compile(r'<li><p><a href="/desk([^"]+)">([^<]+)')


def matches(client, text: str) -> list[tuple[str, str]]:
    """The pages that match, with their titles."""
    page = client.get("/desk/search", params={"q": text})
    assert page.status_code == 200
    return _LINK.findall(page.text)


def test_a_name_leads_to_its_page_and_words_to_their_line(desk: DeskWeb) -> None:
    """A name leads to the sign-on, and words lead to their line of the letter; case does not matter."""
    write_letter(desk.web)
    desk.web.sign_and_confirm(organisation="Gamma Gílde", mail="office@gamma.example")
    client = desk.signed_in(desk.admit(Role.EDITOR))
    assert matches(client, "Gamma") == [("/signatories/1", "Gamma Gílde")]
    assert {path.partition("/line/")[0] for path, _ in matches(client, "THE")} == {"/letter/text/de", "/letter/text/en"}
    assert "Nothing matches" in words(client.get("/desk/search?q=xyzzy").text)
    assert "Search the campaign" in words(client.get("/desk/search").text)


def test_contact_data_is_searched_only_with_the_right(desk: DeskWeb) -> None:
    """An email address leads to its sign-on for a sender, and to nothing for an editor, who may not see people."""
    write_letter(desk.web)
    desk.web.sign_and_confirm(organisation="Gamma Guild", mail="secret-office@gamma.example")
    sender, editor = (desk.signed_in(desk.admit(role)) for role in (Role.SENDER, Role.EDITOR))
    assert matches(sender, "secret-office") == [("/signatories/1", "Gamma Guild")]
    assert matches(editor, "secret-office") == []


@pytest.mark.parametrize("role", [Role.SENDER, Role.READER])
def test_answers_are_searched_by_who_works_on_them(sample: SampleDesk, role: Role) -> None:
    """Words of an answer lead to it for a sender; for a reader there are no answers."""
    wave = perform(sample.campaign, COMMAND_LINE, PREPARE_WAVE, WaveOptions("first")).result
    perform(sample.campaign, COMMAND_LINE, RELEASE_WAVE, plan_release(sample.campaign, wave))
    sample.send_what_is_due()
    name = answer(sample, text="We will raise the marmalade question.")
    client = sample.desk.signed_in(sample.desk.admit(role, "jonas"))
    assert matches(client, "marmalade") == ([("/answers/1", name)] if role is Role.SENDER else [])


def test_hostile_words_stay_words(desk: DeskWeb) -> None:
    """A script, wildcards of the database and a long text are searched as they are."""
    write_letter(desk.web)
    client = desk.signed_in(desk.admit(Role.COORDINATOR))
    page = client.get("/desk/search", params={"q": "<script>alert(1)</script>"})
    assert ("<script>alert" in page.text, page.status_code) == (False, 200)
    assert matches(client, "%") == []
    assert client.get("/desk/search", params={"q": "x" * 5000}).status_code == 200
