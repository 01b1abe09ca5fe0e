"""Lists in a Word file, as Word counts them."""

from campaign.core.intake.word.archive import open_docx
from campaign.core.intake.word.lists import mark_lists, unlist_unnumbered
from campaign.core.intake.word.marks import SPACE, mark_spaces
from campaign.core.intake.word.xml import text_of, w
from tests.helpers.docx import docx, paragraph


def kind(number: int, *levels: tuple[str, str, str]) -> str:
    """A numbering: format, sign and further properties of each level."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}">{more}<w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/>'
        f'<w:pPr><w:ind w:left="{720 * (at + 1)}"/></w:pPr></w:lvl>'
        for at, (form, sign, more) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{inside}</w:abstractNum>'


def num(number: int, of: int, **starts: int) -> str:
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level[1:]}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in starts.items()
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


NUMBERING = "".join(
    (
        kind(1, ("decimal", "%1.", ""), ("lowerLetter", "(%2)", '<w:start w:val="3"/>')),
        kind(2, ("bullet", "•", ""), ("bullet", "o", "")),
        kind(3, ("bullet", " ", ""), ("bullet", "\uf020", ""), ("none", "", "")),
        num(1, 1),
        num(2, 2),
        num(3, 3),
        num(4, 1, l0=7, l1=1),
        num(5, 99),
    )
)
STYLES = "".join(
    f'<w:style w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for key, name, more in (
        ("Bullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'),
        ("Inner", "Inner", '<w:basedOn w:val="Bullet"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>'),
        ("Loop", "Loop", '<w:basedOn w:val="Loop"/>'),
        ("More", "List Paragraph", ""),
        ("Head", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
    )
)


def at(number: int, level: object = 0, text: str = "x", style: str = "") -> str:
    style_element = f'<w:pStyle w:val="{style}"/>' if style else ""
    return paragraph(
        text, properties=f'{style_element}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def styled(style: str, text: str = "x") -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')


def table(indent: str, *cells: str) -> str:
    properties = f'<w:tblPr><w:tblInd w:w="{indent}"/></w:tblPr>' if indent else ""
    return f"<w:tbl>{properties}<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def lines_with_marks(*paragraphs: str, remarks: list[str] | None = None) -> str:
    """The lines of a file whose lists were marked, `[depth:sign]` for a mark; `remarks` takes what was said."""
    file = open_docx(docx(*paragraphs, numbering=NUMBERING, styles=STYLES))
    remark_texts = [remark.what for remark in mark_lists(file)]
    if remarks is not None:
        remarks += remark_texts
    assert "numbering" not in file.parts
    lines = text_of(file.parts["document"]).translate({0xE000: "[", 0xE001: "]"})
    return " ".join(lines.split())


def test_bullets_and_numbers() -> None:
    """Each paragraph in a list gets its depth and its bullet or number; a lower level starts again below each item."""
    assert lines_with_marks(at(1), at(2, 1), at(1), at(1, 1), at(1, 1), at(1), at(1, 1), paragraph("y"), at(1)) == (
        "[1:1]x [2:-]x [1:2]x [2:3]x [2:4]x [1:3]x [2:3]x y [1:4]x"
    )


def test_numberings_that_count_together() -> None:
    """Two numberings of one kind share a count; one with its own start begins there, once at each level."""
    assert lines_with_marks(at(1), at(4), at(4, 1), at(4), at(1)) == "[1:1]x [1:7]x [2:1]x [1:8]x [1:9]x"


def test_paragraphs_without_a_sign() -> None:
    """A level without a bullet, or with a space as bullet, is for further paragraphs of an item."""
    assert lines_with_marks(at(2), at(3), at(3, 1), at(3, 2)) == "[1:-]x [1:]x [2:]x [3:]x"


def test_what_is_no_list() -> None:
    """A missing or empty numbering makes no list; a level that is not a number is the first level."""
    assert lines_with_marks(at(5), at(9), at(0), at(2, 7), at(2, "?")) == "x x x x [1:-]x"


def test_lists_by_style() -> None:
    """A style, or the one that it is based on, can put a paragraph into a list; the paragraph's own setting overrides
    it."""
    assert lines_with_marks(
        styled("Bullet"), styled("Inner"), styled("Loop"), at(0, style="Bullet"), at(1, style="Bullet")
    ) == ("[1:-]x [2:-]x x x [1:1]x")


def test_numbered_headings() -> None:
    """A numbered heading is a heading, whether the number is its own or its style's; at a level
    without a number it continues the list."""
    assert lines_with_marks(styled("Head"), at(1, style="Head"), at(2), at(3, style="Head")) == "x x [1:-]x [1:]x"


def test_styles_of_further_paragraphs() -> None:
    """A paragraph in Word's list style continues the list before it; elsewhere it is a paragraph."""
    assert (
        lines_with_marks(styled("More"), at(2), styled("More"), paragraph("y"), styled("More")) == "x [1:-]x [99:]x y x"
    )


def test_tables_in_lists() -> None:
    """A table as far from the margin as an item's words is in that item, as what follows is; others end the list."""
    inside = table("1440", at(2, text="cell"), paragraph("other"))
    assert lines_with_marks(at(2), at(2, 1), inside, table("720", paragraph("w")), table("", paragraph("z"))) == (
        "[1:-]x [2:-]x [1:-][2t:]cell other [1t:]w z"
    )
    assert lines_with_marks(at(2), table("0", paragraph("z")), table("720", paragraph("z"))) == "[1:-]x z z"
    assert lines_with_marks(at(2), table("720")) == "[1:-]x"


def test_indents_go_with_the_list() -> None:
    """An indent that belongs to a list makes no quotation."""
    indent = '<w:numPr><w:numId w:val="2"/></w:numPr><w:ind w:left="720"/>'
    file = open_docx(docx(paragraph("x", properties=indent), numbering=NUMBERING))
    mark_lists(file)
    assert next(file.parts["document"].iter(w("ind")), None) is None


def test_letters_are_named() -> None:
    """One remark says that letters and Roman numerals become numbers."""
    remarks: list[str] = []
    lines_with_marks(at(1), at(1, 1), at(1, 1), remarks=remarks)
    assert remarks == ["a list with letters or Roman numerals became 1., 2., 3."]


def test_for_a_reader_of_lists() -> None:
    """For a reader that makes its own lists, paragraphs without a bullet are no items."""
    file = open_docx(docx(at(2), at(3), table("", paragraph("x")), numbering=NUMBERING))
    unlist_unnumbered(file)
    nums = [element.get(w("val")) for element in file.parts["document"].iter(w("numId"))]
    assert nums == ["2", "0"]


def test_spaces_of_tracked_changes_are_marked() -> None:
    """The spaces of words that were added or struck out are marked; others stay."""
    root = open_docx(
        docx(
            paragraph(
                "a b",
                "<w:ins><w:r><w:t>c d</w:t></w:r></w:ins>",
                "<w:del><w:r><w:delText>e f</w:delText></w:r></w:del>",
            )
        )
    ).parts["document"]
    mark_spaces(root)
    words = [element.text for element in root.iter() if element.tag in (w("t"), w("delText"))]
    assert words == ["a b", f"c{SPACE}d", f"e{SPACE}f"]
