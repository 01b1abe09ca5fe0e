"""Signs that no font has are hints: the print shows their names instead."""

from dataclasses import replace

from campaign.core.addressees import Addressee
from campaign.core.check import LetterFacts, check_letter
from campaign.core.letters import read
from campaign.core.render.glyphs import Coverage

LATIN = Coverage(((0x20, 0x24F), (0x2010, 0x2027)))
FIX = "use other characters, or put a font that has them into templates/print/fonts"


def _hints(text, facts):
    letter, _ = read(f"---\ntitle: T\n---\n\n{text}\n", "letter.en.md", "en")
    return [str(hint) for hint in check_letter(letter, facts).warnings if "no font" in str(hint)]


def test_signs_without_a_glyph_are_hints():
    """Each such sign of the letter is named once with its line, and each name that has one with its table."""
    people = (Addressee("1", "Jan Wit", "Wit"), Addressee("2", "李 Wei", "Wei"))
    facts = LetterFacts(addressees=people, signatories=("Plain", "Open 🎉"), coverage=LATIN)
    assert _hints("Plain.\n\nA 🎉 and 🎉.", facts) == [
        f"addressees.csv: no font has all of 李 Wei; the PDF shows [cjk unified ideograph-674e] Wei; {FIX}",
        f"letter.en.md:7: no font has all of 🎉; the PDF shows [party popper]; {FIX}",
        f"signatories/organisations.csv: no font has all of Open 🎉; the PDF shows Open [party popper]; {FIX}",
    ]
    assert _hints("Plain.", replace(facts, addressees=(), signatories=None)) == []
    assert _hints("A 🎉.", replace(facts, coverage=None)) == []
