"""Strategies for trees of letters. Words consist of letters only, so that they differ from the marks of an output."""

import re

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from campaign.core.letters.tree import (
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
    Rule,
    Signatories,
    SignatoryLine,
    Strong,
    TableBlock,
    Text,
)
from tests.helpers.examples import examples

# Generating a tree takes longer than writing it, and test machines are busy. A failure is shrunk, but not explained: to
# vary every part of a large tree takes minutes.
a_few = settings(
    max_examples=examples(50),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=set(Phase) - {Phase.explain},
    report_multiple_bugs=False,
)

LETTERS = "abcdeéßžδд"
HREFS = [
    "",
    "#",
    "#fn:1",
    "javascript:alert(1)",
    "JavaScript:x()",
    "data:text/html,x",
    'https://a.example/"><b>',
    "https://b.example/?x=1&y=2",
    "mailto:me@c.example",
]

# A fixed set of phrases, because generating them letter by letter takes most of a test's time.
_WORDS = [LETTERS[at % 9 :][: 1 + at % 7] + LETTERS[: at % 4] for at in range(40)]
word = st.sampled_from([word for word in _WORDS if len(word) <= 5])
phrase = st.sampled_from([" ".join(_WORDS[at : at + 1 + at % 6]) for at in range(34)])
edge = st.sampled_from(["", " "])
text = st.builds(lambda before, words, after: Text(before + words + after), edge, phrase, edge)
mark = st.integers(1, 12).map(NoteMark)
leaf = st.one_of(text, text, phrase.map(Code), mark, st.just(LineBreak()))


def _runs(inline):
    return st.lists(inline, min_size=1, max_size=4).map(tuple)


def nesting(inline):
    wordy = st.tuples(text, inline)
    return st.one_of(
        _runs(inline).map(Strong),
        _runs(inline).map(Emphasis),
        _runs(inline).map(Insertion),
        _runs(inline).map(Deletion),
        st.builds(Link, st.sampled_from(HREFS), wordy),
    )


inlines = _runs(st.recursive(leaf, nesting, max_leaves=6))
cell = st.tuples(st.one_of(word.map(Text), mark))
row = st.tuples(cell, cell)
table = st.builds(TableBlock, row, st.lists(row, max_size=3).map(tuple))
line = st.builds(SignatoryLine, phrase, st.sampled_from(HREFS))
signatories = st.lists(line, max_size=4).map(tuple).map(Signatories)
code = st.lists(phrase, min_size=1, max_size=3).map("\n  ".join).map(CodeBlock)
simple = st.one_of(inlines.map(Paragraph), st.builds(Heading, st.integers(1, 6), inlines), code, st.just(Rule()))


def holding(block):
    items = st.lists(st.lists(block, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        items.map(BulletList),
        st.builds(NumberedList, st.integers(0, 9), items),
        st.lists(block, min_size=1, max_size=2).map(tuple).map(BlockQuote),
    )


block = st.recursive(simple, holding, max_leaves=4)
blocks = st.lists(st.one_of(block, table, signatories), max_size=6).map(tuple)
notes = st.lists(st.lists(block, max_size=2).map(tuple), max_size=3).map(
    lambda note_blocks: tuple(Footnote(number, f"n{number}", inner) for number, inner in enumerate(note_blocks, 1))
)
documents = st.builds(Document, blocks, notes)


def words(text):
    """The words of a text that consist of `LETTERS`, in order."""
    return re.findall(f"[{LETTERS}]+", text)
