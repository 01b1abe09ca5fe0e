"""The letter as Typst source: every text a literal, every element a call."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.languages import LANGUAGES
from campaign.core.letters.tree import (
    Amendment,
    BlockQuote,
    BulletList,
    Code,
    CodeBlock,
    Comment,
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
    plain_blocks,
)
from campaign.core.render.logos import LogoPlacement
from campaign.core.render.print_words import WORDS, print_words
from campaign.core.render.sheet import NotePlacing, Sheet, typst_source
from campaign.core.render.typst import is_long, typst_parts
from campaign.core.render.typst_code import string_literal
from tests.helpers.trees import a_few, documents, words

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_CALLS = frozenset(
    re.findall(
        r"\S+",
        """
    par kept-with-next list enum quote raw rule table table.header amendment signatories heading
    strong emph link inserted deleted linebreak super note again annexed behind letter
    """,
    )
)
_NAMES = frozenset(
    re.findall(
        r"\S+",
        """
    true false none import name href tight start block level repeat columns language region title
    sender contact address dateline delivery subject version whole-version page-words annex
    annex-heading notes-heading uncalled public-url on-the-web code strict-notes logo side left top
    width height file changed-link
    """,
    )
)
_HOSTILE = (
    '#read("/etc/passwd")',
    '"] ) } #panic("x")',
    "\\",
    '\\"',
    "$a$",
    "*b* _c_ `d` <e> @f",
    "#{1+1}",
    "// x",
    "{{ }}",
)


def body(*blocks, notes=(), **options):
    return typst_parts(Document(blocks, tuple(notes)), **options).body


def run(*inlines):
    return body(Paragraph(inlines))


def outside(code):
    """Return the code without its literals."""
    return _LITERAL.sub("", code)


def literals(code):
    """Return the texts of the literals, in order."""
    return [re.sub(r"\\(.)", r"\1", text) for text in _LITERAL.findall(code)]


def only_ours(code):
    """Whether only our own calls and names are outside of literals."""
    rest = outside(code)
    return set(re.findall(r"[a-z][a-z.-]*(?=\()", rest)) <= _CALLS and (
        set(re.findall(r"[a-z][a-z.-]*", rest)) <= _CALLS | _NAMES
    )


@pytest.mark.parametrize(
    ("inlines", "code"),
    [
        ((Text('a "b" \\'),), '{par({"a \\"b\\" \\\\"})}'),
        ((Strong((Text("a"), Emphasis((Code("b"),)))),), '{par({strong({"a"; emph({raw("b")})})})}'),
        ((Link("https://a.example", (Text("a"),)),), '{par({{link("https://a.example", {"a"})}})}'),
        ((Link("mailto:a@b.example", ()),), '{par({{link("mailto:a@b.example", "a@b.example")}})}'),
        ((Link("javascript:alert()", (Text("a"),)),), '{par({{{"a"}}})}'),
        (
            (Link("https://a.example", (Text("a"), Deletion((Text("b"),)))),),
            '{par({{[#link("https://a.example", {"a"; deleted({"b"})})<changed-link>]}})}',
        ),
        (
            (Insertion((Link("https://a.example", (Text("a"),)),)),),
            '{par({inserted({{[#link("https://a.example", {"a"})<changed-link>]}})})}',
        ),
        ((Insertion((Text("a"),)), Deletion((Text("b"),))), '{par({inserted({"a"}); deleted({"b"})})}'),
        ((Text("a"), LineBreak(), Text("b")), '{par({"a"; linebreak(); "b"})}'),
        ((Text("a"), Comment("secret")), '{par({"a"; []})}'),
        ((Placeholder("vote"),), '{par({"{{ vote }}"})}'),
        ((), "{par([])}"),
    ],
)
def test_inlines(inlines, code):
    """Each inline is a call with its words in literals."""
    assert run(*inlines) == code


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (
            BulletList(((Paragraph((Text("a"),)),), (Paragraph(()), Rule()))),
            '{list(tight: false, {"a"}, {par([]); rule()})}',
        ),
        (NumberedList(3, ((Paragraph((Text("a"),)),),)), '{enum(start: 3, tight: true, {"a"})}'),
        (BlockQuote((Paragraph((Text("a"),)),)), '{quote(block: true, {par({"a"})})}'),
        (CodeBlock('a\n  "b"'), '{raw(block: true, "a\n  \\"b\\"")}'),
        (Rule(), "{rule()}"),
        (TableBlock((), ()), "{[]}"),
        (
            TableBlock(((Text("a"),), (Text("b"),)), (((Text("c"),),),)),
            '{table(columns: 2, table.header(repeat: true, {"a"}, {"b"}), {"c"}, [])}',
        ),
        (
            Signatories((SignatoryLine("A", "https://a.example"),)),
            '{signatories((name: "A", href: "https://a.example"))}',
        ),
    ],
)
def test_blocks(block, code):
    """Each block is a call with its inlines."""
    assert body(block) == code


def test_repeated_head_holds_no_note():
    """A table head with a footnote mark is not repeated on the next page."""
    table = TableBlock(((Text("a"), Strong((NoteMark(1),))),), ())
    code = '{table(columns: 1, table.header(repeat: false, {"a"; strong({{note(1, {{"n"}})}})}))}'
    assert body(table, notes=[Footnote(1, "n", (Paragraph((Text("n"),)),))]) == code


def test_amendment_has_two_columns():
    """An amendment has the heads of its language and both sides of each paragraph."""
    block = Amendment("Article 2", ((Text("a "), Deletion((Text("b"),)), Insertion((Text("c"),))),))
    assert body(block, language="de") == (
        '{amendment(heading: "Article 2", "Vorschlag der Kommission", "Geänderter Text", '
        '{"a "; strong({emph({"b"})})}, {"a "; strong({emph({"c"})})})}'
    )


def test_line_above_the_signatories_stays_with_them():
    """The paragraph before the signatories stays on their page."""
    blocks = (Paragraph((Text("With respect,"),)), Signatories(()))
    assert body(*blocks) == '{kept-with-next(par({"With respect,"})); signatories()}'


def test_logo_stands_by_its_name():
    """A signatory's logo is looked up by name and written with its lengths."""
    logos = {"A": LogoPlacement("a.svg", 1, 0.125, 0.25, 0.5, 0.0625)}
    code = (
        '{signatories((name: "A", href: "", logo: (side: 1.0000, left: 0.1250, top: 0.2500, width: 0.5000, '
        'height: 0.0625, file: "a.svg")), (name: "B", href: ""))}'
    )
    assert body(Signatories((SignatoryLine("A"), SignatoryLine("B"))), logos=logos) == code


def test_headings_never_skip_a_level():
    """Levels begin below the title and go down one at a time, as PDF/UA demands."""
    levels = [1, 4, 6, 2, 3]
    code = body(*(Heading(level, (Text("a"),)) for level in levels))
    assert re.findall(r"level: (\d)", code) == ["2", "3", "4", "2", "3"]


def test_heading_in_a_note_is_bold():
    """A footnote is outside of the heading order, so its headings are bold paragraphs."""
    note = Footnote(1, "n", (Heading(2, (Text("h"),)), Paragraph((Text("p"),))))
    assert body(Paragraph((NoteMark(1),)), notes=[note]) == '{par({{note(1, {par(strong({"h"})); par({"p"})})}})}'


def test_empty_heading_is_none():
    """An empty heading would not be accessible; it is a paragraph."""
    assert body(Heading(2, (NoteMark(1),))) == "{par(strong({{note(1, [])}}))}"


def test_a_change_inside_a_change_looks_like_the_outer_one():
    """Nested changes are marked once; in a footnote of changed words, changes are marked again."""
    note = Footnote(1, "n", (Paragraph((Insertion((Text("n"),)),)),))
    code = '{par({deleted({"a"; {"b"}; {note(1, {{inserted({"n"})}})}; "c"})})}'
    assert (
        body(Paragraph((Deletion((Text("a"), Insertion((Text("b"),)), NoteMark(1), Text("c"))),)), notes=[note]) == code
    )


def test_marks_follow_the_link_that_calls_them():
    """A link contains no other link; footnote marks follow it."""
    inner = Link("https://b.example", (Text("b"),))
    link = Link("https://a.example", (Text("a"), NoteMark(1), inner))
    code = '{par({{link("https://a.example", {"a"; []; {"b"}}); {note(1, [])}}})}'
    assert body(Paragraph((link,))) == code


def test_note_behind_that_calls_itself_ends():
    """A footnote behind the letter is marked as such, also inside itself."""
    document = Document((), (Footnote(1, "a", (Paragraph((NoteMark(1),)),)),))
    assert typst_parts(document).notes == "{behind(1, {{{annexed(1)}}})}"


def test_notes_are_written_at_their_first_call():
    """The first mark has the footnote, later ones refer to it, neighbours have a comma in between."""
    notes = [Footnote(1, "a", (Paragraph((Text("x"),)), Paragraph((Text("y"),)))), Footnote(2, "b", ())]
    code = body(Paragraph((Text("t"), NoteMark(1), NoteMark(2), Text("u"), NoteMark(1), NoteMark(9))), notes=notes)
    assert code == (
        '{par({"t"; {note(1, {{"x"}; par({"y"})})}; {super(","); note(2, [])}; "u"; '
        '{again(1)}; {super(","); note(9, [])}})}'
    )


def test_note_that_calls_itself_ends():
    """Footnotes that use each other are each written once."""
    notes = [Footnote(1, "a", (Paragraph((NoteMark(2),)),)), Footnote(2, "b", (Paragraph((NoteMark(1),)),))]
    document = Document((Paragraph((NoteMark(1),)),), tuple(notes))
    written = typst_parts(document)
    assert written.body == "{par({{note(1, {{{annexed(2)}}})}})}"
    assert written.notes == "{behind(2, {{{again(1)}}})}"


def test_note_that_only_a_note_calls_is_printed_last():
    """A footnote called in another one goes behind the letter, so that the numbers at the foot of the pages are in
    order; one that the text calls later stays with its text, and a mark without a footnote is a raised figure."""
    inner = (NoteMark(2), Text("a"), NoteMark(3), Text("b"), NoteMark(9))
    notes = (Footnote(1, "a", (Paragraph(inner),)), Footnote(2, "b", ()), Footnote(3, "c", (Paragraph((Text("x"),)),)))
    document = Document((Paragraph((NoteMark(1), Text("t"), NoteMark(2))),), notes)
    written = typst_parts(document)
    assert written.body == (
        '{par({{note(1, {{{again(2)}; "a"; {annexed(3)}; "b"; {super("9")}}})}; "t"; {note(2, [])}})}'
    )
    assert written.notes == '{behind(3, {{"x"}})}'


def test_long_notes_stand_behind_where_asked_for():
    """With `annex`, a footnote of more than 150 words goes behind the letter; a short one stays."""
    long, short = (
        Footnote(1, "a", (Paragraph((Text("w " * 151),)),)),
        Footnote(2, "b", (Paragraph((Text("w " * 150),)),)),
    )
    document = Document((Paragraph((NoteMark(1), Text("t"), NoteMark(2))),), (long, short))
    written = typst_parts(document, annex=True)
    assert [is_long(long), is_long(short)] == [True, False]
    assert written.body.startswith('{par({{annexed(1)}; "t"; {note(2, ')
    assert written.annex.startswith('{behind(1, {{"w w')
    assert written.notes == "[]"
    assert typst_parts(document).annex == "[]"


def test_uncalled_notes_are_not_lost():
    """An unused footnote goes behind the letter."""
    document = Document((), (Footnote(1, "a", (Paragraph((Text("x"),)),)),))
    assert typst_parts(document).notes == '{behind(1, {{"x"}})}'


@given(documents)
@a_few
def test_words_in_their_order(document):
    """All characters of a random letter are in the source: those of the body in order, each footnote's once."""
    bare = Document(document.blocks, ())
    assert _letters(typst_parts(bare)) == "".join(words(plain_blocks(document.blocks)))
    notes = (plain_blocks(note.blocks) for note in document.notes)
    everything = "".join(words("\n".join((plain_blocks(document.blocks), *notes))))
    assert sorted(_letters(typst_parts(document))) == sorted(everything)


def _letters(written):
    code = written.body + written.notes
    assert only_ours(code)
    texts = (text for text in literals(code) if not text.startswith(("http", "mailto")))
    return "".join(word for text in texts for word in words(text))


hostile = st.lists(st.sampled_from(_HOSTILE) | st.text(max_size=8), max_size=4).map("".join)


@given(hostile, hostile)
@a_few
def test_nothing_escapes_its_literal(one, two):
    """No content of a letter, a name or a link is outside of a literal."""
    document = Document(
        (
            Paragraph((Text(one), Code(two), Link("https://a.example/" + two, (Text(one),)), NoteMark(1))),
            CodeBlock(two + "\n" + one),
            Amendment(one, ((Text(two),),)),
            Signatories((SignatoryLine(one, two),)),
        ),
        (Footnote(1, one, (Paragraph((Text(two),)),)),),
    )
    sheet = Sheet(one, two, document, one, two, (one, two), one, two, one, two, two, annex=True)
    assert only_ours(typst_source(sheet, {one: LogoPlacement(two, 1, 0, 0, 1, 1)}))


@given(hostile)
@a_few
def test_literal_reads_back(text):
    """A literal evaluates to its text."""
    assert literals(string_literal(text)) == [text]


def test_sheet_is_one_call():
    """The source calls the template with everything around the letter."""
    sheet = Sheet(
        "de-AT", "T", Document((), ()), address_lines=("A", "B"), digest="f" * 64, public_url="https://a.example"
    )
    code = typst_source(sheet, {}, NotePlacing.FOOT_FIRST)
    assert code.startswith('#import "letter.typ": *\n#letter(language: "de", region: "AT", title: "T", ')
    named = dict(re.findall(r'([a-z-]+): ("(?:[^"\\]|\\.)*"|\([^)]*\)|\w+)', code))
    assert named["address"] == '("A", "B",)'
    assert named["version"] == f'"Textfassung: {"f" * 16}"'
    assert named["whole-version"] == f'"Textfassung: {"f" * 64}"'
    assert named["page-words"] == '"Seite {page} von {pages}"'
    assert named["code"] == '"code.svg"'
    assert named["strict-notes"] == "true"


def test_no_code_without_a_page():
    """Without a public page there is no QR code."""
    assert 'code: ""' in typst_source(Sheet("en", "T", Document((), ())), {})


def test_words_of_the_print_in_every_language():
    """Each official language has its own words; an unknown one has those of English."""
    assert set(WORDS) == set(LANGUAGES)
    assert all({"{page}", "{pages}"} <= set(re.findall(r"\{\w+\}", words.page)) for words in WORDS.values())
    assert print_words("de-AT") == WORDS["de"]
    assert print_words("xx") == WORDS["en"]


def test_closing_lines_stay_with_the_signatories():
    """A short block above the signatories, or above their closing line, stays with them; a long one may be torn."""
    line, few, many = (Paragraph((Text(text),)) for text in ("c", "a few", "w " * 121))
    names = Signatories((SignatoryLine("A"),))
    assert body(few, line, names).count("kept-with-next(par(") == 2
    assert body(many, line, names).count("kept-with-next(par(") == 1
    assert body(many, names).count("kept-with-next") == 0
    assert body(BulletList(((few,),)), line, names).count("kept-with-next") == 2
    assert body(few, few, few).count("kept-with-next") == 0
