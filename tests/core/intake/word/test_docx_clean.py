"""What is removed from a Word file before it is read, and what is marked in it."""

import pytest

from campaign.core.intake.word.archive import Docx, open_docx
from campaign.core.intake.word.clean import WordFile, clean_docx
from campaign.core.intake.word.marks import MARKS, remark_of
from campaign.core.intake.word.notes import move_notes
from campaign.core.intake.word.xml import text_of, value, w
from campaign.errors import LetterError
from tests.helpers.docx import NUMBERING, STYLES, call, docx, note, paragraph, run

BREAK = '<w:r><w:br w:type="page"/></w:r>'


def clean(*paragraphs: str, **others: object) -> WordFile:
    return clean_docx(open_docx(docx(*paragraphs, **others)))


def lines(file: WordFile) -> list[str]:
    return text_of(file.docx.parts["document"]).strip("\n").split("\n")


def remark_texts(file: WordFile) -> list[str]:
    return [remark.what for remark in (*file.general, *file.remarks)]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def box(*paragraphs: str) -> str:
    inside = "".join(paragraphs)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
        f"{inside}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        f"{inside}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_hidden_text_is_left_out() -> None:
    """Hidden words are removed, and a remark names them; a switch that is off hides nothing."""
    file = clean(paragraph(run("seen "), run("hidden", "<w:vanish/>"), run("too", '<w:vanish w:val="0"/>')))
    assert lines(file) == ["seen too"]
    assert remark_texts(file) == ["left out hidden text: “hidden”"]


def test_text_hidden_by_a_style_is_left_out() -> None:
    """A style, or the one that it is based on, can hide words; a run can show its words nevertheless."""
    hides = "<w:rPr><w:vanish/></w:rPr>"
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Hid"><w:name w:val="Hid"/>{hides}</w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Hid"/></w:style>'
        f'<w:style w:type="character" w:styleId="HidC"><w:name w:val="HidC"/>{hides}</w:style>'
    )
    file = clean(
        paragraph(run("one"), properties='<w:pStyle w:val="Sub"/>'),
        paragraph(run("two", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="Hid"/>'),
        paragraph(run("three"), run("four", '<w:rStyle w:val="HidC"/>')),
        styles=STYLES + styles,
    )
    assert [line for line in lines(file) if line] == ["two", "three"]
    assert remark_texts(file) == ["left out hidden text: “one four”"]


def test_the_prompt_of_an_empty_field_is_left_out() -> None:
    """The prompts of a form are not text; the answers are."""
    form = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    file = clean(
        paragraph("By ", form.format("<w:showingPlcHdr/>", run("Enter text.")), form.format("", run("Ann"))),
        form.format("<w:showingPlcHdr/>", paragraph()),
    )
    assert lines(file) == ["By Ann"]
    assert remark_texts(file) == ["left out the prompt of an empty field: “Enter text.”"]


def test_the_content_of_wrappers_stays() -> None:
    """The results of simple fields, custom XML and text directions are a part of the text."""
    file = clean(
        paragraph(
            "Article ", f'<w:fldSimple w:instr=" REF x ">{run("5")}</w:fldSimple>',
            f"<w:customXml><w:customXmlPr/><w:dir>{run(' of')}</w:dir></w:customXml>",
        ),
        f"<w:customXml>{paragraph(' it')}</w:customXml>",
    )  # fmt: skip
    assert lines(file) == ["Article 5 of", " it"]
    assert [part for name in ("fldSimple", "customXml") for part in file.docx.parts["document"].iter(w(name))] == []


def test_drawings_are_named() -> None:
    """Pictures, charts and the like are left out, with a remark; a line or an empty shape has no remark."""
    drawing = "<w:r><w:drawing>{}</w:drawing></w:r>"
    file = clean(
        paragraph("x", drawing.format("<a:blip/>"), drawing.format("<a:blip/>"), drawing.format("<a:chart/>"),
                  drawing.format(""), "<w:r><w:pict><v:imagedata/></w:pict></w:r>"),
        "<w:altChunk/>",
    )  # fmt: skip
    assert remark_texts(file) == ["left out 3 pictures", "left out 1 chart", "left out 1 embedded document"]
    assert list(file.docx.parts["document"].iter(w("drawing"))) == []


def test_a_number_of_a_heading_is_named() -> None:
    """Word's own numbers of headings are no part of the text, which may refer to them. A bullet, or the blank sign of a
    heading within a list item, is no number."""
    numbering = '<w:numPr><w:numId w:val="{}"/></w:numPr>'
    file = clean(
        f'<w:p><w:pPr><w:pStyle w:val="berschrift1"/>{numbering.format(1)}</w:pPr>{run("Background")}</w:p>',
        f'<w:p><w:pPr><w:pStyle w:val="berschrift1"/>{numbering.format(0)}</w:pPr>{run("None")}</w:p>',
        f'<w:p><w:pPr><w:pStyle w:val="berschrift1"/>{numbering.format(2)}</w:pPr>{run("With a bullet")}</w:p>',
        f'<w:p><w:pPr><w:pStyle w:val="berschrift1"/>{numbering.format(3)}</w:pPr>{run("In an item")}</w:p>',
        f'<w:p><w:pPr><w:pStyle w:val="berschrift1"/><w:numPr><w:ilvl w:val="x"/></w:numPr></w:pPr>{run("None")}</w:p>',
        f"<w:p><w:pPr>{numbering.format(1)}</w:pPr>{run('An item')}</w:p>",
        numbering=f'{NUMBERING}<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:lvlText w:val=" "/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>',
    )
    assert remark_texts(file) == ["a heading's number was left out: “Background”"]


def test_definitions_are_paragraphs() -> None:
    """Definition styles, whose paragraphs pandoc drops, are replaced by plain ones."""
    file = clean(
        paragraph("Term", properties='<w:pStyle w:val="DefinitionTerm"/>'),
        paragraph("What it is", properties='<w:pStyle w:val="Definition"/>'),
    )
    assert [value(style) for style in file.docx.parts["document"].iter(w("pStyle"))] == ["", ""]


def test_hidden_space_is_not_worth_a_word() -> None:
    """There is no remark where there were no words."""
    assert remark_texts(clean(paragraph(run(" ", "<w:vanish/>"), "x"))) == []


def test_text_boxes_follow_their_paragraph() -> None:
    """Each paragraph of a text box is read once, below the paragraph of the box, and its place is marked."""
    file = clean(paragraph("before ", box(paragraph("in box"), paragraph()), "after"), paragraph("next"))
    assert [MARKS.sub("", line) for line in lines(file)] == ["before after", "in box", "next"]
    assert remark_texts(file) == ["this was in a text box: “in box”"]
    assert remark_of(lines(file)[1][0], file.remarks) == file.remarks[0]


def test_a_table_in_a_box() -> None:
    """A text box may contain more than paragraphs."""
    file = clean(paragraph("x", box(f"<w:tbl><w:tr><w:tc>{paragraph('cell')}</w:tc></w:tr></w:tbl>")))
    assert [MARKS.sub("", line) for line in lines(file)] == ["x", "cell"]


def test_an_empty_box() -> None:
    """A text box without words has no remark."""
    assert remark_texts(clean(paragraph("x", box(paragraph())))) == []


def test_a_box_outside_of_paragraphs() -> None:
    """Elements that no word processor writes are not changed."""
    assert lines(clean(f"<w:txbxContent>{paragraph('loose')}</w:txbxContent>")) == ["loose"]


def test_contents_are_left_out() -> None:
    """A table of contents is removed, as a field over several paragraphs or as a block; other fields stay."""
    block = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('Contents')}</w:sdtContent></w:sdt>"
    )
    file = clean(
        block,
        paragraph(field("begin"), instruction('TOC \\o "1-3"'), field("separate"), "One 1"),
        paragraph(field("begin"), instruction("PAGEREF x"), "Two 2"),
        paragraph(field("end"), "Three 3"),
        paragraph(field("end")),
        paragraph(
            field("end"), "Text of ", field("begin"), instruction("DATE"), field("separate"), "today", field("end")
        ),
    )
    assert lines(file) == ["Text of today"]
    assert remark_texts(file) == ["left out a table of contents (5 lines)"]


def test_contents_without_an_end_are_text() -> None:
    """A field without an end does not remove the rest of the letter."""
    assert lines(clean(paragraph(field("begin"), instruction("TOC"), "One"), paragraph("Two"))) == ["One", "Two"]


def test_page_breaks_within_paragraphs() -> None:
    """Words around a page break are joined, and the place is marked; at the edge of a paragraph it is removed."""
    file = clean(paragraph("The seals that", BREAK, "swim"), paragraph(BREAK, "Next"), paragraph("Last", BREAK))
    assert [MARKS.sub("", line).strip() for line in lines(file)] == ["The seals that swim", "Next", "Last"]
    assert remark_texts(file) == ["joined a broken paragraph: … The seals that | swim …"]


def test_header_and_footer_are_named() -> None:
    """A remark names words in headers and footers, but not page numbers."""
    file = clean(paragraph("x"), header=paragraph("Rue de la Loi"), footer=paragraph("7"))
    assert remark_texts(file) == ["left out the header and footer: “Rue de la Loi”"]


def test_our_marks_in_a_file_are_nothing() -> None:
    """Our private characters in a file have no effect."""
    assert lines(clean(paragraph("a\ue000\ue002x\ue003\ue100b"))) == ["axb"]


def test_many_remarks_share_the_last_mark() -> None:
    """With any number of text boxes, each mark has a remark."""
    file = clean(*[paragraph(box(paragraph("in box")))] * 1_001)
    last = [line for line in lines(file) if line.endswith("in box")][-1]
    assert remark_of(last[0], file.remarks).what == "this was in a text box: “in box”"


def test_titles_and_dates_stay_in_the_text() -> None:
    """A title becomes a heading and a date a paragraph; otherwise pandoc takes both for properties of the file."""
    file = clean(
        paragraph("Title", properties='<w:pStyle w:val="Titel"/>'),
        paragraph("Day", properties='<w:pStyle w:val="Datum"/>'),
        paragraph("Text", properties='<w:pStyle w:val="Normal"/>'),
    )
    styles = [value(style) for style in file.docx.parts["document"].iter(w("pStyle"))]
    assert styles == ["berschrift1", "", "Normal"]


def test_a_file_without_styles() -> None:
    """Styles and lists are optional."""
    parts = {"word/styles.xml": None, "word/numbering.xml": None}
    assert lines(clean(paragraph("x", properties='<w:pStyle w:val="Titel"/>'), parts=parts)) == ["x"]


def test_notes_are_labelled() -> None:
    """Our bookmark around a note's mark becomes its label; other bookmarks do not."""
    marks = '<w:bookmarkStart w:id="1" w:name="note-law"/>', '<w:bookmarkStart w:id="2" w:name="other"/>'
    assert lines(clean(paragraph("a", *marks, call(3)))) == ["a\ue002law\ue003 "]


def test_comments_on_a_place() -> None:
    """A comment without a range gets an empty range before its mark; a comment with a range is not changed."""
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    signs = [f'<w:r><w:commentReference w:id="{number}"/></w:r>' for number in (1, 2)]
    file = clean(paragraph("a", start, "b", end, *signs))
    parent = next(file.docx.parts["document"].iter(w("p")))
    kinds = [(child.tag.rpartition("}")[2][12:], child.get(w("id"))) for child in parent if child.tag != w("r")]
    assert kinds == [("Start", "1"), ("End", "1"), ("Start", "2"), ("End", "2")]


def test_bold_code_is_marked() -> None:
    """Bold code is enclosed in marks; other code is left to pandoc."""
    bold, plain = '<w:rStyle w:val="VerbatimChar"/><w:b/>', '<w:rStyle w:val="VerbatimChar"/>'
    other = '<w:rStyle w:val="Strong"/><w:b/>'
    file = clean(paragraph(run("a", bold), run("b", plain), run("c", other)))
    assert lines(file) == ["\ue008a\ue009bc"]


def test_hyphens_in_bold_code() -> None:
    """Hyphens that Word stores as elements are code within code; elsewhere they are left to pandoc."""
    hyphens = "<w:noBreakHyphen/><w:softHyphen/>"
    bold = f'<w:r><w:rPr><w:rStyle w:val="VerbatimChar"/><w:b/></w:rPr>{hyphens}</w:r>'
    file = clean(paragraph(bold, f"<w:r>{hyphens}</w:r>"))
    assert lines(file) == ["\ue008\u2011\ue009\ue008\u00ad\ue009\u2011"]


def test_code_by_its_font() -> None:
    """Words in the font of code are code where a link's style hides it; shaded ones are a placeholder."""
    style = '<w:style w:styleId="VerbatimChar"><w:rPr><w:rFonts w:ascii="M"/></w:rPr></w:style>'
    fonts = ('<w:rFonts w:ascii="M"/>', '<w:rFonts w:ascii="S"/>', '<w:rFonts w:ascii="M"/><w:shd w:fill="E8EEF5"/>')
    runs = [run(text, f'<w:rStyle w:val="Hyperlink"/>{font}') for text, font in zip("abc", fonts, strict=True)]
    assert lines(clean(paragraph(*runs), styles=STYLES + style)) == ["\ue008a\ue009bc"]
    assert lines(clean(paragraph(*runs))) == ["abc"]


def test_rules_are_marked() -> None:
    """A paragraph in the style of a horizontal line is one, unless it has words."""
    style = '<w:pStyle w:val="Line"/>'
    styles = f'{STYLES}<w:style w:styleId="Line"><w:name w:val="Horizontal Line"/></w:style>'
    file = clean(paragraph(properties=style), paragraph("words", properties=style), styles=styles)
    assert lines(file) == ["\ue00b", "words"]


def test_a_repeated_note_call() -> None:
    """Our link to the bookmark around a note's first mark is another mark of the note; other links are not changed."""
    mark = '<w:bookmarkStart w:id="1" w:name="note-law"/>'
    again, other = (f'<w:hyperlink w:anchor="{name}">{run("1")}</w:hyperlink>' for name in ("note-law", "x"))
    file = clean(
        paragraph("a", '<w:bookmarkStart w:id="2" w:name="x"/>', mark, call(3), call(4), again, other),
        footnotes=note(3, paragraph(again)),
    )
    calls = [file.docx.parts[kind].iter(w("footnoteReference")) for kind in ("document", "footnotes")]
    assert [[reference.get(w("id")) for reference in part] for part in calls] == [["3", "4", "3"], ["3"]]
    assert file.words.split() == ["a", "1"]


def test_a_repeated_note_call_in_a_change() -> None:
    """The mark stays in the tracked changes that contain the link's number; a link without a number is no mark."""
    mark = '<w:bookmarkStart w:id="1" w:name="note-law"/>'
    changed = f"<w:ins><w:del>{run('1')}</w:del></w:ins>"
    file = clean(
        paragraph(mark, call(3), f'<w:hyperlink w:anchor="note-law">{changed}</w:hyperlink>'),
        paragraph('<w:hyperlink w:anchor="note-law"/>'),
    )
    calls = file.docx.parts["document"].findall(f".//{w('ins')}/{w('del')}/{w('r')}/{w('footnoteReference')}")
    assert [reference.get(w("id")) for reference in calls] == ["3"]
    assert len(list(file.docx.parts["document"].iter(w("footnoteReference")))) == 2


def test_words_of_all_parts() -> None:
    """All words count, also those of changes and notes; a raised number is separate; the line above the notes has no
    words."""
    separator = '<w:footnote w:type="separator" w:id="0">' + paragraph("---") + "</w:footnote>"
    file = clean(
        paragraph("m", run("2", '<w:vertAlign w:val="superscript"/>'), "<w:r><w:tab/></w:r>", call(3)),
        paragraph("<w:del><w:r><w:delText>gone</w:delText><w:noBreakHyphen/></w:r></w:del>"),
        footnotes=separator + note(3, paragraph("Counted.")),
    )
    assert file.words.split() == ["m²", "gone‑", "Counted."]


def test_too_much_text() -> None:
    """A text longer than any letter is refused before it is read."""
    with pytest.raises(LetterError, match=r"it has 2,000,0\d\d characters of text, more than 500,000"):
        clean(*[paragraph("x" * 100_000)] * 20, paragraph("x"))


def test_notes_move_below_the_text() -> None:
    """Each note is below the text under its name, with its links, and its name replaces its mark."""
    link = '<w:hyperlink r:id="L">' + run("link") + "</w:hyperlink>"
    other = '<w:hyperlink r:id="gone">' + run("dead") + "</w:hyperlink>"
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="L" '
        'Type="http://x/hyperlink" Target="https://a.example/" TargetMode="External"/></Relationships>'
    )
    quote = paragraph("quoted", properties='<w:pStyle w:val="FootnoteBlockText"/>')
    plain = paragraph("plain", properties='<w:pStyle w:val="FootnoteText"/>')
    file = clean(
        paragraph("a", call(3)),
        footnotes=note(3, paragraph("see ", link, other), quote, plain),
        parts={"word/_rels/footnotes.xml.rels": relation},
    )
    move_notes(file.docx)
    assert lines(file) == ["a\ue004footnote3\ue005", "\ue006footnote3\ue007", "see linkdead", "quoted", "plain"]
    assert file.docx.links["document"] == {"footnotes-L": "https://a.example/"}
    assert sorted(file.docx.parts) == ["document", "numbering", "styles"]
    assert value(next(file.docx.parts["document"].iter(w("pStyle")))) == "BlockText"


def test_a_file_without_a_body() -> None:
    """In an empty file no note is moved."""
    empty: Docx = open_docx(docx(parts={"word/document.xml": f'<w:document xmlns:w="{w("")[1:-1]}"/>'}))
    move_notes(empty)
    assert text_of(empty.parts["document"]) == ""
