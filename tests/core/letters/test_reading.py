"""Reading a letter's Markdown into the tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.letters import dialect, read, tree_builder
from campaign.core.letters.tree import (
    BlockQuote,
    BulletList,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Footnote,
    Heading,
    LineBreak,
    Link,
    NoteMark,
    NumberedList,
    Paragraph,
    Placeholder,
    Rule,
    Strong,
    TableBlock,
    Text,
    every_inline,
    plain_blocks,
)
from campaign.errors import LetterError
from tests.helpers.examples import examples


def document(text: str) -> Document:
    return tree_builder.document(dialect.parse(text))


def paragraph(text: str) -> tuple[object, ...]:
    (only,) = document(text).blocks
    assert isinstance(only, Paragraph)
    return only.children


def test_inlines():
    """Emphasis, code, links and line breaks become nodes with their words."""
    assert paragraph("A *b **c*** `x<y & z` [w](https://a.example/?p=1&q=2)  \nend") == (
        Text("A "),
        Emphasis((Text("b "), Strong((Text("c"),)))),
        Text(" "),
        Code("x<y & z"),
        Text(" "),
        Link("https://a.example/?p=1&q=2", (Text("w"),)),
        LineBreak(),
        Text("end"),
    )


def test_blocks():
    """Headings, lists, quotes, tables, rules and code become blocks in their order."""
    text = "# H\n\n- a\n- b\n\n3. c\n4. d\n\n> q\n\n| x | y |\n|---|---|\n| 1 | *2* |\n\n***\n\n    code\n"
    assert document(text).blocks == (
        Heading(1, (Text("H"),)),
        BulletList(((Paragraph((Text("a"),)),), (Paragraph((Text("b"),)),))),
        NumberedList(3, ((Paragraph((Text("c"),)),), (Paragraph((Text("d"),)),))),
        BlockQuote((Paragraph((Text("q"),)),)),
        TableBlock(((Text("x"),), (Text("y"),)), (((Text("1"),), (Emphasis((Text("2"),)),)),)),
        Rule(),
        CodeBlock("code"),
    )


def test_notes_are_numbered_by_first_call():
    """Footnotes are numbered by their first marks, whatever their labels, places or number of marks."""
    tree = document("One[^z] two[^a] again[^z].\n\n[^a]: Second.\n[^z]: First.\n\n    More.\n")
    assert tree.notes == (
        Footnote(1, "z", (Paragraph((Text("First."),)), Paragraph((Text("More."),)))),
        Footnote(2, "a", (Paragraph((Text("Second."),)),)),
    )
    assert [inline.number for inline in every_inline(tree.blocks) if isinstance(inline, NoteMark)] == [1, 2, 1]


def test_a_note_may_call_a_note():
    """A footnote used in a footnote is numbered after those used in the body; unused ones come last."""
    tree = document("Body[^a] and[^b].\n\n[^u]: Unused.\n[^a]: See[^c].\n[^b]: B.\n[^c]: C.\n")
    assert [(note.number, note.label) for note in tree.notes] == [(1, "a"), (2, "b"), (3, "c"), (4, "u")]


def test_placeholders_are_elements():
    """A placeholder is a node of its own, in text, emphasis, links, headings and tables."""
    assert paragraph("Dear {{ addressee.name }}, *{{vote}}*") == (
        Text("Dear "),
        Placeholder("addressee.name"),
        Text(", "),
        Emphasis((Placeholder("vote"),)),
    )


def test_a_code_span_holds_no_placeholder():
    """Braces inside code are code."""
    assert paragraph("`{{ name }}`") == (Code("{{ name }}"),)


@pytest.mark.parametrize("href", ["#", "javascript:alert(1)", "data:text/html,x", "//a.example", "vbscript:x", "a b"])
def test_a_link_that_leads_nowhere_keeps_its_words(href):
    """A link that is not http, https or mailto has an empty target and all its words."""
    assert paragraph(f"[words](<{href}>)") == (Link("", (Text("words"),)),)


def test_raw_html_is_text():
    """A tag in a letter is shown as it was typed and never becomes an element."""
    assert paragraph("a <b>bold</b> <script>x</script>") == (Text("a <b>bold</b> <script>x</script>"),)


def test_a_block_of_html_is_text():
    """A block of HTML is a paragraph of its source."""
    assert document("<div onclick='x'>\nhello\n</div>").blocks == (
        Paragraph((Text("<div onclick='x'> hello </div>"),)),
    )


def test_entities_are_characters():
    """Named and numbered entities are read as the character they name."""
    assert paragraph("&copy; &#8364; &nbsp; &unknown;") == (Text("© € \N{NO-BREAK SPACE} &unknown;"),)


def test_automatic_links_and_mails():
    """Bare links and email addresses in angle brackets are links."""
    assert paragraph("<https://a.example> <me@a.example>") == (
        Link("https://a.example", (Text("https://a.example"),)),
        Text(" "),
        Link("mailto:me@a.example", (Text("me@a.example"),)),
    )


def test_images_are_their_description():
    """An image leaves its description, or nothing."""
    assert paragraph("a ![the logo](x.png) b ![](y.png)c") == (Text("a the logo b c"),)


def test_an_empty_letter_has_no_blocks():
    """An empty text gives an empty tree."""
    assert document(" \n\n") == Document(())


def test_a_called_note_without_text_stays_as_typed():
    """The mark of a footnote that does not exist stays in the words; the check reports it."""
    assert paragraph("a[^none]") == (Text("a[^none]"),)


def test_a_huge_letter_is_refused():
    """A text of more than two million characters is refused, with a fix."""
    with pytest.raises(LetterError) as caught:
        dialect.parse("x" * 2_000_001)
    assert caught.value.message == "the letter has 2,000,001 characters; the limit is 2,000,000"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", [">" * 5000 + " deep", "\n".join("    " * deep + "- item" for deep in range(500))], ids=["quotes", "lists"]
)
def test_deep_nesting_is_refused(text):
    """Quotes and lists that are nested without end are a clear error, not a crash."""
    with pytest.raises(LetterError) as caught:
        dialect.parse(text)
    assert caught.value.message == "the letter is nested too deeply"


_WORDS = st.text(alphabet="abcdefg éß €—’*_[](){}<>&#`|!\\:^1~", min_size=1, max_size=60)


@given(st.lists(_WORDS, max_size=8))
@settings(max_examples=examples(150), deadline=None)
def test_reading_never_fails_and_leaves_no_marks(paragraphs):
    """Any text can be read, and none of the parser's private marks survive in the words."""
    words = plain_blocks(document("\n\n".join(paragraphs)).blocks)
    assert "\x02" not in words
    assert "\x03" not in words
    assert "zz1337820767766393qq" not in words


@pytest.mark.parametrize("signs", ["[", "![", "*a ", "{++", "a[^n] ", "<b"])
def test_a_paragraph_of_signs_is_refused(signs):
    """A paragraph with thousands of markup characters, which would take minutes, is refused with its line."""
    with pytest.raises(LetterError) as caught:
        dialect.parse("First.\n\nSecond\n" + signs * 5000)
    assert caught.value.message.startswith("line 3: the paragraph has ")


def test_a_thousand_notes_are_read():
    """A thousand footnote marks in as many paragraphs are numbered in order."""
    body = "\n\n".join(f"a[^{at}]" for at in range(1_000))
    notes = "\n\n".join(f"[^{at}]: n" for at in range(1_000))
    assert [note.number for note in document(f"{body}\n\n{notes}\n").notes] == list(range(1, 1_001))


def test_many_lines_are_refused_or_read_at_once() -> None:
    """A paragraph of more than 3,000 lines is refused with its line; a million blank lines are read as a few."""
    with pytest.raises(LetterError, match=r"l\.md: line 3: the paragraph has 3,001 lines; the limit is 3,000"):
        read("Text.\n\n" + "=\n" * 3_001, "l.md")
    letter, problems = read("One.\n" + "\n" * 1_000_000 + "Two.", "l.md")
    assert (len(letter.document.blocks), problems) == (2, ())
