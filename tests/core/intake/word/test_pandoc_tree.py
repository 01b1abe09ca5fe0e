"""Pandoc's document tree of a Word file becomes the letter's blocks."""

from typing import Any

import pytest

from campaign.core.intake import draft_of
from campaign.core.intake.pieces import DraftSource, Piece
from campaign.core.intake.word.archive import Docx
from campaign.core.intake.word.clean import WordFile
from campaign.core.intake.word.marks import CODE, CODE_END, LABEL, LABEL_END, RULE, place_mark
from campaign.core.intake.word.nesting import ListPlace
from campaign.core.intake.word.notes import CALL, CALL_END, NOTE, NOTE_END
from campaign.core.intake.word.pandoc_lines import without_uncalled
from campaign.core.intake.word.pandoc_tree import read
from campaign.core.letters.tree import (
    Amendment,
    Block,
    BlockQuote,
    BulletList,
    Code,
    CodeBlock,
    Comment,
    Deletion,
    Emphasis,
    Heading,
    Insertion,
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
)
from campaign.core.render.pandoc import UNCALLED
from campaign.errors import LetterError

NONE: list[Any] = ["", [], []]
SPACE = {"t": "Space"}


def node(kind: str, content: Any = None) -> dict[str, Any]:
    return {"t": kind, "c": content}


def text(words: str) -> dict[str, Any]:
    return node("Str", words)


def para(*inlines: Any) -> dict[str, Any]:
    return node("Para", [text(inline) if isinstance(inline, str) else inline for inline in inlines])


def span(kind: str, *inlines: Any, **pairs: str) -> dict[str, Any]:
    return node("Span", [["", [kind], [list(pair) for pair in pairs.items()]], [text(inline) for inline in inlines]])


def note_call(name: str) -> dict[str, Any]:
    return text(CALL + name + CALL_END)


def note(name: str) -> dict[str, Any]:
    return para(NOTE + name + NOTE_END)


def link(target: str, *inlines: Any) -> dict[str, Any]:
    return node("Link", [NONE, list(inlines), [target, ""]])


def table(*rows: list[list[Any]], caption: Any = (), head: int = 1) -> dict[str, Any]:
    row_nodes = [[NONE, [[NONE, node("AlignDefault"), 1, 1, cell] for cell in row]] for row in rows]
    bodies = [[NONE, 0, [], row_nodes[head:]]]
    return node("Table", [NONE, [None, list(caption)], [], [NONE, row_nodes[:head]], bodies, [NONE, []]])


def source(*elements: Any, file: WordFile | None = None) -> DraftSource:
    return read({"meta": {}, "blocks": list(elements)}, file or WordFile(Docx({})))


def at(depth: int, sign: str = "", *, table: bool = False) -> dict[str, Any]:
    """The mark of a place in lists."""
    return text(place_mark(ListPlace(depth, sign), table=table))


def blocks(*elements: Any) -> tuple[Block, ...]:
    return tuple(piece.block for piece in source(*elements).pieces)


def front(*rows: tuple[str, str]) -> dict[str, Any]:
    return table(*[[[para(key)], [para(value)]] for key, value in rows])


def remark_texts(result: DraftSource) -> list[str]:
    return [remark.what for remark in result.remarks]


def test_inlines() -> None:
    """Each kind of inline becomes ours; raised numbers, quotation marks and code become their characters."""
    result = source(
        para(
            node("Strong", [text("a")]),
            SPACE,
            node("Emph", [text("b")]),
            node("SoftBreak"),
            node("Superscript", [text("2")]),
            node("Superscript", [text("th")]),
            node("Subscript", [text("3")]),
            node("SmallCaps", [text("C")]),
            node("LineBreak"),
            node("Code", [NONE, "x()"]),
            node("Code", [NONE, ""]),
            node("Quoted", [node("SingleQuote"), [text("q")]]),
            node("Quoted", [node("DoubleQuote"), [text("r")]]),
            node("RawInline", ["tex", "\\x"]),
            text(f"{CODE}y{CODE_END}"),
        )
    )
    assert result.pieces == (
        Piece(
            Paragraph(
                (
                    Strong((Text("a"),)),
                    Text(" "),
                    Emphasis((Text("b"),)),
                    Text(" ²th3C"),
                    LineBreak(),
                    Code("x()"),
                    Text("‘q’“r”"),
                    Code("y"),
                )
            )
        ),
    )
    assert result.remarks == ()


def test_remarks_made_once() -> None:
    """Formatting that a letter cannot have is changed or left out, with one remark for each kind."""
    underlined = node("Underline", [text("u")])
    result = source(
        para(underlined, underlined, node("Strikeout", [text("s")])),
        para(node("Math", [node("InlineMath"), "x^2"]), node("Image", [NONE, [text("alt")], ["a.png", ""]]), "."),
        para(link("https://a.example/", underlined)),
        para("a\u202eb"),
    )
    assert [piece.block for piece in result.pieces] == [
        Paragraph((Emphasis((Text("uu"),)), Deletion((Text("s"),)))),
        Paragraph((Text("x^2."),)),
        Paragraph((Link("https://a.example/", (Text("u"),)),)),
        Paragraph((Text("ab"),)),
    ]
    assert remark_texts(result) == [
        "underlined words became italic",
        "struck-out words became deletions, {-- --}",
        "a formula became plain text",
        "left out pictures",
        "removed 1 writing direction mark",
    ]


def test_links_within_the_file() -> None:
    """A link to a place in the file is words; one that our draft says leads nowhere stays a link."""
    assert blocks(para(link("#bookmark", text("there")), SPACE, link("#nowhere", text("dead")))) == (
        Paragraph((Text("there "), Link("", (Text("dead"),)))),
    )


def test_notes() -> None:
    """A note has its number by its first call, its label by the mark before it, and its text from below the letter."""
    result = source(
        para("a", note_call("f2"), f"{LABEL}law{LABEL_END}", note_call("f1"), note_call("f1")),
        para(note_call("f3"), f"{LABEL}law{LABEL_END}", note_call("f9"), link("#note-gone", text("7"))),
        note("f1"),
        para("One.", note_call("f2")),
        para("More."),
        note("f2"),
        node("BlockQuote", [para("Two.")]),
        note("f3"),
    )
    assert result.pieces == (
        Piece(Paragraph((Text("a"), NoteMark(1), NoteMark(2), NoteMark(2)))),
        Piece(Paragraph((NoteMark(3), NoteMark(4), Text("7")))),
    )
    assert [(note_text.label, [piece.block for piece in note_text.pieces]) for note_text in result.notes] == [
        ("1", [Paragraph((Text("Two."),))]),
        ("law", [Paragraph((Text("One."), NoteMark(1))), Paragraph((Text("More."),))]),
        ("3", []),
        ("4", []),
    ]


def test_labels_never_meet() -> None:
    """A note without a label takes the next number that is no other note's label."""
    result = source(para(f"{LABEL}2{LABEL_END}", note_call("a"), note_call("b"), note_call("c")))
    assert [note_text.label for note_text in result.notes] == ["2", "3", "4"]


def test_changes_and_comments() -> None:
    """Tracked changes become ours; a comment is placed at the end of its range, or at its start if it has no end."""
    result = source(
        para(
            span("insertion", "new"),
            span("deletion", "old"),
            span("comment-start", "why?", id="1", author="Ann"),
            text("word"),
            span("comment-end", id="1"),
            span("comment-start", "lost", id="2", author="Undersigned"),
            span("comment-end", id="9"),
            span("anchor"),
            span("paragraph-deletion"),
        ),
        para(link("https://a.example/", text("l"), span("comment-end", id="1"), text("k"))),
    )
    assert [piece.block for piece in result.pieces] == [
        Paragraph(
            (
                Insertion((Text("new"),)),
                Deletion((Text("old"),)),
                Text("word"),
                Comment("Ann: why?"),
                Comment("lost"),
            )
        ),
        Paragraph((Link("https://a.example/", (Text("l"), Comment("Ann: why?"), Text("k"))),)),
    ]
    assert remark_texts(result) == ["a tracked change joins two paragraphs, which a letter's Markdown cannot do"]


def test_changed_links() -> None:
    """A link whose words are all changed is a change of the link; one changed in part keeps its change."""
    changed = span("deletion", "a")
    both = node("Span", [["", ["insertion"], []], [changed]])
    assert blocks(
        para(link("https://a.example/", both)),
        para(link("https://a.example/", changed, text("b"))),
    ) == (
        Paragraph((Insertion((Deletion((Link("https://a.example/", (Text("a"),)),)),)),)),
        Paragraph((Link("https://a.example/", (Deletion((Text("a"),)), Text("b"))),)),
    )


def test_comments_that_end_together() -> None:
    """Comments with nested ends stay in their order."""
    starts = (span("comment-start", "one", id="1"), span("comment-start", "two", id="2"))
    ends = node("Span", [["", ["comment-end"], [["id", "1"]]], [span("comment-end", id="2")]])
    assert blocks(para(*reversed(starts), "x", ends)) == (Paragraph((Text("x"), Comment("one"), Comment("two"))),)


def test_a_comments_words() -> None:
    """All words of a comment are in one line, whatever elements contain them."""
    inside = [
        text("a"),
        SPACE,
        node("Code", [NONE, "b"]),
        node("LineBreak"),
        node("Emph", [text("c")]),
        node("RawInline", "x"),
    ]
    start = node("Span", [["", ["comment-start"], [["id", "1"]]], inside])
    assert blocks(para(start)) == (Paragraph((Comment("a b c"),)),)


def test_blocks() -> None:
    """Each kind of block becomes ours; empty blocks are left out."""
    result = source(
        node("Header", [9, NONE, [text("h")]]),
        para(),
        node("BlockQuote", [para("q")]),
        node("BlockQuote", []),
        node("CodeBlock", [NONE, "a\n\n  b"]),
        node("HorizontalRule"),
        para(RULE),
        node("Div", [NONE, [para("d")]]),
        node("Figure", [NONE, [None, [para("caption")]], [node("Plain", [text("f")])]]),
        node("RawBlock", ["tex", "x"]),
    )
    assert [piece.block for piece in result.pieces] == [
        Heading(6, (Text("h"),)),
        BlockQuote((Paragraph((Text("q"),)),)),
        CodeBlock("a\n\n  b"),
        Rule(),
        Rule(),
        Paragraph((Text("d"),)),
        Paragraph((Text("f"),)),
        Paragraph((Text("caption"),)),
    ]
    assert remark_texts(result) == []


def test_lists() -> None:
    """Blocks of every kind are in the lists and at the depths that their marks name."""
    cell = [[para(at(1, table=True), "cell")], [para("other")]]
    assert blocks(
        para(at(1, "3"), "one"),
        para(at(2, "-"), "a"),
        node("BlockQuote", [para(at(2), "quoted in a"), para(at(1), "quoted in one")]),
        node("Header", [2, NONE, [at(1), text("head")]]),
        node("CodeBlock", [NONE, "\n".join([at(1)["c"] + "x", "  y", at(1)["c"] + "z", at(1, "4")["c"] + "w"])]),
        para(at(1), RULE),
        table(cell, cell),
        para(at(1, "5")),
        para("between"),
    ) == (
        NumberedList(
            3,
            (
                (
                    Paragraph((Text("one"),)),
                    BulletList(((Paragraph((Text("a"),)), BlockQuote((Paragraph((Text("quoted in a"),)),))),)),
                    BlockQuote((Paragraph((Text("quoted in one"),)),)),
                    Heading(2, (Text("head"),)),
                    CodeBlock("x\n  y\nz"),
                ),
                (
                    CodeBlock("w"),
                    Rule(),
                    TableBlock(((Text("cell"),), (Text("other"),)), (((Text("cell"),), (Text("other"),)),)),
                ),
            ),
        ),
        Paragraph((Text("between"),)),
    )


def test_lines_that_say_what_they_are() -> None:
    """Blocks between two marker lines are a quotation, also in lists; a marker line separates two lists."""
    assert blocks(
        para("/// quotation"),
        para(at(1, "-"), "a"),
        para(at(1), "/// quotation"),
        para(at(1), "/// amendment | x"),
        para(at(1), "b"),
        para(at(1), "///"),
        para(at(1), "///"),
        para("///"),
        para("///"),
        para(at(1, "1"), "c"),
        para("/// next"),
        para(at(1, "2"), "d"),
    ) == (
        BlockQuote((BulletList(((Paragraph((Text("a"),)), BlockQuote((Amendment("x", ((Text("b"),),)),))),)),)),
        Paragraph((Text("///"),)),
        NumberedList(1, ((Paragraph((Text("c"),)),),)),
        NumberedList(2, ((Paragraph((Text("d"),)),),)),
    )


def test_tables() -> None:
    """A table keeps its cells; a layout table becomes its blocks; a remark names joined cells."""
    result = source(
        table([[para("a")], [para("b")]], [[para("c"), para("d")]], caption=[para("caption")]),
        table([[para("one row")], [para("two cells")]]),
        table([[para(at(1, "-"), "x")], []], [[], []], [[para("y")], []]),
    )
    assert [piece.block for piece in result.pieces] == [
        Paragraph((Text("caption"),)),
        TableBlock(((Text("a"),), (Text("b"),)), (((Text("c d"),), ()),)),
        Paragraph((Text("one row"),)),
        Paragraph((Text("two cells"),)),
        BulletList(((Paragraph((Text("x"),)),),)),
        Paragraph((Text("y"),)),
    ]
    assert remark_texts(result) == ["a table has joined cells"]


def test_a_letter_of_ours() -> None:
    """The first table is the front matter; small tables, bold lines, empty items and amendments are unchanged."""
    result = source(
        table(
            [[para("Language ")], [para("en")]],
            [[para("law")], [para("a: b"), para("c: d")]],
            [[para("ask")], []],
        ),
        para(node("Strong", [text("Bold line")])),
        para("{{ salutation }}", SPACE, "{{ unknown }}"),
        table([[para("x")]]),
        table([[]]),
        para(at(1, "1")),
        para("/// amendment | Article 2"),
        para("a", span("deletion", "b")),
        para("///"),
        para("/// amendment"),
        para("not closed"),
        para("/// notes ", note_call("f1"), span("comment-start", "old?", id="1"), span("comment-end", id="1")),
        note("f1"),
        node("BlockQuote", [para("law")]),
    )
    assert result.is_own_letter
    assert dict(result.fields) == {"language": "en", "law": "a: b\nc: d"}
    assert [piece.block for piece in result.pieces] == [
        Paragraph((Strong((Text("Bold line"),)),)),
        Paragraph((Placeholder("salutation"), Text(" {{ unknown }}"))),
        TableBlock(((Text("x"),),), ()),
        TableBlock(((),), ()),
        NumberedList(1, ((),)),
        Amendment("Article 2", ((Text("a"), Deletion((Text("b"),))),)),
        Paragraph((Text("/// amendment"),)),
        Paragraph((Text("not closed"),)),
        Paragraph((Comment("old?"),)),
    ]
    assert [piece.block for piece in result.notes[0].pieces] == [BlockQuote((Paragraph((Text("law"),)),))]


@pytest.mark.parametrize(
    "rows",
    [[("title", "x")], [("language", "en"), ("language", "de")], [("language", "en"), ("What we ask", "x")]],
)
def test_another_table_on_top(rows: list[tuple[str, str]]) -> None:
    """Any other table is part of the text."""
    assert not source(front(*rows)).is_own_letter


def test_bold_lines_are_headings() -> None:
    """A short bold line above text is a heading, above the greeting the title; sentences and names are not."""
    result = source(
        para(node("Strong", [text("Save the ferry")])),
        para(node("Strong", [text("Delivered by e-mail")])),
        para("Dear Ms. Aalto,"),
        para(node("Strong", [text("What we ask")])),
        para("Text."),
        para(node("Strong", [text("We ask it now.")])),
        para(node("Strong", [text("Two")])),
        para(node("Strong", [text("Bold")])),
        para("Text."),
        para(node("Strong", [text("Signed:")])),
        para(node("Strong", [text("Seal Watch")])),
        para("Harbour Friends"),
    )
    kinds = [(type(piece.block).__name__, getattr(piece.block, "level", 0)) for piece in result.pieces]
    assert [entry for entry in enumerate(kinds) if entry[1][0] == "Heading"] == [
        (0, ("Heading", 1)),
        (3, ("Heading", 2)),
        (7, ("Heading", 2)),
    ]
    assert [remark.what for piece in result.pieces for remark in piece.remarks] == [
        "a bold line was read as the title: Save the ferry",
        "a bold line was read as a heading: What we ask",
        "a bold line was read as a heading: Bold",
    ]


def test_a_title_above_bold_lines() -> None:
    """If there is a title, bold lines above the greeting are text."""
    bold = para(node("Strong", [text("Coalition")]))
    result = blocks(node("Header", [1, NONE, [text("T")]]), bold, para("x"), para("Dear Ms. Aalto,"))
    assert result[1] == Paragraph((Strong((Text("Coalition"),)),))


def test_remarks_stand_with_their_words() -> None:
    """A mark in the text belongs to its remark; words of a text box are not joined with others."""
    file = WordFile(Docx({}))
    box = file.add_remark("this was in a text box: “x”", "look")
    seam = file.add_remark("joined a broken paragraph", "look")
    result = source(para(f"{box}boxed"), para(f"a{seam}b"), file=file)
    assert [(piece.block, piece.remarks, piece.apart) for piece in result.pieces] == [
        (Paragraph((Text("boxed"),)), (file.remarks[0],), True),
        (Paragraph((Text("ab"),)), (file.remarks[1],), False),
    ]


def test_a_letter_is_made_of_it() -> None:
    """In a file of others the structure is detected; a remark names comments on the greeting, which have no place."""
    start = span("comment-start", "Ann?", id="1", author="Bea")
    file = WordFile(Docx({}), words="Dear Ms. Aalto, Seals swim. So do we.")
    result = draft_of(
        source(
            para("Dear Ms. Aalto,", start),
            para("Seals swim.", span("comment-start", "far?", id="2")),
            para("So do we."),
            file=file,
        )
    )
    assert result.letter.split("---\n")[2] == "\n{{ salutation }}\n\nSeals swim.{>> far? <<}\n\nSo do we.\n"
    assert [problem.message for problem in result.review if "comment" in problem.message] == [
        "a comment: “far?”",
        "left out a comment: Bea: Ann?",
    ]


def test_a_letter_that_comes_back() -> None:
    """A letter that we exported is read without guessing addressees or signatories; a remark names unknown keys."""
    file = WordFile(Docx({}), words="title T language de colour red Dear Ms. Aalto, Signed:")
    rows = front(("title", "T"), ("language", "de"), ("colour", "red"))
    result = draft_of(source(rows, para("Dear Ms. Aalto,"), para("Signed:"), file=file))
    assert result.letter == "---\ntitle: T\nlanguage: de\n---\n\nDear Ms. Aalto,\n\nSigned:\n"
    assert (result.title, result.language, result.addressees, result.organisations) == ("T", "de", (), ())
    assert [problem.message for problem in result.review] == ["ignored the row colour of the table at the top"]
    assert draft_of(source(rows, para("x"), file=file), "fr").language == "fr"


def test_a_file_without_text() -> None:
    """An empty file is refused."""
    with pytest.raises(LetterError, match="the file has no text"):
        draft_of(source())


def test_deep_nesting() -> None:
    """Endlessly nested quotations are refused and do not crash."""
    deep = para("x")
    for _ in range(2_000):
        deep = node("BlockQuote", [deep])
    with pytest.raises(LetterError, match="nested too deep"):
        source(deep)


def test_the_line_of_uncalled_notes_is_left_out() -> None:
    """The line with the marks of notes that have none in the text is not a part of the letter; its comments are."""
    comment, words = Comment("check"), Text(f"{UNCALLED} 3")
    pieces = [Piece(Paragraph((words,))), Piece(Paragraph((words, comment))), Piece(Paragraph((Text("End."),)))]
    omitted_words: list[str] = []
    assert without_uncalled(pieces, omitted_words) == [Piece(Paragraph((comment,))), pieces[2]]
    assert len(omitted_words) == 2
