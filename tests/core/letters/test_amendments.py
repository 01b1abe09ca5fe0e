"""CriticMarkup, amendments and their two columns."""

from dataclasses import replace

import pytest

from campaign.core.letters import dialect, read, tree_builder
from campaign.core.letters.amendment import WORDS, AmendmentRow, amendment_rows, amendment_words
from campaign.core.letters.canonical import canonical_text
from campaign.core.letters.tree import (
    Amendment,
    Block,
    Code,
    Comment,
    Deletion,
    Document,
    Emphasis,
    Insertion,
    Link,
    NoteMark,
    Paragraph,
    Strong,
    Text,
    plain_blocks,
)

BLOCK = """/// amendment | Article 2 – paragraph 5
This {++new++} stays. {--This goes.--}

{--All of this goes.--}

{++5a. All of this is new.++}
///

After.
"""


def blocks(text: str) -> tuple[Block, ...]:
    return tree_builder.document(dialect.parse(text)).blocks


def test_marks():
    """Insertions, deletions, substitutions and marked words become nodes; a comment leaves nothing."""
    assert blocks("a {++b *c*++} {--d--} {~~e~>f~~} {==g==}{>>why? [x](#)<<} h") == (
        Paragraph(
            (
                Text("a "),
                Insertion((Text("b "), Emphasis((Text("c"),)))),
                Text(" "),
                Deletion((Text("d"),)),
                Text(" "),
                Deletion((Text("e"),)),
                Insertion((Text("f"),)),
                Text(" g h"),
            )
        ),
    )


def test_a_note_inside_a_mark_is_a_note():
    """A footnote mark may be inside an insertion."""
    assert blocks("{++a[^n]++}\n\n[^n]: N\n") == (Paragraph((Insertion((Text("a"), NoteMark(1))),)),)


@pytest.mark.parametrize(("text", "node"), [("`{++a++}`", Code("{++a++}")), ("\\{++a++}", Text("{++a++}"))])
def test_code_and_escaped_braces_are_words(text, node):
    """Marks in code or after a backslash are text."""
    assert blocks(text) == (Paragraph((node,)),)


def test_an_amendment_block():
    """The block has its heading and paragraphs, and ends at its closing line."""
    assert blocks(BLOCK) == (
        Amendment(
            "Article 2 – paragraph 5",
            (
                (Text("This "), Insertion((Text("new"),)), Text(" stays. "), Deletion((Text("This goes."),))),
                (Deletion((Text("All of this goes."),)),),
                (Insertion((Text("5a. All of this is new."),)),),
            ),
        ),
        Paragraph((Text("After."),)),
    )


def test_the_words_of_an_amendment():
    """Its words are its heading, if any, and its paragraphs, with deletions and insertions."""
    assert plain_blocks(blocks(BLOCK)).splitlines()[:2] == ["Article 2 – paragraph 5", "This new stays. This goes."]
    assert plain_blocks(blocks("/// amendment\n{--x--}\n///")) == "x"


def test_an_amendment_in_one_block_without_heading():
    """Heading and blank lines are optional."""
    assert blocks("/// amendment\n{--x--}\n///") == (Amendment("", ((Deletion((Text("x"),)),),)),)


def test_an_amendment_that_never_closes_is_text():
    """Without its closing line it is shown as it was typed."""
    assert plain_blocks(blocks("/// amendment | A\nb\n\nc")) == "/// amendment | A b\nc"


def test_the_two_columns():
    """Deletions are bold italic on the left, insertions on the right; a deleted paragraph has a word on the right."""
    (amendment, _) = blocks(BLOCK)
    assert isinstance(amendment, Amendment)
    assert amendment_rows(amendment, "en") == (
        AmendmentRow(
            (Text("This "), Text(" stays. "), Strong((Emphasis((Text("This goes."),)),))),
            (Text("This "), Strong((Emphasis((Text("new"),)),)), Text(" stays. ")),
        ),
        AmendmentRow((Strong((Emphasis((Text("All of this goes."),)),)),), (Emphasis((Text("deleted"),)),)),
        AmendmentRow((), (Strong((Emphasis((Text("5a. All of this is new."),)),)),)),
    )


def test_columns_inside_other_marks():
    """Changes inside emphasis, bold and links are found, too."""
    changed = (Insertion((Text("n"),)), Deletion((Text("o"),)))
    amendment = Amendment("", ((Strong(changed), Emphasis(changed), Link("https://a.example", changed)),))
    new, old = Strong((Emphasis((Text("n"),)),)), Strong((Emphasis((Text("o"),)),))
    assert amendment_rows(amendment, "en") == (
        AmendmentRow(
            (Strong((old,)), Emphasis((old,)), Link("https://a.example", (old,))),
            (Strong((new,)), Emphasis((new,)), Link("https://a.example", (new,))),
        ),
    )


def test_every_official_language_has_its_words():
    """All 24 languages have heads and the word for a deleted paragraph; other languages use English."""
    assert len(WORDS) == 24
    assert all(words.proposed and words.amendment and words.deleted for words in WORDS.values())
    assert amendment_words("xx") == WORDS["en"]


def test_changes_are_canonical():
    """The canonical text has insertions, deletions and amendments, but no comments."""
    letter, _ = read("---\ntitle: T\n---\n{++a++}{--b--}{>>c<<}\n\n" + BLOCK, "l.md")
    assert canonical_text(letter) == (
        "# T\n\n{++a++}{--b--}\n\n/// amendment | Article 2 – paragraph 5\n\n"
        "This {++new++} stays. {--This goes.--}\n\n{--All of this goes.--}\n\n{++5a. All of this is new.++}\n\n///\n\n"
        "After.\n"
    )


def test_an_editors_comment_is_no_part_of_the_letter():
    """A comment that is kept in the tree, for a word processor, does not reach the canonical text."""
    letter, _ = read("---\ntitle: T\n---\na", "l.md")
    commented = replace(letter, document=Document((Paragraph((Text("a"), Comment("why?"))),)))
    assert canonical_text(commented) == canonical_text(letter)
