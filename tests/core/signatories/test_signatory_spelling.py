"""Typing errors in names."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.spelling import allowed_typos, are_near, pieces, possible_pieces


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("bund", "bund", True),
        ("bund", "bunt", False),
        ("amnesty", "amnsety", True),
        ("amnesty", "amnest", True),
        ("amnesty", "amnestyx", True),
        ("amnesty", "amxestx", False),
        ("greenpeace", "greanpaece", True),
        ("greenpeace", "graenpaecx", False),
        ("electronicfrontierfoundation", "elektronicfronteirfoundaton", True),
        ("electronicfrontierfoundation", "electronicfrontier", False),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_typos(one: str, other: str, near: bool) -> None:
    """Letters left out, put in, changed or swapped make a name near, the more of them the longer it is."""
    assert are_near(one, other) is near
    assert are_near(other, one) is near


@st.composite
def _with_typos(draw: st.DrawFn) -> tuple[str, str]:
    text = draw(st.text("abc", min_size=1, max_size=40))
    spoilt = text
    for _ in range(draw(st.integers(0, allowed_typos(len(text))))):
        at = draw(st.integers(0, max(len(spoilt) - 1, 0)))
        swapped = spoilt[:at] + spoilt[at : at + 2][::-1] + spoilt[at + 2 :]
        letter = draw(st.sampled_from("abcx"))
        ways = (swapped, spoilt[:at] + spoilt[at + 1 :], f"{spoilt[:at]}{letter}{spoilt[at:]}")
        spoilt = draw(st.sampled_from((*ways, f"{spoilt[:at]}{letter}{spoilt[at + 1 :]}")))
    return text, spoilt


@given(_with_typos())
def test_a_near_text_shares_a_piece(pair: tuple[str, str]) -> None:
    """A text that is near another shares a piece with it: no near one is missed by looking pieces up."""
    one, other = pair
    if are_near(one, other) and one and other:
        assert set(pieces(one)) & set(possible_pieces(other))
        assert set(pieces(other)) & set(possible_pieces(one))


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_the_distance_is_that_of_the_complete_table(one: str, other: str) -> None:
    """The distance is the one of the complete table."""
    whole = _whole_table(one, other)
    assert are_near(one, other) == (whole <= allowed_typos(min(len(one), len(other))))


def _whole_table(one: str, other: str) -> int:
    table = {(row, -1): row + 1 for row in range(-1, len(one))} | {(-1, at): at + 1 for at in range(-1, len(other))}
    for row, letter in enumerate(one):
        for at, sign in enumerate(other):
            best = min(table[row - 1, at] + 1, table[row, at - 1] + 1, table[row - 1, at - 1] + (letter != sign))
            if row and at and letter == other[at - 1] and one[row - 1] == sign:
                best = min(best, table[row - 2, at - 2] + 1)
            table[row, at] = best
    return table[len(one) - 1, len(other) - 1]


def test_long_texts_take_no_time() -> None:
    """Comparing two of the longest names is quick, and few pieces are looked up."""
    before = time.perf_counter()
    for _ in range(100):
        are_near("ab" * 100, "ba" * 100)
    assert time.perf_counter() - before < 2
    assert len(list(possible_pieces("a" * 200))) < 400
