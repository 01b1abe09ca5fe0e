"""The letter as HTML fragments."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from campaign.core.languages import LANGUAGES
from campaign.core.letters import read
from campaign.core.letters.amendment import AmendmentHeads, amendment_heads
from campaign.core.letters.tree import (
    Amendment,
    BlockQuote,
    BulletList,
    Code,
    CodeBlock,
    Deletion,
    Document,
    Emphasis,
    Footnote,
    Heading,
    Insertion,
    LineBreak,
    Link,
    NoteMark,
    NumberedList,
    Paragraph,
    Placeholder,
    Rule,
    Signatories,
    SignatoryLine,
    Strong,
    TableBlock,
    Text,
    every_inline,
    plain_blocks,
)
from campaign.core.render import pandoc
from campaign.core.render.html import MAIL, PAGE, Fragments, Options, fragments
from campaign.core.render.letter_words import terms
from campaign.core.render.markdown import MarkdownWriter
from campaign.core.render.text import plain_text
from campaign.core.render.typst import typst_parts
from tests.helpers.trees import a_few, documents, words

_INLINE = {"strong", "em", "a", "code", "sup", "span", "ins", "del"}
_TAGS = {"p", "ul", "ol", "li", "pre", "hr", "br", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "div"}
_TAGS |= _INLINE | {f"h{level}" for level in range(2, 7)}


class _Reader(HTMLParser):
    """Collects words, superscript figures, tags and addresses of HTML."""

    def __init__(self, html):
        super().__init__()
        self.text, self.raised, self.tags, self.hrefs, self.open = [], [], set(), [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.hrefs += [value for name, value in attrs if name == "href"]
        if tag not in ("br", "hr"):
            self.open.append(tag)
        if tag not in _INLINE:
            self.text.append(" ")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        (self.raised if "sup" in self.open else self.text).append(data)


def body(*blocks, options=MAIL):
    return fragments(Document(blocks), options).body


@a_few
@given(documents)
def test_words_and_notes_are_those_of_the_tree(document):
    """No word is lost, added or moved, and footnote marks are in the tree's order."""
    written = fragments(document, MAIL)
    reader = _Reader(written.body)
    assert words("".join(reader.text)) == words(plain_blocks(document.blocks))
    marks = [inline.number for inline in every_inline(document.blocks) if isinstance(inline, NoteMark)]
    assert [int(figure) for figure in re.findall(r"\d+", " ".join(reader.raised))] == marks
    notes = tuple(block for note in document.notes for block in note.blocks)
    assert words("".join(_Reader(written.notes).text)) == words(plain_blocks(notes))


@a_few
@given(documents)
def test_links_lead_out_or_nowhere(document):
    """An email has no `#` link and no script; every element is known and closed."""
    written = fragments(document, MAIL)
    for part in (written.body, written.notes):
        reader = _Reader(part)
        assert [href for href in reader.hrefs if not re.match("https?://|mailto:", href)] == []
        assert reader.open == []
        assert reader.tags <= _TAGS
        assert " id=" not in part


@given(st.text())
def test_no_text_is_ever_markup(text):
    """No text anywhere adds an element."""
    line = SignatoryLine(text, text)
    parts = (Text(text), Code(text), Link(text, (Text(text),)), Placeholder(text))
    written = body(Paragraph(parts), CodeBlock(text), Signatories((line,)))
    assert _Reader(written).tags <= {"p", "code", "pre", "ul", "li", "span", "a"}


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Paragraph((Text("a < b & c"),)), "<p>a &lt; b &amp; c</p>"),
        (Paragraph((Strong((Emphasis((Text("x"),)),)), LineBreak())), "<p><strong><em>x</em></strong><br></p>"),
        (Paragraph((Code("<b>"),)), "<p><code>&lt;b&gt;</code></p>"),
        (Paragraph((Link("", (Text("words"),)),)), "<p>words</p>"),
        (Paragraph((Link("#", (Text("words"),)),)), "<p>words</p>"),
        (
            Paragraph((Link("mailto:a&b@x.example", ()),)),
            '<p><a href="mailto:a&amp;b@x.example">a&amp;b@x.example</a></p>',
        ),
        (Paragraph((Placeholder("vote"),)), '<p><span class="placeholder">{{ vote }}</span></p>'),
        (Paragraph((NoteMark(1), NoteMark(2))), "<p><sup>1</sup><sup>,2</sup></p>"),
        (
            Paragraph((NoteMark(1), Strong((NoteMark(2), Text("x"))), NoteMark(3))),
            "<p><sup>1</sup><strong><sup>,2</sup>x</strong><sup>3</sup></p>",
        ),
        (Paragraph((Deletion((Text("x"),)), Insertion((Text("<y>"),)))), "<p><del>x</del><ins>&lt;y&gt;</ins></p>"),
        (Heading(1, (Text("x"),)), "<h2>x</h2>"),
        (Heading(4, (Text("x"),)), "<h4>x</h4>"),
        (BulletList(((Paragraph((Text("x"),)),), ())), "<ul><li>x</li><li></li></ul>"),
        (NumberedList(3, ((Rule(), Rule()),)), '<ol start="3"><li><hr>\n<hr>\n</li></ol>'),
        (BlockQuote((Paragraph((Text("x"),)),)), "<blockquote><p>x</p>\n</blockquote>"),
        (CodeBlock("a\n  <b>"), "<pre><code>a\n  &lt;b&gt;</code></pre>"),
        (
            TableBlock(((Text("A"),),), (((Text("b"),),),)),
            '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>',
        ),
        (
            Signatories((SignatoryLine("A & B", 'https://x.example/"q'), SignatoryLine("C"))),
            '<ul class="signatories"><li><a href="https://x.example/&#34;q">A &amp; B</a></li><li>C</li></ul>',
        ),
    ],
)
def test_every_part_in_an_email(block, html):
    """Each kind of block and inline has its HTML."""
    assert body(block) == Markup(html + "\n")


def test_an_amendment_is_a_table():
    """The Parliament's two columns, their heads in the letter's language, changes bold italic."""
    changed = (Deletion((Text("may"),)), Insertion((Text("shall"),)))
    written = fragments(Document((Amendment("Art. <2>", (changed,)),)), MAIL, "fr").body
    assert written == (
        '<p><strong>Art. &lt;2&gt;</strong></p>\n<table><thead><tr><th scope="col">Texte proposé par la Commission</th>'
        '<th scope="col">Amendement</th></tr></thead><tbody><tr><td><strong><em>may</em></strong></td>'
        "<td><strong><em>shall</em></strong></td></tr></tbody></table>\n"
    )
    assert body(Amendment("", ())).startswith("<table>")


def test_notes_in_a_mail():
    """A footnote opens with its number, which is alone before a list."""
    notes = (Footnote(1, "a", (Paragraph((Text("x"),)), Rule())), Footnote(2, "b", (BulletList(()),)))
    assert fragments(Document((), notes), MAIL) == Fragments(
        Markup(""),
        Markup(
            '<div class="note"><p><sup>1</sup> x</p>\n<hr>\n</div>\n'
            '<div class="note"><p><sup>2</sup> </p>\n<ul></ul>\n</div>\n'
        ),
    )


def test_anchors_on_a_page():
    """On a page marks and footnotes link to each other; an unused footnote has no link."""
    called = Paragraph((NoteMark(1), Text(" "), NoteMark(1)))
    document = Document((called,), (Footnote(1, "a", ()), Footnote(2, "b", ())))
    mark = '<a href="#note-1" role="doc-noteref">1</a>'
    back = '<a href="#call-1" role="doc-backlink">1</a>'
    assert fragments(document, PAGE) == Fragments(
        Markup(f'<p><sup id="call-1">{mark}</sup> <sup>{mark}</sup></p>\n'),
        Markup(
            f'<div class="note" id="note-1"><p><sup>{back}</sup> </p>\n</div>\n'
            '<div class="note" id="note-2"><p><sup>2</sup> </p>\n</div>\n'
        ),
    )


def test_headings_begin_where_the_page_says():
    """A page may keep the first two levels for itself."""
    assert body(Heading(2, ()), options=Options(top_heading=3)) == "<h3></h3>\n"


def test_terms_of_a_language():
    """A region's language is its language's; an unknown one gets English."""
    assert (terms("de-AT"), terms("xx")) == (LANGUAGES["de"].terms, LANGUAGES["en"].terms)


TABLE = """
| Article | Cost |
|:-:|--:|
| Two | 5 |
| Twenty | 95,000 |
"""


def test_columns_keep_their_alignment():
    """A column's alignment is the same in every output, and in Markdown written again."""
    letter, _ = read(f"---\ntitle: T\n---\n{TABLE}", "letter.en.md", "en")
    (table,) = letter.document.blocks
    assert table.aligns == ("center", "right")
    assert fragments(letter.document).body.count('<td align="right">') == 2
    assert '<th scope="col" align="center">Article</th>' in fragments(letter.document).body
    assert plain_text(letter.document).body == ("Article    Cost\n-------  ------\n  Two         5\nTwenty   95,000")
    assert "columns: 2, align: (center, right,)" in typst_parts(letter.document).body
    assert "| :---: | ---: |" in MarkdownWriter({}).blocks(letter.document.blocks)
    (written,) = pandoc.draft(letter.document, {}, "en")["blocks"]
    assert [column[0]["t"] for column in written["c"][2]] == ["AlignCenter", "AlignRight"]


def test_left_head_of_an_amendment_is_the_sources():
    """After a second `|` an amendment names the text on the left; without one it is the Commission's."""
    one, other = Amendment("Article 2 | Draft compromise", ()), Amendment("Article 2", ())
    assert amendment_heads(one, "de") == AmendmentHeads("Article 2", "Draft compromise", "Geänderter Text")
    assert amendment_heads(other, "de") == AmendmentHeads("Article 2", "Vorschlag der Kommission", "Geänderter Text")
    assert fragments(Document((one,))).body.startswith(
        '<p><strong>Article 2</strong></p>\n<table><thead><tr><th scope="col">Draft compromise</th>'
    )
