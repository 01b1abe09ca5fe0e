"""The check of any letter ends soon and without an error."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.check import LetterFacts, check_letter
from campaign.core.check.prose import prose
from campaign.core.letters import Letter, read
from campaign.core.letters.tree import Document, Footnote, Paragraph, Text
from tests.helpers.check import VOTE, person

PIECES = (
    "[^a]", "[^a]: ", "\n\n", "\n", "    ", "\t", "`", "``", "[a](", ")", "](#)", "[", "]", "{{", "}}", "{{ vote }}",
    "“", "”", '"', "«", "»", "> ", "- ", "vote ", "26 April ", "Monday, ", "<b>", "<", "---\n", "title: x\n",
    "law:\n    a: x\n", "\\", "*", "Article ", "…", "\x00", "\u202e", "\r", "words are here to be quoted ",
)  # fmt: skip
FACTS = LetterFacts(vote=VOTE, max_words=3, addressees=(person(),))


@settings(deadline=None)  # machines are busy
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_text_raises(source: str) -> None:
    """Any text at all is checked, and every problem has a line that the file has."""
    letter, _ = read(source, "letter.md")
    findings = check_letter(letter, FACTS)
    last = source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    lines = [problem.line for problem in (*findings.problems, *findings.warnings) if problem.line is not None]
    assert all(1 <= line <= last for line in lines)


@settings(deadline=None)  # machines are busy
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_blanking_moves_nothing(source: str) -> None:
    """The prose has the source's length and lines, and its paragraphs lie one after the other."""
    letter, _ = read(source, "letter.md")
    text = prose(letter)
    plain = source.replace("\r\n", "\n").replace("\r", "\n")
    assert [len(line) for line in text.text.split("\n")] == [len(line) for line in plain.split("\n")]
    places = [place for paragraph in text.paragraphs for place in (paragraph.start, paragraph.end)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "[^",
        "[a](",
        "`",
        "``` ",
        "{{ x",
        "“",
        "” “",
        "<a ",
        "[insert",
        "Article ",
        "vote 26 April ",
        "a\n\n",
        "\u202e\n",
    ],
)
def test_a_hostile_line_is_read_in_linear_time(piece: str) -> None:
    """A hundred thousand characters of one kind take no noticeable time; a quadratic rule would take minutes."""
    law = (Footnote(1, "a", (Paragraph((Text("one two three four five " * 2_000),)),)),)
    letter = Letter("l.md", "en", "x[^a] " + piece * (100_000 // len(piece)), Document((), law), law={"a": "s"})
    start = time.process_time()
    check_letter(letter, FACTS)
    assert time.process_time() - start < 5


@pytest.mark.slow
def test_ten_thousand_notes_are_checked_at_once() -> None:
    """Many footnotes take no noticeable time either."""
    calls = "".join(f"word[^{number}] " for number in range(10_000))
    body = calls + "".join(f"\n\n[^{number}]: note" for number in range(10_000))
    start = time.process_time()
    findings = check_letter(Letter("l.md", "en", body, Document(()), title="T"), FACTS)
    assert time.process_time() - start < 5
    assert [problem.message for problem in findings.problems] == ["the letter is empty"]
