"""Word files read by another program: its input, and how its output is used."""

import pytest

from campaign.core.intake.word.archive import open_docx
from campaign.core.intake.word.exchange import for_mammoth, for_pandoc, from_mammoth, from_pandoc, open_word_file
from campaign.core.intake.word.notes import IDENTIFIER, NOTE
from campaign.core.intake.word.xml import text_of, w
from campaign.errors import LetterError
from tests.helpers.docx import call, docx, note, paragraph, run

PAGE = "<p>Dear all,</p>"


def remark(data: bytes) -> tuple[str, str]:
    """What is remarked on a file that mammoth read."""
    first = from_mammoth(PAGE, open_word_file(data), "pip install it").remarks[0]
    return first.what.partition("(")[2], first.fix


def test_without_pandoc_nothing_is_lost_where_nothing_was_tracked() -> None:
    """For a file without changes and comments there is nothing to do; its text is that of the page."""
    data = docx(paragraph("Dear all,"))
    assert remark(data) == ("0 changes, 0 comments)", "nothing to do")
    source = from_mammoth(PAGE, open_word_file(data), "pip install it")
    assert (source.words, len(source.pieces)) == (("Dear", "all"), 1)


def test_without_pandoc_what_is_left_out_is_counted() -> None:
    """Tracked changes and comments are counted, and pandoc is named."""
    data = docx(
        paragraph(f'<w:ins w:id="1">{run("new")}</w:ins>', f'<w:del w:id="2">{run("old")}</w:del>'),
        comments='<w:comment w:id="1"/>',
    )
    assert remark(data) == (
        "2 changes, 1 comment)",
        "to keep them, install pandoc and import again: pip install it",
    )


def test_both_programs_get_a_file() -> None:
    """Notes are moved into the text for pandoc, which loses their places, and stay where they are for mammoth."""
    data = docx(paragraph("Seals swim", call(2)), footnotes=note(2, paragraph("Well.")))
    files = [open_docx(make(open_word_file(data))) for make in (for_pandoc, for_mammoth)]
    assert [NOTE in text_of(file.parts["document"]) for file in files] == [True, False]


def test_broken_references_do_not_reach_mammoth() -> None:
    """A link without an address and the mark of a missing note are removed; other links and marks stay."""
    link = f'<w:hyperlink r:id="{{}}">{run("pier")}</w:hyperlink>'
    data = docx(
        paragraph(link.format("gone"), link.format("a"), call(9), call(1)),
        footnotes=note(1, paragraph("One.")),
        links={"a": "https://a.example"},
    )
    document = open_docx(for_mammoth(open_word_file(data))).parts["document"]
    assert [link.get(IDENTIFIER) for link in document.iter(w("hyperlink"))] == [None, "a"]
    assert [call.get(w("id")) for call in document.iter(w("footnoteReference"))] == ["1"]


def test_an_answer_of_pandoc_is_a_source() -> None:
    """The paragraphs of the program's output become the letter's pieces."""
    answer = b'{"blocks": [{"t": "Para", "c": [{"t": "Str", "c": "Seals"}]}], "meta": {}}'
    assert len(from_pandoc(answer, open_word_file(docx(paragraph("Seals")))).pieces) == 1


def test_an_answer_that_is_nested_too_deep() -> None:
    """Output that Python cannot read is refused."""
    with pytest.raises(LetterError, match="nested too deep"):
        from_pandoc(b"[" * 100_000, open_word_file(docx(paragraph("x"))))
