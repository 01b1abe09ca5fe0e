"""Repeated words and paragraphs are reported."""

import pytest

from tests.helpers.check import hint_lines, problem_lines


@pytest.mark.parametrize(
    ("body", "language", "words"),
    [
        ("We ask that the the Council agree.", "en", ["1: “the the”: a word appears twice"]),
        ("We ask that the\nthe Council agree.", "en", ["1: “the the”: a word appears twice"]),
        ("I know that that is so, and she had had it.", "en", []),
        ("Duran Duran play 2 2 times, and so-so so.", "en", []),
        ("Nous nous adressons à vous que vous vous engagez.", "fr", []),
        ("Wir bitten um um mehr, und die die es wissen.", "de", ["1: “um um”: a word appears twice"]),
    ],
)
def test_a_word_that_stands_twice_is_a_hint(body: str, language: str, words: list[str]) -> None:
    """A doubled word is named, over a line end too; names, figures and what a language rightly doubles are not."""
    assert hint_lines(body, language=language) == words


def test_a_paragraph_that_stands_twice_is_named() -> None:
    """A paragraph of six words or more that comes again is reported with the line of the first; a row of a table
    not."""
    long = "We ask you to strike the last sentence."
    assert problem_lines(f"{long}\n\nYes.\n\n- **We ask you** to strike the last sentence.\n\nYes.") == [
        "5: the paragraph appears twice, first in line 4: “- **We ask you** to strike the last sentence.”"
    ]
    table = "| one two three | four five six |\n| --- | --- |\n| a b c | d e f |"
    assert problem_lines(f"{table}\n\n{table}") == []


@pytest.mark.parametrize("line", ["# Keep it whole", "**Keep it whole.**", "Keep it whole\n============="])
def test_the_title_above_the_text_is_named(line: str) -> None:
    """A heading or a bold line with the words of the title is reported with its line."""
    front = "---\ntitle: Keep it whole\n---\n"
    words = line.splitlines()[0].strip("#* ")
    assert problem_lines(f"{{{{ salutation }}}}\n\n{line}\n\nText.", front) == [
        f"3: the title stands here again: “{words}”"
    ]
    assert problem_lines("# Keep it\n\n**Bold** text.", front) == []
    assert problem_lines("# &#75;eep it whole\n\nText.", front) == [
        "file: the title stands here again: “Keep it whole”"
    ]
