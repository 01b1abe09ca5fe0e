"""Whole letters, drawn at random: trees as a letter can hold them, and their source."""

from hypothesis import strategies as st

from campaign.core.intake import page
from campaign.core.intake.pieces import NoteText, Piece
from campaign.core.intake.runs import each_leaf, each_run, tidy, unbroken
from campaign.core.letters.harvest import safe_href
from campaign.core.letters.tree import (
    Amendment,
    Bullets,
    Code,
    Comment,
    Document,
    Heading,
    LineBreak,
    Link,
    Note,
    NoteMark,
    Numbered,
    Paragraph,
    Placeholder,
    Quote,
    Rule,
    Table,
    Text,
    plain_blocks,
)
from campaign.core.render import markdown_escape
from tests.helpers import trees
from tests.helpers.shapes import WORDS

_SAID = st.sampled_from(["check this", "Ann: all of them?", "Bea: *no*, see {--there--}"])
_NAMES = st.sampled_from(["salutation", "date", "addressee.country"])
# The parser decodes a literal entity twice where it stands in emphasis beside a note's mark.
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
    trees.leaf, trees.leaf, _SIGNS, _SPECIAL.map(Text), _SPECIAL.map(Code), _SAID.map(Comment), _NAMES.map(Placeholder)
)
_inline = st.recursive(_leaf, trees.nesting, max_leaves=6)
_run = st.lists(_inline, min_size=1, max_size=4).map(tuple)


def _table(width):
    row = st.tuples(*[st.lists(_inline, max_size=2).map(tuple)] * width)
    return st.builds(Table, row, st.lists(row, min_size=1, max_size=3).map(tuple))


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
    lambda each: tuple(Note(number, f"n{number}", blocks) for number, blocks in enumerate(each, 1))
)


def _held(document):
    """The document as Markdown can hold it: runs tidy, no break in a heading or cell, nothing that says nothing, links
    that lead somewhere a reader may go, and calls of notes that there are."""
    count = len(document.notes)

    def leaf(each):
        if not isinstance(each, NoteMark):
            return (each,)
        return (NoteMark((each.number - 1) % count + 1),) if count else ()

    def linked(inline):
        if isinstance(inline, Link):
            return Link(markdown_escape.href(safe_href(inline.href)), tuple(map(linked, inline.children)))
        children = getattr(inline, "children", None)
        return type(inline)(tuple(map(linked, children))) if children else inline

    def run(inlines):
        return tuple(map(linked, tidy(each_leaf(inlines, leaf))))

    def block(each):
        match each:
            case Heading() | Table():
                return each_run(each, lambda inlines: unbroken(run(inlines)))
            case Bullets(items):
                return Bullets(tuple(map(blocks, items)))
            case Numbered(start, items):
                return Numbered(start, tuple(map(blocks, items)))
            case Quote(inner):
                return Quote(blocks(inner))
            case Amendment(heading, paragraphs):
                return Amendment(heading, tuple(filter(None, map(run, paragraphs))))
            case _:
                return each_run(each, run)

    def blocks(inner):
        return tuple(filter(_says_something, map(block, inner)))

    return Document(
        blocks(document.blocks), tuple(Note(note.number, note.label, blocks(note.blocks)) for note in document.notes)
    )


def _says_something(block):
    match block:
        case Paragraph(children) | Heading(_, children):
            return any(not isinstance(each, LineBreak) for each in children)
        case Quote(inner) | Amendment(_, inner):
            return bool(inner)
        case _:
            return True


documents = (
    st.builds(Document, _blocks, _notes).map(_held).filter(lambda document: plain_blocks(document.blocks).strip())
)


def source(document):
    """The letter's file, with front matter."""
    notes = [NoteText(note.number, note.label, tuple(map(Piece, note.blocks))) for note in document.notes]
    return page.written({"title": "Words", "language": "en"}, list(map(Piece, document.blocks)), notes, ()).text
