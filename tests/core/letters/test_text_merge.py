"""Two changes of one text: what is merged, what is a clash, and that no typed word is lost."""

import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign.core.letters.text_merge import Clash, ClashChoice, MergedText, merge_texts

BASE = "We ask you to keep the exemption whole.\n\nIt is worth a lot.\n"
WORDS = st.sampled_from(["we", "ask", "keep", "the", "whole", "Öl", "🌍", "a.", "b,", "\n\n", "\n", " ", "it"])
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+|[^\w\s]", text))


def _typed(base: str, text: str) -> Counter[str]:
    return _words(text) - _words(base)


def test_two_changes_in_different_places_are_merged() -> None:
    """What only one side changed is taken, from both sides."""
    mine, theirs = BASE.replace("whole", "entire"), BASE.replace("a lot", "65 billion")
    assert merge_texts(BASE, mine, theirs) == MergedText((mine.replace("a lot", "65 billion"),))


def test_two_changes_of_one_paragraph_are_merged() -> None:
    """Changes in one sentence are merged if enough unchanged words are between them."""
    mine, theirs = BASE.replace("We", "All of us"), BASE.replace("whole", "entire")
    merged = merge_texts(BASE, mine, theirs)
    assert (merged.clashes, merged.resolve()) == ((), mine.replace("whole", "entire"))


def test_the_same_words_changed_twice_are_a_clash() -> None:
    """Both texts are in the clash, and each choice takes its own."""
    merged = merge_texts(BASE, BASE.replace("a lot", "a fortune"), BASE.replace("a lot", "a billion"))
    assert merged.clashes == (Clash("lot", "fortune", "billion"),)
    endings = [merged.resolve([choice]).partition("worth ")[2] for choice in ClashChoice]
    assert endings == ["a fortune.\n", "a billion.\n", "a billion fortune.\n"]


def test_a_deletion_against_a_change_is_a_clash() -> None:
    """A paragraph that one side removed and the other changed is neither dropped nor brought back in silence."""
    merged = merge_texts(BASE, BASE.partition("\n\n")[0] + "\n", BASE.replace("a lot", "65 billion"))
    assert len(merged.clashes) == 1
    assert "65 billion" in merged.clashes[0].theirs


@pytest.mark.parametrize(("mine", "theirs"), [("X", "X"), ("X", BASE), (BASE, "X"), (BASE + "X", BASE + "X")])
def test_equal_changes_count_once(mine: str, theirs: str) -> None:
    """A change that both made, or only one made, is no clash and not doubled."""
    assert merge_texts(BASE, mine, theirs) == MergedText((mine if theirs == BASE else theirs,))


def test_a_save_whose_answer_was_lost_is_no_clash() -> None:
    """Who typed on after a save that arrived without an answer is not asked to choose between both."""
    merged = merge_texts("A letter.\n", "A letter. Hello there world\n", "A letter. Hello\n")
    assert (merged.clashes, merged.resolve()) == ((), "A letter. Hello there world\n")
    assert merge_texts("A letter.\n", "A letter. Hello\n", "A letter. Hello there\n").clashes == ()


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("within 40 days", "within 5 days", "within 50 days"),
        ("within 40 days", "within 50 days", "within 5 days"),
        ("within days", "within 5 days", "within 50 days"),
        ("a fine of 2 %", "a fine of 4 %", "a fine of 4.5 %"),
    ],
)
def test_two_edits_of_one_number_are_a_clash(base: str, mine: str, theirs: str) -> None:
    """A number that begins with the other one is another number, not the same one typed on."""
    (clash,) = merge_texts(base, mine, theirs).clashes
    assert (clash.mine.strip(), clash.theirs.strip()) == tuple(re.sub("[^0-9.]", "", side) for side in (mine, theirs))


def test_the_same_change_on_both_sides_of_others_counts_once() -> None:
    """A change that both made stays one, when one of them made a further change elsewhere."""
    both = BASE.replace("We", "All")
    assert merge_texts(BASE, both, both.replace("a lot", "65 billion")).clashes == ()
    assert merge_texts(BASE, both, both.replace("a lot", "65 billion")).resolve().count("All") == 1


def test_both_of_a_clash_stand_apart() -> None:
    """A space is put between both texts where there is none; none beside an empty text."""
    sides = (("a", "b"), ("a", "b "), ("", "b"), (" a", "b"))
    both = [Clash("", mine, theirs).choose(ClashChoice.BOTH) for mine, theirs in sides]
    assert both == ["b a", "b a", "b", "b a"]


def test_a_choice_is_needed_for_every_clash() -> None:
    """Without a choice there is no text."""
    with pytest.raises(ValueError, match="no choice"):
        MergedText((Clash("", "a", "b"),)).resolve()


@given(TEXTS, TEXTS, TEXTS)
@example("a b c d", "x b c d y", "a q c d")
@example("", "one", "two")
def test_no_typed_word_is_lost(base: str, mine: str, theirs: str) -> None:
    """Each word that either side typed is in the merged text, or in a clash that shows both sides."""
    merged = merge_texts(base, mine, theirs)
    text = merged.resolve([ClashChoice.BOTH] * len(merged.clashes))
    for side in (mine, theirs):
        assert _typed(base, side) - _words(text) == Counter()
    by_mine = merged.resolve([ClashChoice.MINE] * len(merged.clashes))
    by_theirs = merged.resolve([ClashChoice.THEIRS] * len(merged.clashes))
    assert (_typed(base, mine) - _words(by_mine), _typed(base, theirs) - _words(by_theirs)) == (Counter(), Counter())


@given(TEXTS, TEXTS)
def test_one_side_alone_is_never_asked(base: str, text: str) -> None:
    """A text that nobody else changed is saved exactly as it is."""
    assert merge_texts(base, text, base) == MergedText((text,))
    assert merge_texts(base, text, text).resolve() == text


@given(TEXTS, TEXTS, TEXTS)
def test_who_saves_first_does_not_matter(base: str, mine: str, theirs: str) -> None:
    """The same changes clash, whichever side saves last, and without clashes the text is the same."""
    one, other = merge_texts(base, mine, theirs), merge_texts(base, theirs, mine)
    assert [(clash.mine, clash.theirs) for clash in one.clashes] == [
        (clash.theirs, clash.mine) for clash in other.clashes
    ]
    if not one.clashes:
        assert one.resolve() == other.resolve()
