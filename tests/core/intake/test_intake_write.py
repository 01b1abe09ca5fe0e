"""Writing a tree as Markdown and reading it back."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaign.core.intake.runs import tidy
from campaign.core.letters import dialect, read, tree_builder
from campaign.core.letters.editable import document_with_comments
from campaign.core.letters.tree import (
    Amendment,
    Block,
    Code,
    CodeBlock,
    Deletion,
    Document,
    Emphasis,
    Inlines,
    Insertion,
    LineBreak,
    NoteMark,
    Paragraph,
    Placeholder,
    Rule,
    Signatories,
    Strong,
    Text,
    plain_blocks,
)
from campaign.core.render.markdown import MarkdownWriter
from tests.helpers.facts import facts, first_difference
from tests.helpers.letters import documents, source
from tests.helpers.shapes import BLOCKS, TEXTS, table
from tests.helpers.trees import a_few

LEAVES = st.lists(st.one_of(TEXTS, st.just(NoteMark(1)), st.just(LineBreak())), min_size=1, max_size=5)


def again(*blocks: Block) -> Document:
    text = MarkdownWriter({1: "1"}).blocks(blocks)
    return tree_builder.document(dialect.parse(f"{text}\n\n[^1]: note\n"))


@example(Paragraph((Text("a"), LineBreak(), Text("=="), LineBreak(), Text("/// amendment"))))
@example(Paragraph((NoteMark(1), Text(": a"))))
@settings(deadline=None)
@given(LEAVES.map(tidy).filter(bool).map(Paragraph))
def test_words_stay_words(block: Block) -> None:
    """A paragraph of any characters, marks and line breaks is read back unchanged."""
    assert again(block).blocks == (block,)


@settings(deadline=None)
@given(st.one_of(BLOCKS, table(1), table(2)))
def test_no_word_is_eaten_in_any_block(block: Block) -> None:
    """Lists, headings, quotations and tables with nested emphasis and links keep their words."""
    assert plain_blocks(again(block).blocks) == plain_blocks((block,))


def test_the_other_blocks() -> None:
    """Code, rules and placeholders are read back as they were; signatories become their placeholder."""
    blocks = (CodeBlock("a\n  b"), Rule(), Paragraph((Code("x`y"), Text(" "), Placeholder("date"))))
    change = (Text("a "), Deletion((Text("b"),)), Text(" "), Insertion((Text("c"),)))
    blocks = (*blocks, Amendment("Article 4", (change, (Text("/// d"),))), Paragraph(change))
    assert again(*blocks).blocks == blocks
    assert again(Signatories(())).blocks == (Paragraph((Placeholder("signatories"),)),)


@pytest.mark.parametrize(
    ("inlines", "written"),
    [
        ((Emphasis((Text("State"),)), Text("s or "), Emphasis((Text("acquis"),))), "*State*s or *acquis*"),
        ((Text("un"), Emphasis((Text("able"),))), "un{>><<}*able*"),
        ((Emphasis((Text("a"),)), Text('b ("'), Emphasis((Code("c"),)), Text('")')), '*a*{>><<}b ("*`c`*")'),
        ((Strong((Text("c"), Emphasis((Text("d"),)))),), "**c{>><<}*d*{>><<}**"),
        ((Insertion((Emphasis((Text("a"),)), Text("b"))),), "{++*a*{>><<}b++}"),
    ],
)
def test_emphasis_within_a_word(inlines: Inlines, written: str) -> None:
    """A star between letters is separated from one of them where it would be read as a part of the word."""
    assert MarkdownWriter({}).inlines(inlines) == written
    assert again(Paragraph(inlines)).blocks == (Paragraph(inlines),)


def test_a_note_that_begins_with_a_list() -> None:
    """A note may begin with any block, and all its blocks belong to it."""
    blocks = (CodeBlock("x"), Paragraph((Text("y"),)))
    source = "a[^n]\n\n" + MarkdownWriter({}).note("n", blocks)
    (note,) = tree_builder.document(dialect.parse(source)).notes
    assert plain_blocks(note.blocks).split() == ["x", "y"]


@pytest.mark.slow
@a_few
@given(documents)
def test_a_letter_is_read_back_as_it_was(document: Document) -> None:
    """Nested blocks of any kind, nested and adjacent formats, comments and notes are read back unchanged."""
    letter, _ = read(source(document), "letter.en.md")
    assert first_difference(facts(document), facts(document_with_comments(letter))) == ""
