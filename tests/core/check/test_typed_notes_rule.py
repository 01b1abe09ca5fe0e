"""Footnote numbers that were typed by hand are named."""

import pytest

from tests.helpers.check import hint_lines, problem_lines


@pytest.mark.parametrize("text", ["the act[2].", "the act. [12]", "the act,[3] and"])
def test_a_number_in_brackets_is_named(text: str) -> None:
    """A number in square brackets after a word is reported."""
    number = text[text.index("[") : text.index("]") + 1]
    assert problem_lines(f"See {text}") == [f"1: a footnote's number was typed by hand: {number}"]
    assert problem_lines("Text\n\n[1] The note.") == ["3: a footnote's number was typed by hand: [1] T"]


@pytest.mark.parametrize("text", ["word² and", "act.³", "act^2^ is", "words¹²."])
def test_a_raised_figure_is_a_hint(text: str) -> None:
    """A raised figure at the end of a word is worth a look; one of a unit is not."""
    assert len(hint_lines(f"See the {text}")) == 1
    assert hint_lines("See 5 km², CO₂ and m³.") == []


def test_brackets_of_links_and_law_are_fine() -> None:
    """Links, references and words left out are no notes."""
    assert problem_lines("[2](https://a.example) and x[^a], [1]: , [...]\n\n[^a]: n") == []
