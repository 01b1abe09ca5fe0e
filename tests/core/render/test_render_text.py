"""The letter as plain text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.letters import read
from campaign.core.letters.fill import fill
from campaign.core.letters.tree import (
    Amendment,
    BlockQuote,
    BulletList,
    CodeBlock,
    Deletion,
    Document,
    Footnote,
    Heading,
    Insertion,
    LineBreak,
    Link,
    NoteMark,
    NumberedList,
    Paragraph,
    Placeholder,
    Signatories,
    SignatoryLine,
    Strong,
    TableBlock,
    Text,
    every_inline,
    plain_blocks,
)
from campaign.core.render.characters import columns, superscript
from campaign.core.render.text import PlainText, heading, paragraph, plain_text
from tests.helpers.trees import a_few, documents, words

HERE = Path(__file__).parent


def body(*blocks, width=72):
    return plain_text(Document(blocks), width=width).body


def para(*inlines):
    return Paragraph(inlines)


def test_every_part_reads_as_it_should():
    """A letter with every kind of part is written as the golden file shows."""
    letter, _ = read((HERE / "every_part.en.md").read_text(), "every_part.en.md")
    lines = (SignatoryLine("GitHub, Inc.", "https://github.example/"), SignatoryLine("No Page", "javascript:x"))
    written = plain_text(fill(letter.document, {"salutation": "Dear *Eve* <b>,", "closing": "Signed:"}, lines))
    joined = "\n\n--- notes\n\n".join([written.body, written.notes]) + "\n\n--- links\n\n" + written.links + "\n"
    assert joined == (HERE / "every_part.en.txt").read_text()


@a_few
@given(documents)
def test_words_and_notes_are_those_of_the_tree(document):
    """No word is lost, added or moved, and footnote marks are in the tree's order."""
    written = plain_text(document)
    for blocks, text in ((document.blocks, written.body), (_note_blocks(document), written.notes)):
        assert words(_unmarked(text)) == words(plain_blocks(blocks))
    assert _figures(written.body) == [i.number for i in every_inline(document.blocks) if isinstance(i, NoteMark)]


@a_few
@given(documents)
def test_lines_are_narrow_and_clean(document):
    """No line is wider than 72 columns unless one word is too long, none ends in a space, none is over 998 octets."""
    written = plain_text(document)
    for line in "\n".join([written.body, written.notes, written.links]).split("\n"):
        longest = max(len(word) for word in re.split(r" (?!\[\d)", line))
        assert columns(line) <= 72 or longest > 40
        assert line == line.rstrip()
        assert len(line.encode()) <= 998


@given(st.text())
def test_any_text_gives_printable_lines(text):
    """No text gives a line with a control character."""
    written = plain_text(Document((para(Text(text)), CodeBlock(text))))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", written.body)


def test_the_same_address_has_one_number():
    """Links are numbered by address, in the order of the letter and then of its footnotes."""
    one, two = Link("https://one.example/", (Text("a"),)), Link("https://two.example/", (Text("b"),))
    document = Document((para(one, Text(" "), two, Text(" "), one),), (Footnote(1, "n", (para(two),)),))
    links = "[1] https://one.example/\n[2] https://two.example/"
    assert plain_text(document) == PlainText("a [1] b [2] a [1]", "¹ b [2]", links)


def test_a_link_that_says_its_address_is_not_repeated():
    """Bare addresses and email addresses get no number; a link without words shows its address."""
    links = [
        Link("https://x.example/", (Text("x.example"),)),
        Link("mailto:me@x.example", (Text("me@x.example"),)),
        Link("https://y.example", ()),
    ]
    document = Document(tuple(para(link) for link in links))
    assert plain_text(document) == PlainText("x.example\n\nme@x.example\n\nhttps://y.example", "", "")


def test_a_number_does_not_leave_its_link():
    """The line ends before a link's last word rather than between it and its number."""
    text = Text("x" * 62 + " ")
    assert body(para(text, Link("https://a.example", (Text("last words"),)))) == "x" * 62 + " last\nwords [1]"


def test_two_marks_in_a_row_have_a_comma():
    """¹ and ² side by side do not read as twelve."""
    assert body(para(Text("law"), NoteMark(1), NoteMark(12))) == "law¹,¹²"
    assert body(para(Text("m²"), Link("", (NoteMark(1),)), NoteMark(2))) == "m²,¹,²"


def test_white_space_stays_outside_the_marks():
    """Bold marks cling to the words; bold without words leaves nothing."""
    assert body(para(Strong((Text(" a "),)), Text("b"), Strong((Text(""),)))) == "*a* b"


def test_an_unfilled_placeholder_is_readable():
    """A letter before it is filled can be read, too."""
    assert body(para(Placeholder("vote"))) == "{{ vote }}"


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("a" * 30 + " " + "b" * 30, 24, "a" * 30 + "\n" + "b" * 30),
        ("李" * 12 + "。李", 24, "李" * 11 + "\n李。李"),
        ("e\u0301" * 24 + " x", 24, "e\u0301" * 24 + "\nx"),
        ("中👩\u200d👩中", 24, "中👩\u200d👩中"),
        ("no\u00a0break here and there", 24, "no\u00a0break here and there"),
    ],
)
def test_width_is_counted_in_columns(text, width, expected):
    """Wide characters fill two columns and may be parted; combining ones fill none; narrow words are never broken."""
    assert paragraph(text, width) == expected


def test_lines_stay_below_what_email_allows():
    """A word over 998 octets is cut between characters, in paragraphs and in code."""
    written = body(para(Text("ä" * 700)), CodeBlock("x" * 2000))
    assert [len(line.encode()) for line in written.split("\n")] == [998, 402, 0, 998, 998, 8]
    assert written.replace("\n", "").replace(" ", "") == "ä" * 700 + "x" * 2000


def test_tables_that_do_not_fit_become_labelled_lines():
    """A wide table gives each cell a line opened by its column's name; one with a line break in a cell does too."""
    wide = TableBlock(((Text("A"),), ()), (((Text("x" * 50),), (Text("y" * 50),)),))
    assert body(wide) == "A: " + "x" * 50 + "\n" + "y" * 50
    broken = TableBlock(((Text("A"),), (Text("B"),)), (((Text("x"), LineBreak(), Text("y")), (Text("z"),)),))
    assert body(broken) == "A: x\n  y\nB: z"


def test_tables_may_be_uneven_or_without_rows():
    """A short row ends in empty cells; a head alone that is too wide is one list."""
    uneven = TableBlock(((Text("A"),), (Text("B"),)), (((Text("x"),),),))
    assert body(uneven) == "A  B\n-  -\nx"
    head = TableBlock(((Text("a " * 20 + "a"),), (Text("b " * 20 + "b"),)), ())
    assert body(head) == "a " * 20 + "a; " + "b " * 14 + "b\n" + "b " * 5 + "b"


def test_empty_things_leave_no_trace():
    """An empty letter, list, item or list of signatories is not an error."""
    assert plain_text(Document(())) == PlainText("", "", "")
    assert body(BulletList(()), BulletList(((),)), NumberedList(1, ()), BlockQuote(()), Signatories(())) == "-"


def test_signatories_stand_one_a_line():
    """Each with its address, unless it leads nowhere."""
    lines = (SignatoryLine("A", "https://a.example"), SignatoryLine("B\nc", "#"))
    assert body(Signatories(lines)) == "A <https://a.example>\nB c"


def test_changes_are_marked():
    """Insertions and deletions have brackets of their own."""
    assert body(para(Text("a "), Deletion((Text("old"),)), Insertion((Text(" new"),)))) == "a [-old-] [+new+]"


def test_an_amendment_stands_side_below_side():
    """Both columns follow each other under their heads in the letter's language, changes bold italic."""
    changed = (Text("It "), Deletion((Text("may"),)), Insertion((Text("shall"),)), Text(" apply."))
    amendment = Amendment("Article 2", (changed, (Insertion((Text("New."),)),)))
    assert plain_text(Document((amendment,)), "fr").body == (
        "*Article 2*\n\nTexte proposé par la Commission:\n\n    It *_may_* apply.\n\n"
        "Amendement:\n\n    It *_shall_* apply.\n\n    *_New._*"
    )
    assert body(Amendment("", ((Insertion((Text("New."),)),),))) == (
        "Text proposed by the Commission:\n\n    –\n\nAmendment:\n\n    *_New._*"
    )


def test_headings_are_underlined_to_their_width():
    """Wide letters count twice."""
    assert body(Heading(2, (Text("李 x"),))) == "李 x\n----"
    assert heading("Two words", 5) == "Two words\n---------"


def _note_blocks(document):
    return tuple(block for note in document.notes for block in note.blocks)


def _figures(text):
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    return [int(figures.translate(digits)) for figures in re.findall("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", text)]


def _unmarked(text):
    return re.sub(r" ?\[\d+\]|<\S+>|\[[+-]|[+-]\]|[*_`,⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text)


def test_raised_figures():
    """All ten figures are raised."""
    assert superscript(1234567890) == "¹²³⁴⁵⁶⁷⁸⁹⁰"
