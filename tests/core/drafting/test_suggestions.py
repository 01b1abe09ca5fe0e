"""Suggestions: what accepting them does to a text that has changed meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.drafting.suggestion import (
    SuggestedPart,
    Suggestion,
    SuggestionState,
    accepted_text,
    colliding,
    suggested_parts,
    suggested_text,
    undone_text,
)
from campaign.core.drafting.text_map import TextRange, passages

TEXT = """We build and study machines in the open. We ask you to strike the last sentence of Article 2.

Openness is worth almost 100 billion euro a year to the economy of the Union, and Europe lives by it.

We thank you for your time.
"""
OPENNESS = passages(TEXT)[1]


def suggestion(passage: TextRange, after: str) -> Suggestion:
    return Suggestion(
        1, 1, 1, passage.start, passage.end, after, 7, False, SuggestionState.OPEN, (), None, None, None, None
    )


def reworded(*pairs: tuple[str, str], passage: TextRange = OPENNESS) -> Suggestion:
    after = passage.of(TEXT)
    for before, words in pairs:
        assert before in after
        after = after.replace(before, words)
    return suggestion(passage, after)


def accept(wanted: Suggestion, current: str = TEXT) -> str:
    parts = suggested_parts(TEXT, wanted, current)
    return accepted_text(current, parts, {part.number for part in parts})


def states(wanted: Suggestion, current: str) -> list[tuple[str, str, bool, bool]]:
    return [
        (part.before, part.after, part.can_be_accepted, part.is_in_text)
        for part in suggested_parts(TEXT, wanted, current)
    ]


RANGE = ("almost 100", "between 65 and 95")
SOURCE = ("Europe lives by it", "Europe lives by it and grows")
SHORTER = (" of the Union", "")


def test_a_suggestion_is_accepted_in_a_text_that_changed_elsewhere() -> None:
    """A suggestion is out of date only where its own words changed."""
    wanted = reworded(RANGE)
    current = TEXT.replace("thank you", "are grateful to you").replace("lives by it", "lives of it")
    assert accept(wanted, current) == current.replace("almost 100", "between 65 and 95")
    assert states(wanted, TEXT.replace("almost", "about")) == [("almost 100", "between 65 and 95", False, False)]
    assert accept(wanted, TEXT.replace("almost", "about")) == TEXT.replace("almost", "about")


def test_a_suggestion_is_accepted_in_part() -> None:
    """Each change of a suggestion is accepted by itself."""
    parts = suggested_parts(TEXT, reworded(RANGE, SOURCE), TEXT)
    assert [(part.before, part.after) for part in parts] == [("almost 100", "between 65 and 95"), ("", " and grows")]
    assert accepted_text(TEXT, parts, {1}) == TEXT.replace(*SOURCE)
    assert accepted_text(TEXT, parts, {0}) == TEXT.replace(*RANGE)


@pytest.mark.parametrize(
    "wanted",
    [
        reworded(RANGE),
        reworded(SOURCE),
        reworded(SHORTER),
        reworded(("Openness is", "Working in the open is")),
        suggestion(OPENNESS, f"{OPENNESS.of(TEXT)}\n\nIt feeds ten thousand firms and many more people.".strip()),
    ],
)
def test_what_is_in_the_text_is_not_put_in_twice(wanted: Suggestion) -> None:
    """A suggestion that was accepted, or that somebody typed in by hand, changes nothing more, also further down."""
    once = accept(wanted)
    assert once == suggested_text(TEXT, wanted)
    assert [(can, is_in) for _, _, can, is_in in states(wanted, once)] == [(False, True)]
    assert accept(wanted, once) == once
    below = "A new beginning of some words.\n\n" + once
    assert accept(wanted, below) == below


def test_two_suggestions_for_the_same_words_collide() -> None:
    """Suggestions for the same words show each other; for different words of one passage they do not."""
    one, other, third = reworded(RANGE), reworded(("almost 100 billion", "much")), reworded(SOURCE)
    parts = {number: suggested_parts(TEXT, wanted, TEXT) for number, wanted in enumerate((one, other, third), 1)}
    assert list(colliding(parts)) == [(1, 2)]
    current = accept(one)
    parts = {number: suggested_parts(TEXT, wanted, current) for number, wanted in enumerate((one, other, third), 1)}
    assert list(colliding(parts)) == []


def test_undoing_takes_out_only_what_was_put_in() -> None:
    """Accepting is undone in a text that changed since, unless its own words changed."""
    result = accept(reworded(RANGE))
    later = result.replace("thank you", "are grateful to you")
    assert undone_text(TEXT, result, later) == TEXT.replace("thank you", "are grateful to you")
    assert undone_text(TEXT, result, result.replace("between 65", "between 60")) is None


def test_words_added_where_nothing_is_recognisable_have_no_place() -> None:
    """Words that were to be added beside words which are gone have no place."""
    start = suggestion(OPENNESS, "Truly. " + OPENNESS.of(TEXT))
    assert [(part.before, part.after) for part in suggested_parts(TEXT, start, TEXT)] == [("", "Truly. ")]
    assert accept(start) == suggested_text(TEXT, start)
    assert states(start, passages(TEXT)[0].of(TEXT)) == [("", "Truly. ", False, False)]
    only = "— —"
    signs = Suggestion(1, 1, 1, 0, 3, "— and —", 7, False, SuggestionState.OPEN, (), None, None, None, None)
    assert [part.place for part in suggested_parts(only, signs, "— — —")] == [None]


def test_removed_words_at_an_edge_are_never_taken_as_removed_already() -> None:
    """Where no words stand on both sides of removed words, they count as not removed yet, and are gone."""
    text = "One two three four five."
    wanted = Suggestion(
        1, 1, 1, 0, len(text), "three four five.", 7, False, SuggestionState.OPEN, (), None, None, None, None
    )
    assert [(part.before, part.is_in_text) for part in suggested_parts(text, wanted, text)] == [("One two ", False)]
    assert [part.can_be_accepted for part in suggested_parts(text, wanted, "three four five.")] == [False]


def test_which_suggestions_are_in_the_text() -> None:
    """What was accepted, whole or in part, is in the text."""
    assert [state.is_in_text for state in SuggestionState] == [False, True, True, False, False]


WORDS = st.sampled_from(TEXT.split())
CHANGES = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["", "other", "new words"])), max_size=3)


def _changed(text: str, changes: list[tuple[int, str]]) -> str:
    parts = text.split(" ")
    for at, words in changes:
        parts[at % len(parts)] = words or parts[at % len(parts)]
    return " ".join(parts)


@given(CHANGES, CHANGES)
def test_accepting_twice_does_no_harm(wanted: list[tuple[int, str]], meanwhile: list[tuple[int, str]]) -> None:
    """Whatever else changed, accepting puts in the parts whose words stand, changes nothing else, and a second time
    changes nothing."""
    change = suggestion(OPENNESS, _changed(OPENNESS.of(TEXT), wanted))
    current = _changed(TEXT, meanwhile)
    parts: tuple[SuggestedPart, ...] = suggested_parts(TEXT, change, current)
    once = accepted_text(current, parts, {part.number for part in parts})
    assert [part.number for part in parts] == list(range(len(parts)))
    for part in parts:
        assert part.place is None or part.before == "" or part.place.of(current) == part.before
    again = suggested_parts(TEXT, change, once)
    assert accepted_text(once, again, {part.number for part in again if not part.can_be_accepted}) == once
    if current == TEXT:
        assert once == suggested_text(TEXT, change)
        assert accept(change, once) == once
