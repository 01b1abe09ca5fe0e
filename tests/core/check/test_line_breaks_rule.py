"""Line breaks set by hand in the middle of a sentence."""

import pytest

from tests.helpers.check import hint_lines


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Founded in  \nHamburg, we work.", "in / Hamburg"),
        ("Founded in\\\nHamburg, we work.", "in / Hamburg"),
        ("Wir danken den  \nAbgeordneten.", "den / Abgeordneten"),
        ("We ask you  \nto vote.", "you / to"),
        ("> Stworzono w  \n> Warszawie", None),
        ("Fondée à Paris par  \nAnna Berg.", "par / Anna"),
    ],
)
def test_a_break_within_a_sentence_is_named(body: str, words: str | None) -> None:
    """A break after a word that opens something, or before a small letter, is named with the words around it."""
    expected = [f"1: a line break is in the middle of a sentence (“{words}”)"] if words else []
    assert hint_lines(body) == expected


def test_several_breaks_are_one_hint() -> None:
    """Breaks of a text that was wrapped by hand are told once, with their number."""
    assert hint_lines("One line\n\nWe go to  \nRome and to  \nParis.") == [
        "3: a line break is in the middle of a sentence (“to / Rome”), and 1 more"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Anna Berg  \nDirector of policy  \nOpen Lab  \nBrussels",
        "Rue de la Loi 155  \n1040 Brussels",
        "We ask you to  \n\n- vote",
        "We go to\nRome and do\nit.",
        "Yours sincerely,  \nthe team",
    ],
)
def test_other_breaks_are_left_alone(body: str) -> None:
    """Addresses, signatures, and lines that are only wrapped in the source have no hint."""
    assert hint_lines(body) == []
