"""Letter to Word file and back: nothing is lost."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from campaign.adapters.word import read_docx, write_docx
from campaign.core.intake import draft_of
from campaign.core.letters import read
from campaign.core.letters.canonical import canonical_text
from campaign.core.letters.editable import document_with_comments, front_values
from campaign.core.letters.tree import Comment, Document, every_inline
from campaign.core.render import pandoc
from tests.helpers import letters
from tests.helpers.facts import facts, first_difference

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.word

AT = dt.datetime(2027, 4, 26, tzinfo=dt.UTC)
SAMPLE = ROOT.parent / "letters" / "open-source-exemption" / "letter.en.md"
EVERY_PART = ROOT / "core" / "render" / "every_part.en.md"
EDITED = """
/// amendment | Article 2 – paragraph 5
The Regulation shall {--not--}{++ always++} apply to *all*{>> Ann: all of them? <<} of [them](https://a.example/x_(1)).

{--This exemption shall go.--}

{++A new one[^new].++}
///

- one

    with more of it

    1. counted

        > quoted

        > - in a list

- two {++and *more*++}{>> a comment <<}

[^new]: In a note: {--old--} words{>> Bea: in a note <<}

    - and a list
"""
# What a person is asked to look at in the edited letter. The changes of an amendment are meant to stay.
REVIEW = [
    "a comment: “Ann: all of them?”",
    "a comment: “Bea: in a note”",
    "undecided changes: added “and more”",
    "a comment: “a comment”",
    "undecided changes: deleted “old”",
]


def through_word(source_text: str) -> tuple[str, list[str]]:
    """Write a Word file and read it again. Returns the source and what to review, except for dead links."""
    letter, _ = read(source_text, "letter.en.md")
    made = draft_of(read_docx(write_docx(pandoc.draft(document_with_comments(letter), front_values(letter), "en"), AT)))
    return made.letter, [problem.message for problem in made.review if "leads nowhere" not in problem.message]


def lost(before: str, after: str) -> str:
    """Return the first difference of two letters. Comments in footnotes come back behind the mark."""
    one, two = (
        document_with_comments(read(before, "letter.en.md")[0]),
        document_with_comments(read(after, "letter.en.md")[0]),
    )
    return first_difference(facts(one, notes_hold_comments=False), facts(two))


def test_the_sample_comes_back_as_the_same_letter() -> None:
    """The sample has the same canonical text and digest, and the same source except for line ends."""
    before = SAMPLE.read_text("utf-8")
    after, review = through_word(before)
    assert canonical_text(read(after, "letter.en.md")[0]) == canonical_text(read(before, "letter.en.md")[0])
    assert read(after, "letter.en.md")[0].law == read(before, "letter.en.md")[0].law
    assert review == []


def test_an_edited_letter_comes_back() -> None:
    """Amendments, tracked changes, comments and lists come back; a footnote's comment is behind its mark."""
    before = SAMPLE.read_text("utf-8") + EDITED
    after, review = through_word(before)
    one, two = read(before, "letter.en.md")[0], read(after, "letter.en.md")[0]
    assert canonical_text(two) == canonical_text(one)
    assert [
        inline.text for inline in every_inline(document_with_comments(two).blocks) if isinstance(inline, Comment)
    ] == [
        "Ann: all of them?",
        "Bea: in a note",
        "a comment",
    ]
    assert review == REVIEW


def test_every_part_comes_back() -> None:
    """The letter with every kind of part is the same again."""
    before = EVERY_PART.read_text("utf-8")
    after, review = through_word(before)
    assert lost(before, after) == ""
    assert review == []


# Pandoc runs twice an example. Shrinking a counterexample runs it for minutes; the first difference says enough.
a_way = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def assert_comes_back(document: Document) -> None:
    before = letters.source(document)
    after, review = through_word(before)
    others = [message for message in review if not message.startswith(("undecided changes: ", "a comment: "))]
    assert (lost(before, after), others) == ("", [])


@a_way
@given(letters.documents)
def test_any_letter_comes_back(document: Document) -> None:
    """Of any letter no word, footnote, link, emphasis, list, table, quotation, change or comment is lost."""
    assert_comes_back(document)


@pytest.mark.long
@settings(a_way, max_examples=600)
@given(letters.documents)
def test_many_letters_come_back(document: Document) -> None:
    """The same of some hundreds of letters."""
    assert_comes_back(document)


def test_twice_is_as_once() -> None:
    """A second round trip changes nothing."""
    once, _ = through_word(SAMPLE.read_text("utf-8") + EDITED)
    assert through_word(once) == (once, REVIEW)


def test_word_file_says_its_language_and_refers_to_its_notes() -> None:
    """The styles name the language of the text, and a further mark of a footnote is a field with its number."""
    letter, _ = read("A[^n] and again[^n].\n\n[^n]: A note.\n", "letter.de.md", "de")
    made = zipfile.ZipFile(io.BytesIO(write_docx(pandoc.draft(letter.document, {}, "de"), AT)))
    assert re.findall(r"<w:lang [^>]*>", made.read("word/styles.xml").decode()) == ['<w:lang w:val="de"/>']
    fields = re.findall(r"<w:instrText[^>]*>([^<]*)</w:instrText>", made.read("word/document.xml").decode())
    assert fields == [' NOTEREF "note-n" \\f \\h ']
