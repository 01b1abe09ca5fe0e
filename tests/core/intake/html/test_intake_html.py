"""HTML as word processors, editors and converters write it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaign.core.intake import Draft, draft
from campaign.core.intake.html import html
from campaign.core.letters import read
from campaign.core.letters.tree import (
    BlockQuote,
    BulletList,
    CodeBlock,
    Document,
    Emphasis,
    Heading,
    Link,
    NoteMark,
    NumberedList,
    Paragraph,
    Rule,
    Strong,
    TableBlock,
    Text,
    plain_blocks,
    walk,
)
from campaign.errors import LetterError

TOP = "<p>Dear Ms. Aalto,</p>"
SIGNED = "<p>Signed:</p><p><img alt='SEAL WATCH'><br><a href='https://seal.example'>Seal Watch</a></p>"

NOTES = {
    "pandoc": (
        '<p>Seals<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>'
        ' swim<a href="#fn2" id="fnref2"><sup>2</sup></a>.</p>'
    )
    + SIGNED
    + (
        '<section id="footnotes"><hr /><ol><li id="fn1"><p>First.</p><p>More.<a href="#fnref1" '
        'class="footnote-back">↩︎</a></p></li><li id="fn2"><p>Second.<a href="#fnref2">↩︎</a></p></li>'
        "</ol></section>"
    ),
    "mammoth": (
        '<p>Seals<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup> swim<sup><a '
        'href="#footnote-2" id="footnote-ref-2">[2]</a></sup>.</p>'
    )
    + SIGNED
    + (
        '<ol><li id="footnote-1"><p>First.</p><p>More. <a href="#footnote-ref-1">↑</a></p></li><li '
        'id="footnote-2"><p>Second. <a href="#footnote-ref-2">↑</a></p></li></ol>'
    ),
    "word": (
        '<div class=WordSection1><p class=MsoNormal>Seals<a style="x" href="#_ftn1" name="_ftnref1" '
        'title=""><span class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a>'
        ' swim<a href="#_ftn2" name="_ftnref2">[2]</a>.<o:p></o:p></p>'
    )
    + SIGNED
    + (
        '</div><div style="mso-element:footnote-list"><br clear=all><hr align=left width="33%"><div '
        'id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> First.</p><p>More.</p>'
        '</div><div id=ftn2><p><a href="#_ftnref2" name="_ftn2">[2]</a> Second.</p></div></div>'
    ),
    "google": (
        '<p><span>Seals</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> swim</span>'
        '<sup><a href="#ftnt2" id="ftnt_ref2">[2]</a></sup><span>.</span></p>'
    )
    + SIGNED
    + (
        '<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> First.</span></p><p>More.</p></div>'
        '<div><p><a href="#ftnt_ref2" id="ftnt2">[2]</a> Second.</p></div>'
    ),
    "flat": '<p>Seals[<a href="#n1" id="r1">1</a>] swim<sup>[<a href="#n2">2</a>]</sup>.</p>'
    + SIGNED
    + '<p id="n1"><sup>1</sup> First.</p><p>More.</p><p id="n2">2 Second.</p>',
}


def document(result: Draft) -> Document:
    letter, problems = read(result.letter, "letter.en.md")
    assert problems == ()
    return letter.document


def lost_or_added(result: Draft) -> list[str]:
    return [problem.message for problem in result.review if problem.message.startswith("words ")]


@pytest.mark.parametrize("program", ["pandoc", "mammoth", "word", "google"])
def test_notes_of_every_program(program: str) -> None:
    """Two notes, the first of two paragraphs, are bound to their marks; organisations and words stay right."""
    result = draft(f"<html lang='de'><body>{TOP}{NOTES[program]}</body></html>", "a.html")
    letter = document(result)
    assert [plain_blocks(note.blocks) for note in letter.notes] == ["First.\nMore.", "Second."]
    assert plain_blocks(letter.blocks) == "{{ salutation }}\nSeals swim."
    assert [inline.number for inline in walk(letter.blocks[1].children) if isinstance(inline, NoteMark)] == [1, 2]  # type: ignore[union-attr]  # it is a paragraph
    assert [(organisation.name, organisation.url) for organisation in result.organisations] == [
        ("Seal Watch", "https://seal.example")
    ]
    assert lost_or_added(result) == []


def test_notes_in_flat_paragraphs() -> None:
    """A note whose anchor is a paragraph of its own ends at the next note; brackets around a raised link belong to its
    mark."""
    letter = document(draft(f"{TOP}{NOTES['flat']}", "a.html"))
    assert [plain_blocks(note.blocks) for note in letter.notes] == ["First.\nMore.", "2 Second."]


def test_blocks_and_emphasis() -> None:
    """Headings, lists, tables, quotations, rules and code; bold and italic by tag, by style and by a class."""
    page = (
        "<!doctype html><title>Seals &amp; ferries</title><style>.c1{font-weight:700} .c2{font-style:italic}</styl"
        "e><script>var lost</script>"
        f"{TOP}<h2>What<br>we ask</h2><p><b>one</b> <i>two</i> <span style='font-weight:bold'>three</span>"
        " <span class=c1>four</span> "
        "<em class=c2>five</em> <b>se</b><b>ven</b> <b style='font-weight:normal'>six</b> "
        "m<sup>2</sup> 5<sup>th</sup> &lt;b&gt; {{ x }}</p>"
        "<ul><li>a<li>b<ol start=3><li>c</li></ol></ul><blockquote><p>q</p></blockquote><hr><pre>x\n y</pre>"
        "<table><caption>T.</caption><tr><th>h<td>i<tr><td>j<br>k</table><p>u.<br><br>v<a "
        "href='javascript:x'>w</a>.<a name=z></a></p>loose<!-- gone -->"
    )
    result = draft(page, "a.html")
    kinds = [type(block) for block in document(result).blocks[1:]]
    assert kinds == [
        Heading,
        Paragraph,
        BulletList,
        BlockQuote,
        Rule,
        CodeBlock,
        Paragraph,
        TableBlock,
        Paragraph,
        Paragraph,
        Paragraph,
    ]
    words = document(result).blocks[2]
    assert isinstance(words, Paragraph)
    strong = [inline for inline in walk(words.children) if isinstance(inline, Strong)]
    assert [inline.children for inline in strong] == [
        (Text("one"),),
        (Text("three"),),
        (Text("four"),),
        (Text("seven"),),
    ]
    assert len([inline for inline in walk(words.children) if isinstance(inline, Emphasis)]) == 2
    assert plain_blocks((words,)) == "one two three four five seven six m² 5th <b> {{ x }}"
    assert result.title == "Seals & ferries"
    assert "the link “w” leads to javascript:x, where no reader can follow" in [
        problem.message for problem in result.review
    ]
    assert lost_or_added(result) == []


def test_layout_tables_and_broken_markup() -> None:
    """A layout table becomes paragraphs; unclosed and needless tags change nothing."""
    page = (
        f"<table><tr><td>{TOP}<p>Seals.<p>They swim.</b></i></td></tr></table><ol start=x><li></li>"
        "</ol><ul></ul><blockquote></blockquote><pre> </pre><h1></h1><svg><text>no</text></svg>"
    )
    result = draft(page, "a.html")
    assert plain_blocks(document(result).blocks[1:]) == "Seals.\nThey swim."
    assert lost_or_added(result) == []


def test_links_inside_the_page_are_no_notes() -> None:
    """The words of links in a table of contents, which lead to headings, stay."""
    result = draft(
        f"{TOP}<p><a href='#s1'>1</a> <a href='#gone'>2</a> <a href='#s1'>Seals swim</a></p><h2 id=s1>One</h2><p>x</p>",
        "a.html",
    )
    assert document(result).notes == ()
    assert [inline.children for inline in walk(document(result).blocks[1].children) if isinstance(inline, Link)] == [  # type: ignore[union-attr]  # it is a paragraph
        (Text("1"),),
        (Text("2"),),
        (Text("Seals swim"),),
    ]
    assert isinstance(document(draft("<ol><li>a<li>b</ol>", "a.html")).blocks[0], NumberedList)


def test_nested_beyond_reason() -> None:
    """Two thousand nested elements are read, each word once."""
    result = draft("<div><b>" * 2_000 + "seal" + "</b></div>" * 2_000, "a.html")
    assert plain_blocks(document(result).blocks) == "seal"


MARKUP = """<p> </p> <b> </b> <i> </i> <br> <ul> <li> </ul> <table> <tr> <td> </table> <h2> </h2> <a/href=#> </a> <div>
</div> <sup> </sup> <hr> <span> <!-- <pre> </pre> <title> &amp; &lt;b&gt;"""
TAGS = st.sampled_from(MARKUP.split())


@settings(deadline=None)
@example(["<sup>", "12 "])
@given(st.lists(st.one_of(TAGS, st.sampled_from(["seal ", "ferry ", "12 ", "*", "naïve "])), max_size=30))
def test_no_word_is_lost_whatever_the_tags(parts: list[str]) -> None:
    """With tags in any order the import succeeds, and its comparison reports no lost or added word."""
    assert lost_or_added(draft(f"<html>{TOP}<p>One.</p>{''.join(parts)}", "a.html")) == []


def test_two_calls_of_one_note() -> None:
    """A note with two marks has one text, and the label of its first mark."""
    page = f"{TOP}<p>A<a href='#n1' id=r1>1</a> b<a href='#n1'>1</a>.</p>{SIGNED}<ol><li id=n1>Note.</li></ol><p>{TOP}"
    assert draft(page, "a.html").letter.count("[^1]") == 3


@pytest.mark.parametrize(
    "call",
    [
        "[<a href='#n'>12</a>]",
        "<sup><a href='#n'>12</a></sup>",
        "<a href='#n'><sup>12</sup></a>",
        "<sup>[<a href='#n'>12</a>]</sup>",
    ],
)
def test_calls_of_two_digits(call: str) -> None:
    """The digits of a note's mark are compared as on the page, however the mark is raised."""
    result = draft(f"{TOP}<p>Seals{call} swim 10<sup>15</sup>.</p>{SIGNED}<p id=n><sup>12</sup> Note.</p>", "a.html")
    assert lost_or_added(result) == []


def test_html_without_an_ending_in_its_name() -> None:
    """HTML is recognised by its first tag; words between the cells of a table stay."""
    result = draft(
        (
            f"{TOP}<table>seal<tr><td>a</td><td>b</td></tr><tr><td>c<div>d</div><span/><td>e</tr></table>"
            "<ul>loose<li>f</ul>"
        ),
        "letter",
    )
    assert plain_blocks(document(result).blocks[1:]).split() == ["seal", "a", "b", "c", "d", "e", "loose", "f"]
    assert lost_or_added(result) == []


def test_blocks_inside_a_heading() -> None:
    """A block in a place for words only becomes its words."""
    assert plain_blocks(document(draft("<h2>What<div>we</div>ask</h2>", "a.html")).blocks) == "What we ask"


def test_a_page_that_is_too_large_is_refused_before_it_is_read():
    """Both the tags and the text have a limit; much markup around little text has not."""
    for page, words in (
        ("<b>" * 200_001, "it has 200,001 tags"),
        ("<p>" + "a " * 300_000, "it has 600,000 characters"),
    ):
        with pytest.raises(LetterError) as caught:
            html.read(page)
        assert caught.value.message.startswith(words)
    assert html.read(f"<p style='{'x' * 600_000}'>a</p>").words == ("a",)
