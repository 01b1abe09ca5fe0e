"""What the letter says otherwise than the file is named with its place."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.check import LetterFacts, reading
from campaign.core.check.prose import prose
from campaign.core.intake.letter_file import write_page
from campaign.core.intake.pieces import NoteText, Piece
from campaign.core.letters import read
from campaign.core.letters.tree import (
    Amendment,
    Block,
    BlockQuote,
    BulletList,
    Document,
    NumberedList,
    Paragraph,
    Text,
)
from tests.helpers.check import FRONT, findings, hint_lines
from tests.helpers.shapes import BLOCKS


def named(body: str) -> list[str]:
    """`line: what` of each difference."""
    return [hint for hint in hint_lines(body) if "read otherwise" in hint]


@pytest.mark.parametrize(
    "body",
    [
        "Plain words, *some* **bold** and `code`, 5 % of €10; A & B &amp; C&nbsp;D &#65;?",
        (
            'A [link](https://a.example/x_(y)?z=1 "a title"), [one][ref] and <https://b.example/c?d=1;e>.\n\n'
            "[ref]: https://c.example/5 'title'"
        ),
        "Words[^a] and[^b].\n\n[^b]: Two.\n\n[^a]: One, with\n    more.\n\n  Second part.\n\n    Third part.",
        "1. one\n2. two\n    - deeper\n    - again\n\n5) typed",
        "> quoted 5 %\n>\n> - item",
        "| a 1 | b |\n|:--|--:|\n| c | d 2 |",
        "Bürger*innen and Bürg**er**, {++new 5++} and {--old--}, {~~a~>b~~}{>> a comment <<}.",
        "26. April 2027 is the day.\n\n3. October was before.",
        "# Head 1\n\nHead\n====\n\n* * *\n\n{{ salutation }} {{ signatories.count }} sign.",
        "/// amendment | Article 5\n\nThe {--old--} words.\n\n///\n\nAfter.",
        "Text\n\n    code 5 here\n\nmore",
        "\\*not bold\\* and \\[5\\] 1\\. x",
        "",
        "[^a]: never called 7",
    ],
)
def test_what_is_read_as_written_is_not_named(body: str):
    """All markup of the dialect is known to the rule, so that it is silent."""
    assert named(body) == []


def compared(body: str, *blocks: Block) -> list[str]:
    """`line: what` for a file that was read as these blocks."""
    letter, _ = read(FRONT + body, "letter.md", "en")
    letter = replace(letter, document=Document(blocks))
    first = FRONT.count("\n")
    problems = reading.differences(prose(letter), letter, LetterFacts())
    return [f"{(problem.line or 0) - first}: {problem.message}" for problem in problems]


def paragraph(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def test_lost_words_are_named_with_their_line():
    """Words of the file that the letter has not."""
    assert compared(
        "One.\n\nTwo {three} four and more words.", paragraph("One."), paragraph("Two four and more words.")
    ) == [
        "3: the letter reads differently from the file at “three} four and more words.”: “three” is not in the letter"
    ]


def test_added_words_are_named():
    """Words of the letter that the file has not, at its end, too."""
    assert compared("One two three four.", paragraph("One two three four. Five?")) == [
        "1: the letter reads differently from the file at “r.”: “Five?” is in it and not in the file"
    ]


def test_other_numbers_of_a_list_are_named():
    """A list that counts on where the author wrote another number."""
    items = ((paragraph("keep this as it is"),), (paragraph("strike that at once"),))
    assert compared("5. keep this as it is\n7. strike that at once", NumberedList(5, items)) == [
        (
            "2: the letter reads differently from the file at “7. strike that at once”: “7” is not in the letter"
            " and “6” is in it and not in the file"
        )
    ]


def test_a_text_without_words_and_a_letter_with_some():
    """Where the file has nothing to point at, the body is named."""
    assert compared("***", paragraph("x")) == [
        "1: the letter reads differently from the file at “***”: “x” is in it and not in the file"
    ]


def test_a_note_that_is_not_read_is_left_to_the_rule_on_notes():
    """A note that the letter lacks as a whole has a problem of its own."""
    assert compared("One.\n\n[^a]: Two.", paragraph("One.")) == []


def test_texts_that_differ_throughout_give_a_few_findings():
    """Two texts without anything in common end after a limited number of findings."""
    assert len(compared("a b " * 9_000, paragraph("x y " * 9_000))) == 20


def test_blocks_within_blocks_are_compared_in_reading_order():
    """Quotations and lists hold blocks; an amendment is compared with the law by another rule."""
    inner = (BlockQuote((BulletList(((paragraph("one"),),)),)), Amendment("", ()), paragraph("two"))
    assert compared("> - one\n\ntwo", *inner) == []


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=5))
def test_what_the_import_writes_is_read_as_written(blocks: list[Block]):
    """Any tree, written as Markdown and read again, has the signs of its file."""
    notes = [NoteText(number, f"n{number}", (Piece(paragraph(f"Note {number}")),)) for number in range(1, 10)]
    page = write_page({"title": "Title"}, [Piece(block) for block in blocks], notes, ())
    assert [hint.message for hint in findings(page.text).warnings if "read otherwise" in hint.message] == []
