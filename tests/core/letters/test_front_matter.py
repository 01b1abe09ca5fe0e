"""Front matter and the letter read with it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.letters import front_matter, read
from campaign.core.letters.letter import JOINT, KEYS, SINGLE
from campaign.errors import LetterError, Problem

LETTER = """---
title: "Keep the exemption"
subject: Re: AI Act
language: en
# a comment
date: 2027-04-14
delivery: For direct
    delivery by mail
ask: Strike the clause.
deadline: 2027-04-26
salutation: Single
closing: Yours,
law:
    oss: Draft of 23 March
    [^two]: Another
---

Body
"""


def test_a_whole_front_matter():
    """Each key has its field and type; continuation lines are joined."""
    letter, problems = read(LETTER, "letter.en.md", "fr")
    assert problems == ()
    assert (letter.title, letter.subject_line, letter.language) == ("Keep the exemption", "Re: AI Act", "en")
    assert (letter.date, letter.deadline) == (dt.date(2027, 4, 14), dt.date(2027, 4, 26))
    assert (letter.delivery, letter.ask, letter.closing) == (
        "For direct delivery by mail",
        "Strike the clause.",
        "Yours,",
    )
    assert (letter.salutation, letter.law) == (SINGLE, {"oss": "Draft of 23 March", "two": "Another"})
    assert letter.body_line == 17


def test_a_letter_without_front_matter():
    """Everything is body; the language comes from the file name, the salutation is joint, the subject is the title."""
    letter, problems = read("Body", "letter.de.md", "de")
    assert problems == ()
    assert (letter.language, letter.salutation, letter.subject_line, letter.body_line) == ("de", JOINT, "", 1)


def test_what_is_wrong_is_named_with_its_line():
    """Unknown keys, bad values, duplicates and unreadable lines are reported with path, line and fix."""
    source = "---\ntittle: x\nfoo: y\ndate: soon\nsalutation: both\ndate: 2027-01-01\nnonsense\n---\n"
    _, problems = read(source, "l.md")
    assert sorted(map(str, problems)) == [
        "l.md:2: unknown key tittle; did you mean title?",
        f"l.md:3: unknown key foo; known keys: {', '.join(KEYS)}",
        "l.md:5: salutation is not valid: both; write joint or single",
        "l.md:6: date is set twice; remove one (the first is in line 4)",
        "l.md:7: not a `key: value` line: nonsense; write key: value",
    ]


def test_an_unreadable_date_is_none():
    """A value that is not a date is reported and left out."""
    letter, problems = read("---\ndate: soon\n---\n", "l.md")
    assert letter.date is None
    assert problems == (
        Problem("l.md", 2, "date is not valid: soon", "write it as YYYY-MM-DD, for example 2027-04-26"),
    )


def test_front_matter_that_never_ends():
    """Front matter without an end is one clear problem."""
    _, problems = read("---\ntitle: x\n\nBody", "l.md")
    assert problems == (
        Problem("l.md", 1, "front matter begins with --- but never ends", "add a line --- below its last key"),
    )


def test_line_ends_and_marks_of_other_systems():
    """A byte order mark and Windows line ends change nothing."""
    assert read("\ufeff---\r\ntitle: x\r\n---\r\nBody\r\n", "l.md")[0].title == "x"


@given(st.text(max_size=200))
def test_any_text_can_be_split(text):
    """Splitting never fails, and the body's line is within the text."""
    front = front_matter.split(front_matter.LetterFile("l.md", "---\n" + text))
    assert 1 <= front.body_line <= text.count("\n") + text.count("\r") + 3


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\"'", exclude_categories=["C", "Z"])))
def test_a_value_is_all_after_the_first_colon(value):
    """Colons, hashes and brackets in a value need no quotes."""
    front = front_matter.split(front_matter.LetterFile("l.md", f"---\nsubject: {value}\n---\n"))
    assert front.fields["subject"].value == value


def test_a_letter_that_cannot_be_read_is_named():
    """The error of an unreadable body names the file and the file's own line."""
    with pytest.raises(LetterError) as caught:
        read("---\ntitle: T\n---\nFirst.\n\n" + "[" * 3000, "l.md")
    assert caught.value.message == "l.md: line 6: the paragraph has 3,000 markup characters; the limit is 2,000"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Text\n", "---\nkey: value\n---\n\nText\n"),
        ("", "---\nkey: value\n---\n\n"),
        ("---\na: b\nlaw:\n    c: d\n---\nText\n", "---\na: b\nlaw:\n    c: d\nkey: value\n---\nText\n"),
        ("\ufeff---\r\na: b\r\n---\r\nText", "\ufeff---\r\na: b\r\nkey: value\r\n---\r\nText"),
        ("---\na: b\n", "---\na: b\n"),
    ],
    ids=["no front matter", "empty", "the last key", "line ends and mark", "never closed"],
)
def test_a_key_is_added_at_the_end_of_the_front_matter(source: str, expected: str) -> None:
    """Line ends, the mark at the start and everything else stay; a front matter that never ends is left alone."""
    assert front_matter.with_key(source, "key", "value") == expected
