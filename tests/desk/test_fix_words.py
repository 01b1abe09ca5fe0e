"""What the desk makes of advice that was written for the command line."""

import pytest

from campaign.core.team.roles import Role
from campaign.desk.fix_words import error_sentence, fix_at_desk, page_of_fix, sentence_case
from campaign.errors import Refused
from tests.helpers.desk import DeskWeb
from tests.helpers.web import words


@pytest.mark.parametrize(
    ("fix", "at_desk"),
    [
        ("campaign letter freeze", ""),
        ("choose an earlier one", "choose an earlier one"),
        ("look at the wave again, then release it", "look at the wave again, then release it"),
        ("fix them, or freeze with --despite-problems", "fix them"),
        ("use --sent or --failed", ""),
        ("ask another person of the campaign to release it", "ask another person of the campaign to release it"),
        (
            "fill in [smtp] in campaign.toml, or use campaign send rehearse",
            "fill in [smtp] in the settings",
        ),
        (
            "nobody is listed: add signatories or approve them, see campaign signatory list; for a letter without them",
            "nobody is listed: add signatories or approve them; for a letter without them",
        ),
        ("wait for them, or see campaign letter adopt", "wait for them"),
        (
            "it has 3; minimum_signatories in campaign.toml asks for 5",
            "it has 3; minimum_signatories in campaign.toml asks for 5",
        ),
    ],
)
def test_advice_at_the_desk_needs_no_command_line(fix: str, at_desk: str) -> None:
    """Commands and options are left out of advice, and settings have a page of their own."""
    assert fix_at_desk(fix) == at_desk


def test_a_command_becomes_the_page_that_does_it() -> None:
    """The page of a named command is offered instead; advice without a command has none."""
    assert page_of_fix("campaign letter freeze -m MESSAGE") == ("Freeze the letter", "/letter/freeze")
    assert page_of_fix("choose an earlier one") is None
    assert page_of_fix("fill in [smtp] in campaign.toml") == ("Go to the settings", "/settings/smtp")
    assert page_of_fix("set public_url in [campaign], then try again") == ("Go to the settings", "/settings/campaign")


def test_a_sentence_keeps_the_names_in_it() -> None:
    """A sentence begins with a capital, unless it begins with a setting, and names keep theirs."""
    assert sentence_case("another wave has reached Axel Voss") == "Another wave has reached Axel Voss"
    assert sentence_case("public_url is not set") == "public_url is not set"
    assert error_sentence(Refused("nobody signs", fix="campaign letter freeze")) == "Nobody signs"


def test_a_refusal_at_the_desk_names_no_command(desk: DeskWeb) -> None:
    """A page that cannot be shown says why, without a command."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    page = client.get("/desk/letter/adopt")
    text = words(page.text)
    assert (page.status_code, "This cannot be shown now" in text, "campaign letter" in text) == (409, True, False)
    assert 'href="/desk/letter"' in page.text
    wrong = client.post("/desk/team/1/role", data={"role": "none"})
    assert 'href="/desk/team/1">Back<' in wrong.text
