"""A letter as pandoc's document tree."""

from typing import Any

from campaign.core.letters.tree import (
    Amendment,
    Block,
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
    Inline,
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
)
from campaign.core.render import pandoc
from campaign.core.render.sheet import Sheet

NOTE = Footnote(1, "law", (Paragraph((Text("The law."),)),))


def draft(*blocks: Block, notes: tuple[Footnote, ...] = ()) -> str:
    return summary(pandoc.draft(Document(blocks, notes), {}, "en")["blocks"])


def letter(*blocks: Block, notes: tuple[Footnote, ...] = (), **around: Any) -> str:
    around = {"title": "", "language": "en", **around}
    return summary(pandoc.letter(Sheet(document=Document(blocks, notes), **around))["blocks"])


def line(*inlines: Inline, notes: tuple[Footnote, ...] = ()) -> str:
    return draft(Paragraph(inlines), notes=notes)


def summary(element: Any) -> str:
    """Summarise a tree: kinds with their content, styles and marks before their words."""
    if isinstance(element, list):
        return " ".join(filter(None, map(summary, element)))
    if not isinstance(element, dict):
        return ""
    content = element.get("c")
    match element["t"]:
        case "Str":
            return str(content)
        case "Span" | "Div":
            (name, kinds, pairs), inside = content
            values = [value for key, value in pairs if key != "date"]
            return f"<{' '.join(filter(None, [name, *kinds, *values]))}: {summary(inside)}>"
        case "Link":
            return f"[{summary(content[1])}]({content[2][0]})"
        case "Code" | "CodeBlock":
            return f"{element['t']}({content[1]})"
        case "Header":
            return f"Header{content[0]}({summary(content[2])})"
        case "OrderedList":
            return f"Ordered{content[0][0]}({summary(content[1])})"
        case "Table":
            head, bodies = content[3][1], content[4][0][3]
            return f"Table({summary(rows(head))} | {summary(rows(bodies))})"
        case kind:
            return f"{kind}({summary(content)})" if content else kind


def rows(part: Any) -> Any:
    return [[cell[4] for cell in row[1]] for row in part]


def test_inlines() -> None:
    """Each kind of inline; words as they are, without characters that a Word file cannot have."""
    inlines = (
        Text("a\x00 "),
        Strong((Text("b"), Emphasis((Text("c"),)))),
        Code("d\x0b"),
        LineBreak(),
        Insertion((Text("e"),)),
        Deletion((Text("f"),)),
        Placeholder("date"),
        Text(""),
    )
    assert line(*inlines) == (
        "Para(a  Strong(b Emph(c)) Code(d ) LineBreak <insertion Undersigned: e> <deletion Undersigned: f> "
        "<Placeholder: {{ date }}>)"
    )


def test_blocks() -> None:
    """Each kind of block."""
    item = (Paragraph((Text("i"),)),)
    assert draft(
        Heading(2, (Text("h"),)),
        BulletList((item, ())),
        NumberedList(3, (item,)),
        BlockQuote(item),
        CodeBlock("a\n b"),
        Rule(),
        TableBlock(((Text("x"),), (Text("y"),)), (((Text("z"),), ()),)),
    ) == (
        "Header2(h) BulletList(Para(i) Para) Ordered3(Para(i)) BlockQuote(Para(i)) CodeBlock(a\n b) "
        "<Horizontal Line: Para> "
        "Table(<Table Head: Para(x)> <Table Head: Para(y)> | Plain(z) Plain)"
    )


def test_items_that_begin_with_no_paragraph() -> None:
    """A draft has an empty paragraph for the item's sign; for a finished letter pandoc adds it."""
    heading = BulletList(((Heading(1, (Text("h"),)),),))
    assert (draft(heading), letter(heading)) == ("BulletList(Para Header1(h))", "BulletList(Header1(h))")
    assert letter(Rule()) == "HorizontalRule"


def test_quotations_of_more_than_paragraphs() -> None:
    """A draft has lines around them, since in Word a quotation is a style of paragraphs."""
    quote = BlockQuote((BlockQuote((Paragraph((Text("a"),)),)),))
    assert draft(quote) == "<Mark: Para(/// quotation)> BlockQuote(Para(a)) <Mark: Para(///)>"
    assert letter(quote) == "BlockQuote(BlockQuote(Para(a)))"


def test_blocks_that_would_run_together() -> None:
    """A draft keeps two lists, tables and the like apart by a line; the front matter is a table, too."""
    code, table = CodeBlock("x"), TableBlock(((),), ())
    assert draft(code, code, Rule()) == "CodeBlock(x) <Mark: Para(/// next)> CodeBlock(x) <Horizontal Line: Para>"
    assert letter(code, code) == "CodeBlock(x) CodeBlock(x)"
    made = pandoc.draft(Document((table,)), {"title": "T"}, "en")
    assert summary(made["blocks"]) == (
        "Table(<Table Head: Para(title)> <Table Head: Para(T)> | ) <Mark: Para(/// next)> Table(<Table Head: Para> | )"
    )


def test_links() -> None:
    """A safe link is a link; a dead one stays a link in a draft only; without words a link shows its address."""
    links = (
        Link("https://a.example/", (Text("a"),)),
        Link("javascript:x", (Text("b"),)),
        Link("mailto:c@c.example", ()),
        Link("", ()),
    )
    assert line(*links) == "Para([a](https://a.example/) [b](#nowhere) [c@c.example](mailto:c@c.example))"
    assert letter(Paragraph(links)) == "Para([a](https://a.example/) b [c@c.example](mailto:c@c.example))"


def test_notes() -> None:
    """A footnote is at its first mark, in a bookmark; a further mark is a superscript link to it."""
    again = NoteMark(1)
    assert line(NoteMark(1), Text("x"), again, NoteMark(7), notes=(NOTE,)) == (
        "Para(<note-law: Note(Para(The law.))> x [Superscript(1)](#note-law) Superscript(7))"
    )
    assert letter(Paragraph((again, again)), notes=(NOTE,)) == (
        "Para(<note-law: Note(Para(The law.))> Superscript(,) [Superscript(1)](#note-law))"
    )


def test_notes_called_again_in_a_link() -> None:
    """A link is split at a repeated footnote mark, with its formatting on both sides."""
    inside = (Text("a"), NoteMark(1), Strong((Text("b"), NoteMark(1), Text("c"))), NoteMark(7), NoteMark(1))
    assert line(Link("https://a.example/", inside), notes=(NOTE,)) == (
        "Para([a <note-law: Note(Para(The law.))> Strong(b)](https://a.example/) Strong([Superscript(1)](#note-law)) "
        "[Strong(c) Superscript(7)](https://a.example/) [Superscript(1)](#note-law))"
    )


def test_a_part_of_a_link_without_words() -> None:
    """A part of a link with only a comment does not show the address."""
    inside = (Text("a"), NoteMark(2), Comment("c"))
    notes = (Footnote(1, "a", (Paragraph((Link("https://a.example/", inside),)),)), Footnote(2, "b", ()))
    assert line(NoteMark(2), NoteMark(1), notes=notes) == (
        "Para(<note-b: Note(Para)> <note-a: Note(Para([a](https://a.example/) [Superscript(2)](#note-b)))> "
        "<comment-start 1 Undersigned: c> <comment-end 1: >)"
    )


def test_notes_that_the_text_does_not_call() -> None:
    """Unused footnotes get marks in a last line, which a draft labels; an empty footnote, too."""
    notes = (Footnote(1, "a", (Paragraph((NoteMark(2),)),)), Footnote(2, "b", ()))
    line = "<note-b: Note(Para)>"
    assert letter(Paragraph((NoteMark(1),)), notes=notes) == (
        f"Para(<note-a: Note(Para([Superscript(2)](#note-b)))>) Para({line})"
    )
    assert draft(Paragraph((NoteMark(1),)), notes=notes).endswith(f" Para(/// notes  {line})")


def test_links_in_changes() -> None:
    """Word has changes inside links, but no links inside changes: a change is split, and is in each link."""
    link = Link("https://a.example/", (Text("b"),))
    inside = (Text("a"), Strong((link, Text("c"))), Insertion((link,)), Text("d"))
    assert line(Deletion(inside)) == (
        "Para(<deletion Undersigned: a> "
        "Strong([<deletion Undersigned: b>](https://a.example/) <deletion Undersigned: c>) "
        "[<deletion Undersigned: <insertion Undersigned: b>>](https://a.example/) <deletion Undersigned: d>)"
    )


def test_comments() -> None:
    """A comment is around the word before it, by its author; one in a footnote is behind the footnote's mark."""
    assert line(Text("two words"), Comment("Ann: why?"), Comment("how")) == (
        "Para(two  <comment-start 2 Undersigned: how> <comment-start 1 Ann: why?> words <comment-end 1: > "
        "<comment-end 2: >)"
    )
    assert line(Strong((Text("a"),)), Comment("b")) == (
        "Para(Strong(a) <comment-start 1 Undersigned: b> <comment-end 1: >)"
    )
    note = Footnote(1, "n", (Paragraph((Text("x"), Comment("in the note"))),))
    assert line(NoteMark(1), notes=(note,)) == (
        "Para(<note-n: Note(Para(x))> <comment-start 1 Undersigned: in the note> <comment-end 1: >)"
    )
    long = "a very long beginning of a sentence that is no name of anybody at all: x"
    assert line(Comment(long)) == f"Para(<comment-start 1 Undersigned: {long}> <comment-end 1: >)"
    assert letter(Paragraph((Text("x"), Comment("secret")))) == "Para(x)"


def test_amendments() -> None:
    """The Parliament's two columns in a finished letter, marked paragraphs with tracked changes in a draft."""
    paragraph = (Text("a"), Deletion((Text("b"),)), Insertion((Text("c"),)))
    assert letter(Amendment("Article 2", (paragraph,))) == (
        "<Provision: Para(Article 2)> Table(<Table Head: Para(Text proposed by the Commission)> "
        "<Table Head: Para(Amendment)> | Plain(a Strong(Emph(b))) Plain(a Strong(Emph(c))))"
    )
    assert letter(Amendment("", (paragraph,))).startswith("Table(")
    changed = "Para(a <deletion Undersigned: b> <insertion Undersigned: c>)"
    assert draft(Amendment("Article 2", (paragraph,))) == (
        f"<Mark: Para(/// amendment | Article 2)> {changed} <Mark: Para(///)>"
    )
    assert draft(Amendment("", ())) == "<Mark: Para(/// amendment)> <Mark: Para(///)>"


def test_what_stands_around_a_letter() -> None:
    """Letterhead to title above, version and page below; the title is the file's, too."""
    sheet = Sheet(
        language="de",
        title="Title",
        document=Document((Signatories((SignatoryLine("A", "https://a.example/"), SignatoryLine("B"))),)),
        sender="Coalition",
        contact="c@c.example",
        address_lines=("Sibylle Berg", "Brussels"),
        dateline="Brussels, today",
        delivery="By mail",
        subject="Re: it",
        digest="abc",
        public_url="https://page.example/",
    )
    made = pandoc.letter(sheet)
    assert summary(made["blocks"]) == (
        "<Letterhead: Para(Coalition  ·  c@c.example)> <Address: Para(Sibylle Berg)> <Address: Para(Brussels)> "
        "<Date: Para(Brussels, today)> <Delivery: Para(By mail)> <Subject: Para(Re: it)> <Title: Para(Title)> "
        "<Signatory: Para([A](https://a.example/))> <Signatory: Para(B)> <Small Print: Para(Textfassung: abc)> "
        "<Small Print: Para(Dieser Brief im Web:  [https://page.example/](https://page.example/))>"
    )
    assert {key: summary(value) for key, value in made["meta"].items()} == {
        "lang": "MetaInlines(de)",
        "title": "MetaInlines(Title)",
    }


def test_front_matter_of_a_draft() -> None:
    """A table on top has one row per key, and keeps line breaks."""
    made = pandoc.draft(Document(()), {"title": "T", "law": "a: b\nc: d"}, "en")
    assert summary(made["blocks"]) == (
        "Table(<Table Head: Para(title)> <Table Head: Para(T)> | Plain(law) Plain(a: b LineBreak c: d))"
    )
