"""Suggestions: other words for a passage of a draft, part by part, and what accepting them does.

A suggestion is out of date only where its own words changed. A part whose words are in the text already is not put in
twice, so that accepting may be repeated.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from campaign.core.drafting.text_map import PASSAGE, TextMap, TextRange
from campaign.core.letters.text_edits import TextEdit, apply_edits, text_edits
from campaign.core.letters.text_merge import merge_texts

_WORD = re.compile(r"\w+")
_NEAR = 200

MOST_SUGGESTED = 20_000
"""Characters of a passage, and of what is suggested for it."""


class SuggestionState(StrEnum):
    """The outcome of a suggestion. The database stores these values."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTLY = "partly accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_in_text(self) -> bool:
        """Whether words of it were put into the text."""
        return self in (SuggestionState.ACCEPTED, SuggestionState.PARTLY)


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """A suggestion that is made."""

    thread: int
    """The thread that discusses it, with its language and its readers."""
    base: int
    """The stored text for which it was made."""
    start: int
    """Where the passage begins in that text, in characters."""
    end: int
    after: str
    """What the passage should be."""
    account: int | None
    """Who made it; None for the command line, and for somebody without an account."""
    is_offer: bool
    """Whether the secretariat offers it to the organisation that began the thread, which may put it into the text."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Other words for a passage."""

    id: int
    thread: int
    base: int
    start: int
    end: int
    after: str
    account: int | None
    is_offer: bool
    state: SuggestionState
    accepted_parts: tuple[int, ...]
    """The numbers, from 0, of the parts that were accepted; empty for none."""
    previous: int | None
    """The stored text before they were put in; None while nothing was."""
    result: int | None
    """The stored text with them. If both texts are there while it is open, the program was ended while it wrote."""
    decided_by: int | None
    decided_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SuggestedPart:
    """One change of a suggestion."""

    number: int
    """From 0."""
    edit: TextEdit
    """In the stored text."""
    before: str
    """The words that are replaced; "" for words that are only added."""
    place: TextRange | None
    """Where these words are now; None if they changed or are gone."""
    is_in_text: bool
    """Whether the suggested words are in the text already."""

    @property
    def after(self) -> str:
        """The suggested words; "" if words are only removed."""
        return self.edit.text

    @property
    def can_be_accepted(self) -> bool:
        """Whether its words are still there to be replaced."""
        return self.place is not None and not self.is_in_text


def suggested_text(base: str, suggestion: Suggestion) -> str:
    """The stored text with all that is suggested."""
    return base[: suggestion.start] + suggestion.after + base[suggestion.end :]


def suggested_parts(base: str, suggestion: Suggestion, current: str) -> tuple[SuggestedPart, ...]:
    """The changes of a suggestion, each with where its words are in the current text."""
    then, after = TextMap(base, current), TextMap(suggested_text(base, suggestion), current)
    passage = base[suggestion.start : suggestion.end]
    parts, shift = [], suggestion.start
    for number, local in enumerate(text_edits(passage, suggestion.after)):
        edit = TextEdit(local.start + suggestion.start, local.end + suggestion.start, local.text)
        in_text = _is_in_text(after, TextRange(local.start + shift, local.start + shift + len(local.text)))
        shift += len(local.text) - (local.end - local.start)
        parts.append(SuggestedPart(number, edit, base[edit.start : edit.end], _place_of(edit, then), in_text))
    return tuple(parts)


def accepted_text(current: str, parts: Sequence[SuggestedPart], numbers: Collection[int]) -> str:
    """The current text with the parts of these numbers that can be accepted."""
    edits = [
        TextEdit(part.place.start, part.place.end, part.after)
        for part in parts
        if part.number in numbers and part.place is not None and part.can_be_accepted
    ]
    return apply_edits(current, sorted(edits, key=lambda edit: edit.start))


def undone_text(previous: str, result: str, current: str) -> str | None:
    """The current text without what was put in when `previous` became `result`; None if these words changed since."""
    merging = merge_texts(result, previous, current)
    return None if merging.clashes else merging.resolve()


def colliding(suggestions: Mapping[int, Sequence[SuggestedPart]]) -> Iterator[tuple[int, int]]:
    """Pairs of suggestions, by number, that want other words at the same place."""
    places = {
        number: [part.place for part in parts if part.place is not None and part.can_be_accepted]
        for number, parts in suggestions.items()
    }
    for (one, ones), (other, others) in combinations(places.items(), 2):
        if any(place.touches(near) for place in ones for near in others):
            yield one, other


def _place_of(edit: TextEdit, texts: TextMap) -> TextRange | None:
    """Where the words that an edit replaces are now. Where it only adds, the word before it shows the place, or the
    one after it at the beginning of a passage."""
    if texts.old[edit.start : edit.end].strip():
        return texts.place(TextRange(edit.start, edit.end))
    line = texts.old.rfind("\n\n", 0, edit.start) + 1
    before = list(_WORD.finditer(texts.old, line, edit.start))[-1:]
    after = [match for match in [_WORD.search(texts.old, edit.end)] if match]
    for match in [*before, *after]:
        start, end = min(match.start(), edit.start), max(match.end(), edit.end)
        if (place := texts.place(TextRange(start, end))) is not None:
            return TextRange(place.start + edit.start - start, place.end - (end - edit.end))
    return None


def _is_in_text(texts: TextMap, words: TextRange) -> bool:
    """Whether suggested words are in the current text, passage by passage. Removed words leave none behind, so that the
    words around them must stand together."""
    if words.of(texts.old).strip():
        pieces = [match.span() for match in PASSAGE.finditer(texts.old, words.start, words.end)]
        return all(texts.place(TextRange(*piece)) is not None for piece in pieces)
    before = list(_WORD.finditer(texts.old, max(0, words.start - _NEAR), words.start))[-1:]
    after = _WORD.search(texts.old, words.end)
    if not before or after is None:
        return False
    return texts.place(TextRange(before[0].start(), after.end())) is not None
