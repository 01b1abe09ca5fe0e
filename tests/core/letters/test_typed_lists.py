"""Lists, tables and signs as their authors write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.letters import read
from campaign.core.letters.tree import (
    BulletList,
    CodeBlock,
    Document,
    Emphasis,
    NumberedList,
    Paragraph,
    Strong,
    TableBlock,
    Text,
    every_inline,
    plain_blocks,
)


def document(body: str) -> Document:
    return read(f"---\ntitle: T\n---\n{body}", "")[0].document


def item(words: str) -> tuple[Paragraph]:
    return (Paragraph((Text(words),)),)


def numbers(body: str) -> list[tuple[int, int]]:
    """The first number and the number of items of each list."""
    return [(block.start, len(block.items)) for block in document(body).blocks if isinstance(block, NumberedList)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("26. April 2027 is the day.\n\n3. October was not.", [(26, 1), (3, 1)]),
        ("5. keep\n7. strike\n8. vote", [(5, 1), (7, 2)]),
        ("1. a\n1. b\n1. c", [(1, 3)]),
        ("3. a\n\n4. b\n\n4. c", [(3, 2), (4, 1)]),
        ("0. a\n1. b", [(0, 2)]),
    ],
)
def test_numbers_stay_as_typed(body: str, expected: list[tuple[int, int]]) -> None:
    """A list is split where its numbers do not follow each other; numbers that are all the same count."""
    assert numbers(body) == expected


def test_a_nested_list_keeps_its_numbers() -> None:
    """Numbers of a list in an item stay, too."""
    (outer,) = document("1. a\n   4. b\n   6. c\n2. d").blocks
    assert outer == NumberedList(
        1, ((*item("a"), NumberedList(4, (item("b"),)), NumberedList(6, (item("c"),))), item("d"))
    )


def test_a_list_may_follow_a_paragraph() -> None:
    """A list or table right below a paragraph is one, also in a quotation and a note."""
    assert document("We ask:\n- keep\n- strike").blocks == (
        *item("We ask:"),
        BulletList((item("keep"), item("strike"))),
    )
    assert document("We ask\n1. keep\n2. strike").blocks[1:] == (NumberedList(1, (item("keep"), item("strike"))),)
    assert document("Compare:\n| A | B |\n|---|---|\n| c | d |").blocks[1:] == (
        TableBlock(((Text("A"),), (Text("B"),)), (((Text("c"),), (Text("d"),)),)),
    )
    assert [type(block) for block in document("x[^1]\n\n[^1]: A:\n    - b\n    - c").notes[0].blocks] == [
        Paragraph,
        BulletList,
    ]


@pytest.mark.parametrize("body", ["A word\n- a dash\nend", "was on\n26. April\nhere", "see\n1. one", "a | b\nc - d"])
def test_a_wrapped_line_is_no_list(body: str) -> None:
    """A single line with a mark in a paragraph is a part of it."""
    assert document(body).blocks == item(" ".join(body.split()))


def test_two_spaces_are_enough() -> None:
    """Nested items and further paragraphs of items and notes may be indented by two spaces, three or four."""
    expected = (BulletList(((*item("a"), BulletList(((*item("b"), BulletList((item("c"),))),))), item("d"))),)
    assert document("- a\n  - b\n    - c\n- d").blocks == expected
    assert document("- a\n    - b\n        - c\n- d").blocks == expected
    assert document("1. a\n\n   more\n2. b").blocks == (NumberedList(1, ((*item("a"), *item("more")), item("b"))),)
    assert document("x[^1]\n\n[^1]: One.\n\n  Two.").notes[0].blocks == (*item("One."), *item("Two."))


def test_code_in_an_item_stays_code() -> None:
    """What is indented far deeper than its item is code, as before."""
    ((outer,),) = (document("- a\n\n        x = 1\n\n- b").blocks,)
    assert isinstance(outer, BulletList)
    assert outer.items[0] == (*item("a"), CodeBlock("x = 1"))
    assert document("- a\n\n            - b\n").blocks == (BulletList(((*item("a"), CodeBlock("    - b")),)),)


@pytest.mark.parametrize(
    "body",
    ["## Article 5 {new}", "The proposal\n{SWD(2021) 84 final}", "We want **this**{only} kept.", "A { #b } c\n{: .x }"],
)
def test_braces_are_text(body: str) -> None:
    """Words in braces stay: there are no attribute lists."""
    words = body.replace("*", "").removeprefix("## ")
    assert plain_blocks(document(body).blocks) == " ".join(words.split())


def test_a_star_in_a_word_is_text() -> None:
    """The star of a gendered word stays, beside bold and in italic type; a word's ending may follow italics."""
    (block,) = document("Bürger*innen, **Kolleg*innen** und *Liebe Kolleg*innen*").blocks
    assert block == Paragraph((
        Text("Bürger*innen, "), Strong((Text("Kolleg*innen"),)), Text(" und "), Emphasis((Text("Liebe Kolleg*innen"),)),
    ))  # fmt: skip
    (block,) = document("*LIBE*s, *a* b*c and *open b*c").blocks
    assert isinstance(block, Paragraph)
    assert block.children[:2] == (Emphasis((Text("LIBE"),)), Text("s, "))


@given(st.text(alphabet="ab1. -*|:\n[^]>/", max_size=80))
def test_no_letter_or_number_is_lost(text: str) -> None:
    """Whatever the lists and stars, each letter of the source is in the tree as often."""
    parsed = document(text)
    words = "".join(plain_blocks(blocks) for blocks in (parsed.blocks, *(note.blocks for note in parsed.notes)))
    assert words.count("b") <= text.count("b")
    list(every_inline(parsed.blocks))
