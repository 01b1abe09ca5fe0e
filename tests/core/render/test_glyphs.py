"""Which characters can be printed, and what is printed instead of others."""

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.render.glyphs import Coverage, character_name, name_in_brackets, name_missing, read_coverage

LATIN = read_coverage("0020 024F\n2010 2027\n")


def test_table_is_read():
    """Each line of the table is a range, its last character included."""
    assert read_coverage("0041 0042\n4E00 9FFF\n") == Coverage(((0x41, 0x42), (0x4E00, 0x9FFF)))
    assert [LATIN.has(character) for character in "aÿɏɐ‐…‧日"] == [True, True, True, False, True, True, True, False]


def test_missing_characters_are_listed_once():
    """Missing characters are listed once and in order; what has no shape of its own is never missing."""
    assert LATIN.missing("日 x 本 日\u200d\ufe0f\u00a0\U000e0100é") == "日本"
    assert LATIN.missing("plain") == ""


def test_coverage_grows_by_a_font():
    """Characters of another font are added, and ranges that touch are joined."""
    assert Coverage(((0x41, 0x42),)).with_characters([0x43, 0x50]) == Coverage(((0x41, 0x43), (0x50, 0x50)))


def test_missing_character_is_written_as_its_name():
    """A missing character becomes its name, or its number if it has none."""
    assert name_missing("Party \U0001f389!", LATIN) == "Party [party popper]!"
    assert name_missing("plain", LATIN) == "plain"
    assert [character_name(character) for character in "\ue000日"] == ["U+E000", "cjk unified ideograph-65e5"]
    assert name_in_brackets("x\u0351\u200d") == "x[combining left half ring above]\u200d"


@given(st.text())
def test_named_text_can_be_printed(text):
    """After naming nothing is missing, and what was there stays."""
    named = name_missing(text, LATIN)
    assert LATIN.missing(named) == ""
    assert named == text or LATIN.missing(text) != ""
