"""What a listed name is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.search_keys import first_matching_key, key_prefixes, search_keys


def _matches(typed: str, name: str) -> bool:
    return first_matching_key(name, key_prefixes(typed)) is not None


@pytest.mark.parametrize(
    "typed",
    ["z", "zoe", "ZOË", "Zoë v", "van dijk", "dijk, zoe", "zoe dijk", "  Dijk  ", "zoe van dijk", "zoë*", '"dijk"'],
)
def test_any_word_of_a_name_finds_it(typed: str) -> None:
    """Accents, case and signs are ignored; the last word may be begun only; family name first, or no middle words."""
    assert _matches(typed, "Zoë van Dijk")


@pytest.mark.parametrize("typed", ["oe", "zoevan", "dijk van", "zoe x", "", "*", "\u202e", "\x00", "'; --"])
def test_what_is_not_its_beginning_does_not_find_it(typed: str) -> None:
    """Neither the middle of a word, nor words that it lacks, nor signs alone."""
    assert not _matches(typed, "Zoë van Dijk")


def test_one_word_is_one_key() -> None:
    """And a name of signs alone has none."""
    assert (search_keys("LAION"), search_keys("…")) == (frozenset({b"laion"}), frozenset())


def test_plain_letters_find_letters_that_do_not_come_apart() -> None:
    """Łucja Ørsted by lucja orsted."""
    assert _matches("lucja orsted", "Łucja Ørsted")


def test_a_name_has_one_place_in_a_list() -> None:
    """That of the first of its keys that begin so, even where two of its words do."""
    assert first_matching_key("Anna Annason", key_prefixes("ann")) == b"anna annason"
    assert first_matching_key("Anna B. Berg", key_prefixes("anna b")) == b"anna b berg"


@given(st.text(max_size=300), st.text(max_size=300))
def test_keys_are_few_and_short(name: str, typed: str) -> None:
    """Whatever a name or a question is made of: at most thirteen keys of 61 bytes."""
    name_keys = search_keys(name)
    assert len(name_keys) <= 13
    assert all(0 < len(key) <= 61 for key in (*name_keys, *key_prefixes(typed)))


@given(st.text(alphabet=st.characters(categories=["L", "Zs"]), max_size=80))
def test_a_name_finds_itself(name: str) -> None:
    """Typed whole, it is found, unless nothing of it is a letter or a figure."""
    assert _matches(name, name) == bool(search_keys(name))
