"""Comments stay on their words, or say that these are gone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.drafting.text_map import TextMap, TextRange, passage_of, passages
from tests.helpers.examples import examples

TEXT = """---
title: An open letter
---

{{ salutation }}

We build and study machines in the open. We ask you to strike the last sentence of Article 2.

Openness is worth almost 100 billion euro a year to the economy of the Union.

We thank you for your time.
"""


def words(text: str, quote: str) -> TextRange:
    start = text.index(quote)
    return TextRange(start, start + len(quote))


def moved_to(new: str, quote: str, text: str = TEXT) -> str | None:
    place = TextMap(text, new).place(words(text, quote))
    return None if place is None else f"{place.start}: {place.of(new)}"


def here(new: str, quote: str) -> str:
    return f"{new.index(quote)}: {quote}"


def test_the_front_matter_is_no_passage() -> None:
    """Passages are what blank lines separate; the front matter is none."""
    assert [place.of(TEXT)[:12] for place in passages(TEXT)] == [
        "{{ salutatio",
        "We build and",
        "Openness is ",
        "We thank you",
    ]
    assert passage_of(TEXT, words(TEXT, "almost")) == 2
    assert passage_of(TEXT, words(TEXT, "title")) is None


def test_words_follow_what_is_written_before_them() -> None:
    """A comment keeps its words when text is added above and beside them."""
    new = TEXT.replace("Openness is worth", "Science shows it: openness is certainly worth").replace(
        "We build", "We all build"
    )
    assert moved_to(new, "100 billion euro") == here(new, "100 billion euro")


def test_changed_words_are_gone() -> None:
    """A comment on words that changed says that they are gone, and so does one on a removed passage."""
    assert moved_to(TEXT.replace("almost 100", "between 65 and 95"), "almost 100 billion") is None
    assert moved_to(TEXT.replace("We thank you for your time.\n", ""), "your time") is None


def test_words_follow_a_passage_that_is_moved_split_or_joined() -> None:
    """A comment goes with its passage to another place, also if the passage was changed there, split or joined."""
    openness = "Openness is worth almost 100 billion euro a year to the economy of the Union.\n\n"
    moved = TEXT.replace(openness, "").replace("{{ salutation }}\n\n", "{{ salutation }}\n\n" + openness)
    assert moved_to(moved, "100 billion euro") == here(moved, "100 billion euro")
    changed = moved.replace("economy of the Union", "whole of Europe")
    assert moved_to(changed, "100 billion euro") == here(changed, "100 billion euro")
    split = TEXT.replace("open. We ask", "open.\n\nWe ask")
    assert moved_to(split, "the last sentence of Article 2") == here(split, "the last sentence of Article 2")
    joined = TEXT.replace("Article 2.\n\nOpenness", "Article 2. Openness")
    assert moved_to(joined, "100 billion euro") == here(joined, "100 billion euro")


def test_a_sentence_that_is_there_twice() -> None:
    """Of two equal sentences one of which was removed, a comment takes neither: nobody can say which it was."""
    text = "We agree on this point.\n\nIn between are other words.\n\nWe agree on this point.\n"
    first, second = TextRange(0, 8), TextRange(text.rindex("We agree"), text.rindex("We agree") + 8)
    one = text.replace("We agree on this point.\n\n", "", 1)
    assert [TextMap(text, one).place(place) for place in (first, second)] == [None, None]
    longer = "A new beginning.\n\n" + text
    assert [TextMap(text, longer).place(place) for place in (first, second)] == [
        TextRange(place.start + 18, place.end + 18) for place in (first, second)
    ]


def test_words_of_another_passage_are_no_match() -> None:
    """Where a passage was replaced by another that has a few of its words, a comment does not move there."""
    new = TEXT.replace(
        "Openness is worth almost 100 billion euro a year to the economy of the Union.",
        "Paperwork costs every small firm in each country of the Union dearly, year by year, and nobody reads it.",
    )
    assert moved_to(new, "of the Union") is None


@pytest.mark.parametrize("place", [TextRange(5, 5), TextRange(9, 4), TextRange(-1, 3), TextRange(0, 10_000)])
def test_what_is_no_range_has_no_place(place: TextRange) -> None:
    """An empty range, or one that is not in the text, is nowhere."""
    assert TextMap(TEXT, TEXT + "more").place(place) is None
    assert TextMap(TEXT, TEXT).place(place) is None


def test_a_range_over_two_passages_or_in_the_front_matter_is_nowhere_once_the_text_changed() -> None:
    """A comment is on words of one passage."""
    both = TextRange(TEXT.index("Article 2"), TEXT.index("Openness") + 8)
    assert TextMap(TEXT, TEXT + "more").place(both) is None
    changed = TEXT.replace("We build", "We all build").replace("of the Union", "of Europe")
    assert TextMap(TEXT, changed).place(both) is None
    assert TextMap(TEXT, TEXT + "more").place(words(TEXT, "title")) is None


def test_whether_a_passage_is_unchanged() -> None:
    """A passage is unchanged if it is there as it was, by itself, wherever it stands."""
    openness = passages(TEXT)[2]
    assert TextMap(TEXT, "New above.\n\n" + TEXT).is_unchanged(openness)
    assert not TextMap(TEXT, TEXT.replace("almost", "about")).is_unchanged(openness)
    assert not TextMap(TEXT, TEXT.replace("Article 2.\n\nOpenness", "Article 2. Openness")).is_unchanged(openness)


SENTENCES = st.sampled_from(
    ["We agree on this.", "We ask you to vote for it.", "It is open.", "Nobody pays for what is free.", "So be it."]
)
# What is added is new, and shares fewer than half of its words with what is there: with more, it is a reworded passage.
ADDED = st.sampled_from(
    ["We agree on far fewer of these points.", "We ask whoever reads to vote with care.", "It closes."]
)
PASSAGE = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=examples(150), deadline=None)
@given(st.data())
def test_a_comment_is_never_on_a_look_alike(data: st.DataObject) -> None:
    """Whatever is removed, added, moved or reworded among equal sentences, a comment is on its own words or is gone;
    where equal sentences are as many as before, it may be on any of them, since nobody can tell them apart."""
    before = data.draw(st.lists(PASSAGE, min_size=1, max_size=6))
    marked = [
        [(word, (at, place)) for place, word in enumerate(re.findall(r"\w+|\W+", text))]
        for at, text in enumerate(before)
    ]
    after = [list(passage) for passage in marked]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(after) - 1)) if after else 0
        match data.draw(st.sampled_from(["remove", "move", "add", "reword"])):
            case "remove" if after:
                del after[at]
            case "move" if after:
                after.insert(data.draw(st.integers(0, len(after) - 1)), after.pop(at))
            case "add":
                after.insert(at, [(data.draw(ADDED), (-1, 0))])
            case "reword" if after and after[at]:
                place = data.draw(st.integers(0, len(after[at]) - 1))
                after[at][place] = ("other", (-1, 0))
    old, new = ("\n\n".join("".join(word for word, _ in passage) for passage in side) for side in (marked, after))
    owners: list[tuple[int, int] | None] = []
    for passage in after:
        owners += [None, None] if owners else []
        owners += [mark for word, mark in passage for _ in word]
    at = data.draw(st.integers(0, len(marked) - 1))
    place = data.draw(st.integers(0, len(marked[at]) - 1))
    start = sum(len(text) + 2 for text in before[:at]) + sum(len(word) for word, _ in marked[at][:place])
    quote = TextRange(start, start + len(marked[at][place][0]))
    spot = TextMap(old, new).place(quote)
    if spot is not None:
        assert spot.of(new) == quote.of(old)
        if {owners[position] for position in range(spot.start, spot.end)} != {(at, place)}:
            assert any(
                around(old, quote) == around(new, spot)
                and old.count(around(old, quote)) == new.count(around(new, spot))
                for around in (_sentence, _passage)
            )


def _passage(text: str, place: TextRange) -> str:
    return next(passage.of(text) for passage in passages(text) if passage.start <= place.start < passage.end)


def _sentence(text: str, place: TextRange) -> str:
    start = max(text.rfind(mark, 0, place.start) for mark in (". ", "\n\n", "")) if place.start else 0
    return text[start : text.find(".", place.end) + 1]
