"""Strategies for whole letters: trees that a letter can contain, and their source."""

from hypothesis import strategies as st

from campaign.core.intake import letter_file
from campaign.core.intake.pieces import NoteText, Piece
from campaign.core.intake.runs import map_leaves, map_runs, tidy, without_breaks
from campaign.core.letters.tree import (
    Amendment,
    BlockQuote,
    BulletList,
    Code,
    Comment,
    Document,
    Footnote,
    Heading,
    LineBreak,
    Link,
    NoteMark,
    NumberedList,
    Paragraph,
    Placeholder,
    Rule,
    TableBlock,
    Text,
    plain_blocks,
)
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render import markdown_escape
from tests.helpers import trees
from tests.helpers.shapes import WORDS

_COMMENTS = st.sampled_from(["check this", "Ann: all of them?", "Bea: *no*, see {--there--}"])
_NAMES = st.sampled_from(["salutation", "date", "addressee.country"])
# The parser decodes a literal entity twice in emphasis beside a note's mark.
_SIGNS = st.lists(WORDS.filter(lambda word: word != "&amp;"), min_size=1, max_size=3).map(" ".join).map(Text)
# Spaces and hyphens of special kinds, letters of two characters, right-to-left words, a word longer than a line.
_UNUSUAL = [
    "10\u00a0%",
    "a\u202fb",
    "a\u2011b",
    "Donau\u00addampf",
    "e\u0301a",
    "\U0001d504",
    "\u05d0\u05d1\u200fb",
    "x" * 300,
]
_SPECIAL = st.lists(st.sampled_from(_UNUSUAL), min_size=1, max_size=2).map(" ".join)
_leaf = st.one_of(
    trees.leaf,
    trees.leaf,
    _SIGNS,
    _SPECIAL.map(Text),
    _SPECIAL.map(Code),
    _COMMENTS.map(Comment),
    _NAMES.map(Placeholder),
)
_inline = st.recursive(_leaf, trees.nesting, max_leaves=6)
_run = st.lists(_inline, min_size=1, max_size=4).map(tuple)


def _table(width):
    row = st.tuples(*[st.lists(_inline, max_size=2).map(tuple)] * width)
    return st.builds(TableBlock, row, st.lists(row, min_size=1, max_size=3).map(tuple))


_simple = st.one_of(
    _run.map(Paragraph),
    _run.map(Paragraph),
    st.builds(Heading, st.integers(1, 6), _run),
    trees.code,
    st.just(Rule()),
    st.integers(1, 3).flatmap(_table),
)
_block = st.recursive(_simple, trees.holding, max_leaves=5)
_amendment = st.builds(Amendment, st.just("") | trees.phrase, st.lists(_run, min_size=1, max_size=3).map(tuple))
_blocks = st.lists(st.one_of(_block, _block, _amendment), min_size=1, max_size=6).map(tuple)
_notes = st.lists(st.lists(_block, min_size=1, max_size=3).map(tuple), max_size=3).map(
    lambda note_blocks: tuple(Footnote(number, f"n{number}", blocks) for number, blocks in enumerate(note_blocks, 1))
)


def _writable(document):
    """The document reduced to what Markdown can express: tidy runs, no breaks in headings or cells, no empty blocks,
    only safe links, and only marks of notes that exist."""
    count = len(document.notes)

    def leaf(inline):
        if not isinstance(inline, NoteMark):
            return (inline,)
        return (NoteMark((inline.number - 1) % count + 1),) if count else ()

    def linked(inline):
        if isinstance(inline, Link):
            return Link(markdown_escape.escape_href(safe_href(inline.href)), tuple(map(linked, inline.children)))
        children = getattr(inline, "children", None)
        return type(inline)(tuple(map(linked, children))) if children else inline

    def run(inlines):
        return tuple(map(linked, tidy(map_leaves(inlines, leaf))))

    def block(node):
        match node:
            case Heading() | TableBlock():
                return map_runs(node, lambda inlines: without_breaks(run(inlines)))
            case BulletList(items):
                return BulletList(tuple(map(blocks, items)))
            case NumberedList(start, items):
                return NumberedList(start, tuple(map(blocks, items)))
            case BlockQuote(inner):
                return BlockQuote(blocks(inner))
            case Amendment(heading, paragraphs):
                return Amendment(heading, tuple(filter(None, map(run, paragraphs))))
            case _:
                return map_runs(node, run)

    def blocks(inner):
        return tuple(filter(_is_not_empty, map(block, inner)))

    return Document(
        blocks(document.blocks),
        tuple(Footnote(note.number, note.label, blocks(note.blocks)) for note in document.notes),
    )


def _is_not_empty(block):
    match block:
        case Paragraph(children) | Heading(_, children):
            return any(not isinstance(child, LineBreak) for child in children)
        case BlockQuote(inner) | Amendment(_, inner):
            return bool(inner)
        case _:
            return True


documents = (
    st.builds(Document, _blocks, _notes).map(_writable).filter(lambda document: plain_blocks(document.blocks).strip())
)


def source(document):
    """The text of the letter's file, with front matter."""
    notes = [NoteText(note.number, note.label, tuple(map(Piece, note.blocks))) for note in document.notes]
    return letter_file.write_page(
        {"title": "Words", "language": "en"}, list(map(Piece, document.blocks)), notes, ()
    ).text
