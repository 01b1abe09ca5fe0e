"""What a listed name is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.sought import beginnings, found_by, keys


def _finds(typed: str, name: str) -> bool:
    return found_by(name, beginnings(typed)) is not None


@pytest.mark.parametrize(
    "typed",
    ["z", "zoe", "ZOË", "Zoë v", "van dijk", "dijk, zoe", "zoe dijk", "  Dijk  ", "zoe van dijk", "zoë*", '"dijk"'],
)
def test_a_name_is_found_from_any_of_its_words_on(typed: str) -> None:
    """Accents, case and signs are ignored; the last word may be begun only; family name first, or no middle words."""
    assert _finds(typed, "Zoë van Dijk")


@pytest.mark.parametrize("typed", ["oe", "zoevan", "dijk van", "zoe x", "", "*", "\u202e", "\x00", "'; --"])
def test_what_is_not_its_beginning_does_not_find_it(typed: str) -> None:
    """Neither the middle of a word, nor words that it lacks, nor signs alone."""
    assert not _finds(typed, "Zoë van Dijk")


def test_one_word_is_one_key() -> None:
    """And a name of signs alone has none."""
    assert (keys("LAION"), keys("…")) == (frozenset({b"laion"}), frozenset())


def test_letters_that_do_not_come_apart_are_found_by_plain_ones() -> None:
    """Łucja Ørsted by lucja orsted."""
    assert _finds("lucja orsted", "Łucja Ørsted")


def test_a_name_has_one_place_in_a_list() -> None:
    """That of the first of its keys that begin so, even where two of its words do."""
    assert found_by("Anna Annason", beginnings("ann")) == b"anna annason"
    assert found_by("Anna B. Berg", beginnings("anna b")) == b"anna b berg"


@given(st.text(max_size=300), st.text(max_size=300))
def test_keys_are_few_and_short(name: str, typed: str) -> None:
    """Whatever a name or a question is made of: at most thirteen keys of 61 bytes."""
    found = keys(name)
    assert len(found) <= 13
    assert all(0 < len(key) <= 61 for key in (*found, *beginnings(typed)))


@given(st.text(alphabet=st.characters(categories=["L", "Zs"]), max_size=80))
def test_a_name_finds_itself(name: str) -> None:
    """Typed whole, it is found, unless nothing of it is a letter or a figure."""
    assert _finds(name, name) == bool(keys(name))
