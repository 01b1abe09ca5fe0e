"""The sample campaign is complete and has no problems."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from zoneinfo import ZoneInfo

from campaign.adapters.files import folder as folders
from campaign.adapters.settings import load
from campaign.core.addressees import salutation
from campaign.core.addressees.addressee_table import read_addressees
from campaign.core.check import LetterFacts, check_letter
from campaign.core.letters.fill import PLACEHOLDERS
from campaign.core.letters.letter import KEYS
from campaign.core.letters.tree import Link, Paragraph, every_inline, plain_blocks
from campaign.core.signatories.organisation_table import read_organisations

ROOT = Path(__file__).parents[3]
FOLDER = folders.Folder(ROOT)
NAME = "open-source-exemption"
ORGANISATIONS = [
    "GitHub, Inc.",
    "EleutherAI",
    "Hugging Face",
    "OpenForum Europe",
    "LAION",
    "Wikimedia",
    "Creative Commons",
    "Open Future",
]


def test_the_sample_letter_has_no_problem() -> None:
    """The check finds no problem in the sample, with its own settings and addressees."""
    settings = load(ROOT).campaign
    letters, problems = folders.read_letters(FOLDER, settings.letter)
    people = read_addressees(FOLDER.addressees_csv(NAME).read_bytes(), "addressees.csv")
    vote = settings.vote_at.astimezone(ZoneInfo("Europe/Brussels")).date()
    findings = check_letter(letters["en"], LetterFacts(vote, settings.max_words, tuple(people.values)))
    assert (problems, findings.problems) == ((), ())


def test_the_sample_letter_has_the_structure_of_the_real_one() -> None:
    """Delivery line, subject, ten links and more, one note of five paragraphs and more, seven to nine hundred words."""
    letters, _ = folders.read_letters(FOLDER, NAME)
    letter = letters["en"]
    links = [inline.href for inline in every_inline(letter.document.blocks) if isinstance(inline, Link)]
    (note,) = letter.document.notes
    assert (letter.subject[:4], letter.salutation, bool(letter.delivery), bool(letter.ask)) == (
        "Re: ",
        "joint",
        True,
        True,
    )
    assert len(set(links)) >= 10
    assert all(link.startswith("https://") for link in links)
    assert len([block for block in note.blocks if isinstance(block, Paragraph)]) >= 5
    assert 700 <= len(plain_blocks(letter.document.blocks).split()) <= 900
    assert "26 April" in plain_blocks(letter.document.blocks)


def test_the_sample_greets_its_four_addressees() -> None:
    """Every row of the sample's addressees is read, and the joint greeting names the four in order."""
    addressees = read_addressees(FOLDER.addressees_csv(NAME).read_bytes(), "addressees.csv")
    assert addressees.refused == ()
    assert [person.key for person in addressees.values] == ["124867", "197665", "197460", "96761"]
    assert all(person.address.endswith("@europarl.example") for person in addressees.values)
    greeting = salutation.joint_salutation(addressees.values, "en", load(ROOT).campaign.honorific_style)
    assert greeting == "Dear Mr. Benifei, Mr. Tudorache, Dr. Lagodinsky, Mr. Voss,"


def test_the_sample_has_eight_organisations_with_logo_and_link() -> None:
    """All eight are listed, in order, each with a web address and an existing logo."""
    organisations = read_organisations(FOLDER.organisations_csv.read_bytes(), "organisations.csv")
    assert organisations.refused == ()
    assert [organisation.name for organisation in organisations.values] == ORGANISATIONS
    assert all(
        organisation.url.startswith("https://") and (FOLDER.signatories / organisation.logo).is_file()
        for organisation in organisations.values
    )


def test_the_logos_are_plain_drawings() -> None:
    """Each logo is small, well-formed, names its organisation and holds no script, picture or reference."""
    logos = sorted((FOLDER.signatories / "logos").glob("*.svg"))
    allowed = {f"{{http://www.w3.org/2000/svg}}{tag}" for tag in ("svg", "title", "path", "circle", "text")}
    for logo in logos:
        drawing = ET.fromstring(logo.read_bytes())
        assert {element.tag for element in drawing.iter()} <= allowed, logo.name
        assert not [
            name for element in drawing.iter() for name in element.attrib if name.startswith("on") or "href" in name
        ]
        assert logo.stat().st_size < 1000
    assert sorted(ET.fromstring(logo.read_bytes())[0].text or "" for logo in logos) == sorted(ORGANISATIONS)


def test_the_letters_page_names_every_key_and_placeholder() -> None:
    """letters/README.md explains each key of the front matter in the code's own words, and each placeholder."""
    page = (ROOT / "letters" / "README.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", page, re.MULTILINE)) == dict(KEYS)
    assert [name for name in PLACEHOLDERS if f"`{{{{ {name} }}}}`" not in page] == []
