"""The content of a PDF for one addressee, and for all of them."""

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
    """It has the addressee's name and address, the date, and the letter's own values."""
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


def test_address_is_as_the_language_writes_it():
    """The name in the address has the honorific of the letter's language."""
    assert make_sheet(text=letter(language="de")).address_lines[0] == "Herrn Brando Benifei"


@pytest.mark.parametrize(
    ("language", "place", "line"),
    [
        ("en", "Brussels", "Brussels, 1 May 2027"),
        ("fr", "Bruxelles", "Bruxelles, le 1er mai 2027"),
        ("da", "Bruxelles", "Bruxelles, den 1. maj 2027"),
        ("sv", "Bryssel", "Bryssel den 1 maj 2027"),
        ("fi", "Bryssel", "Brysselissä 1. toukokuuta 2027"),
        ("fi", "Turku", "Turku 1. toukokuuta 2027"),
        ("cs", "Brusel", "V Bruselu 1. května 2027"),
        ("sk", "Brusel", "V Bruseli 1. mája 2027"),
        ("lv", "Brisele", "Briselē, 2027. gada 1. maijā"),
        ("pl", "Bruksela", "Bruksela, 1 maja 2027 r."),
        ("de", "", "1. Mai 2027"),
    ],
)
def test_dateline_is_as_the_language_writes_it(language, place, line):
    """Place and day above the letter have the article, the comma and the case of the language."""
    text = letter(SOURCE.replace("ask:", f"place: {place}\ndate: 2027-05-01\nask:"), language)
    assert make_sheet(text=text).dateline == line


def test_subject_that_repeats_the_title_is_left_out():
    """The line of the subject is not printed if the title below it says the same."""
    text = SOURCE.replace("title: Keep the exemption", "title: AI Act, open source.")
    assert make_sheet(text=letter(text)).subject == ""


def test_without_a_title_the_subject_heads_it():
    """Without a title the subject is the heading; without a place only the date is shown."""
    sheet = make_sheet(text=letter(SOURCE.replace("title: Keep the exemption\n", "")))
    assert (sheet.title, sheet.dateline, sheet.annex) == ("Re: AI Act, open source", "3 April 2027", False)


def test_the_neutral_sheet_names_all():
    """All names are in the address, and the joint greeting in the letter."""
    sheet = make_sheet(None)
    assert sheet.address_lines == tuple(
        f"{'Dr.' if 'Lag' in person.name else 'Mr.'} {person.name}" for person in PEOPLE
    )
    assert plain_blocks(sheet.document.blocks[:1]) == "Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,"


def test_many_names_are_left_out():
    """A long list of names would push the letter off its page."""
    assert make_sheet(None, people=PEOPLE * 3).address_lines == ()


def test_a_neutral_letter_with_single_greetings_greets_nobody():
    """A letter with single greetings has no joint greeting; neither has one without addressees."""
    assert plain_sheet(SINGLE).startswith("We write to you ahead of the 26 April 2027 vote")
    assert plain_sheet(SINGLE.replace("{{ salutation }}\n\n", "")).startswith("We write to you")
    assert plain_sheet(SOURCE, ()).startswith("We write to you")


def test_a_neutral_letter_leaves_what_is_personal_open():
    """Personal values are blank; common values are filled."""
    assert plain_sheet(
        SINGLE.replace("We write to you", "In {{ addressee.country }} {{ signatories.count }} ask")
    ).startswith("In … 2 ask")


def test_who_cannot_be_written_to_is_named():
    """For a missing value, the error names the addressee and the fix."""
    text = letter(SOURCE.replace("We write", "In {{ addressee.country }} we write"))
    with pytest.raises(ComposeError) as refused:
        make_sheet(PEOPLE[1], text)
    assert str(refused.value) == "Dragoş Tudorache (197671): {{ addressee.country }} has no value"
