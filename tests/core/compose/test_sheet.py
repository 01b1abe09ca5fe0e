"""What a print says to one addressee, and to all of them together."""

from dataclasses import replace

import pytest

from campaign.core.compose import sheet
from campaign.core.compose.sheet import neutral_sheet
from campaign.core.letters.tree import plain_blocks
from campaign.errors import ComposeError
from tests.helpers.sample_letter import PEOPLE, SENDER, SOURCE, context, frame, letter

SINGLE = SOURCE.replace("ask:", "salutation: single\nask:")


def make_sheet(to=PEOPLE[0], text=None, people=PEOPLE, **changed):
    written = context(text, people, framed=frame(**changed))
    return sheet(written, to, SENDER) if to else neutral_sheet(written, SENDER)


def plain_sheet(text, people=PEOPLE):
    return plain_blocks(make_sheet(None, letter(text), people).document.blocks)


def test_an_addressees_own_sheet():
    """His or her name and address, the date, and all that the letter says of itself."""
    person = replace(PEOPLE[0], role="co-rapporteur", group="S&D")
    text = letter(SOURCE.replace("ask:", "place: Brussels\nlong_notes: annex\nask:"))
    sheet = make_sheet(person, text)
    assert sheet.address_lines == (
        "Mr. Brando Benifei",
        "co-rapporteur",
        "S&D",
        "Italy",
        "benifei@parliament.example",
    )
    assert (sheet.dateline, sheet.delivery, sheet.subject) == (
        "Brussels, 3 April 2027",
        "For delivery by e-mail",
        "Re: AI Act, open source",
    )
    assert (sheet.title, sheet.sender, sheet.contact) == ("Keep the exemption", SENDER.name, SENDER.reply_to)
    assert (sheet.digest, sheet.public_url, sheet.annex) == (frame().digest, frame().public_url, True)
    assert plain_blocks(sheet.document.blocks[:1]) == "Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,"


def test_honorifics_are_english():
    """In other languages a name stands without an honorific, which grammar would change."""
    assert make_sheet(text=letter(language="de")).address_lines[0] == "Brando Benifei"


def test_without_a_title_the_subject_heads_it():
    """A letter without title has its subject as heading, one without place its date alone."""
    sheet = make_sheet(text=letter(SOURCE.replace("title: Keep the exemption\n", "")))
    assert (sheet.title, sheet.dateline, sheet.annex) == ("Re: AI Act, open source", "3 April 2027", False)


def test_the_neutral_sheet_names_all():
    """To all that are named: their names in the address, their greeting in the letter."""
    sheet = make_sheet(None)
    assert sheet.address_lines == tuple(
        f"{'Dr.' if 'Lag' in person.name else 'Mr.'} {person.name}" for person in PEOPLE
    )
    assert plain_blocks(sheet.document.blocks[:1]) == "Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,"


def test_many_names_are_left_out():
    """A long list of names would push the letter off its page."""
    assert make_sheet(None, people=PEOPLE * 3).address_lines == ()


def test_a_neutral_letter_with_single_greetings_greets_nobody():
    """What greets each singly has no greeting in common; neither has a letter without addressees."""
    assert plain_sheet(SINGLE).startswith("We write to you ahead of the 26 April 2027 vote")
    assert plain_sheet(SINGLE.replace("{{ salutation }}\n\n", "")).startswith("We write to you")
    assert plain_sheet(SOURCE, ()).startswith("We write to you")


def test_a_neutral_letter_leaves_what_is_personal_open():
    """What it would say of one addressee is a blank; what is the same for all is said."""
    assert plain_sheet(
        SINGLE.replace("We write to you", "In {{ addressee.country }} {{ signatories.count }} ask")
    ).startswith("In … 2 ask")


def test_who_cannot_be_written_to_is_named():
    """A value that is missing names the addressee and the mend."""
    text = letter(SOURCE.replace("We write", "In {{ addressee.country }} we write"))
    with pytest.raises(ComposeError) as refused:
        make_sheet(PEOPLE[1], text)
    assert str(refused.value) == "Dragoş Tudorache (197671): {{ addressee.country }} has no value"
