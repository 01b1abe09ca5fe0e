"""Tables as Excel workbooks."""

import io

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from campaign.core.tables.workbook import workbook

_CELLS = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1)


def read(data: bytes) -> list[list[object]]:
    """The rows of a workbook, as another program reads them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_texts_stay_texts_and_numbers_are_numbers() -> None:
    """What looks like a formula, a number or a tag is a text; a number is one; nothing is an empty cell."""
    data = workbook(("Name", "Number", "Note"), [("=1+1", 7, "<b> & co"), ("007", None, ""), (True, 0, " two ")])
    assert read(data) == [
        ["Name", "Number", "Note"],
        ["=1+1", 7.0, "<b> & co"],
        ["007", "", ""],
        ["True", 0.0, " two "],
    ]


def test_what_xml_cannot_hold_is_replaced() -> None:
    """Control characters and halves of pairs become a replacement character, and a long text is cut as Excel does."""
    ((text, long),) = read(workbook(("a\x00b\ud800", "x" * 40_000), []))
    assert (text, len(str(long))) == ("a\ufffdb\ufffd", 32_767)


def test_the_same_table_gives_the_same_bytes() -> None:
    """A workbook has no time in it."""
    assert workbook(("a",), [("b",)]) == workbook(("a",), [("b",)])


@given(st.lists(_CELLS, min_size=1, max_size=5))
def test_any_text_is_read_back(cells: list[str]) -> None:
    """Another program reads every text as it was."""
    assert read(workbook(cells, [])) == [cells]
