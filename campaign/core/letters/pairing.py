"""Pairs the parts of two texts by the words that they share, not by their position."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from campaign.core.letters.alignment import align
from campaign.core.letters.tree import Deletion, Insertion

T = TypeVar("T")

_WORD = re.compile(r"\w+")
# Unrelated paragraphs in one language share up to a third of their words.
_ALIKE = 0.5
# The first words are enough to recognise a long part.
_MOST_WORDS = 300
# Each part is compared with at least _NEAREST parts of the other side; _MOST_PAIRS limits the comparisons in total.
_NEAREST = 8
_MOST_PAIRS = 4_000


@dataclass(frozen=True, slots=True)
class Bag:
    """The words of a part with their counts, and the kind of the part. Parts of different kinds are never alike."""

    words: Counter[str]
    size: int
    kind: object = None

    def likeness(self, other: "Bag") -> float:
        """Return 0 (no shared word, or another kind) to 1 (the same words)."""
        if self.kind != other.kind:
            return 0.0
        if not self.size + other.size:
            return 1.0
        both = self.words.keys() & other.words.keys()
        return 2 * sum(min(self.words[word], other.words[word]) for word in both) / (self.size + other.size)

    def is_like(self, other: "Bag") -> bool:
        return self.likeness(other) >= _ALIKE


def bag(text: str, kind: object = None) -> Bag:
    """Return the bag of a text's first words."""
    words = [match.group() for match, _ in zip(_WORD.finditer(text.casefold()), range(_MOST_WORDS), strict=False)]
    return Bag(Counter(words), len(words), kind)


@dataclass(frozen=True, slots=True)
class Merger(Generic[T]):
    """How to compare parts, merge two that are alike, and mark one that was deleted or inserted."""

    bag: Callable[[T], Bag]
    merge: Callable[[T, T], T]
    mark: Callable[[T, type[Insertion] | type[Deletion]], T]


def merge(old: tuple[T, ...], new: tuple[T, ...], merger: Merger[T]) -> tuple[T, ...]:
    """Merge two sequences of parts: equal parts appear once, similar ones are merged, the others are marked."""
    parts: list[T] = []
    for stretch in align(old, new):
        if stretch.same:
            parts += new[stretch.new_start : stretch.new_end]
        else:
            parts += _merge_replaced(
                old[stretch.old_start : stretch.old_end], new[stretch.new_start : stretch.new_end], merger
            )
    return tuple(parts)


def pair_most_alike(old: Mapping[int, Bag], new: Mapping[int, Bag]) -> dict[int, int]:
    """Pair keys whose bags are alike, in any order: each old key with the most similar new key that is left."""
    left = dict(new)
    pairs: dict[int, int] = {}
    for key, wanted in old.items():
        near = list(left)[: max(_NEAREST, _MOST_PAIRS // len(old))]
        best = max(near, key=lambda other: wanted.likeness(left[other]), default=None)
        if best is not None and wanted.is_like(left[best]):
            pairs[key] = best
            del left[best]
    return pairs


def _merge_replaced(old: tuple[T, ...], new: tuple[T, ...], merger: Merger[T]) -> list[T]:
    parts: list[T] = []
    old_at = new_at = 0
    for a, b in [
        *_best_pairs([merger.bag(part) for part in old], [merger.bag(part) for part in new]),
        (len(old), len(new)),
    ]:
        parts += [merger.mark(part, Deletion) for part in old[old_at:a]]
        parts += [merger.mark(part, Insertion) for part in new[new_at:b]]
        parts += [merger.merge(old[a], new[b])] if a < len(old) else []
        old_at, new_at = a + 1, b + 1
    return parts


def _best_pairs(old: Sequence[Bag], new: Sequence[Bag]) -> list[tuple[int, int]]:
    """Pair positions in rising order whose bags are alike, with the greatest total likeness.

    Each position is compared only with those nearby, so that the time grows in proportion to the length.
    """
    reach = max(_NEAREST, _MOST_PAIRS // (2 * len(old) or 1))
    best = [_Chain(0.0, -1, -1, None)]
    for at, wanted in enumerate(old):
        middle = at * len(new) // len(old)
        near = range(max(0, middle - reach), min(len(new), middle + reach + 1))
        for place in reversed(near):  # from the last, so that a chain has no two pairs with the same `at`
            likeness = wanted.likeness(new[place])
            if likeness >= _ALIKE:
                _extend_chains(best, likeness, at, place)
    return list(_chain_pairs(best[-1]))[::-1]


@dataclass(frozen=True, slots=True)
class _Chain:
    """A chain of pairs: its total likeness, its last pair, and the chain before that pair."""

    score: float
    place: int
    at: int
    before: "_Chain | None"


def _extend_chains(best: list[_Chain], likeness: float, at: int, place: int) -> None:
    """Add a pair to the best chains, which are sorted by their last place and rise in score."""
    here = bisect_left(best, place, key=lambda chain: chain.place)
    longer = _Chain(best[here - 1].score + likeness, place, at, best[here - 1])
    worse = here
    while worse < len(best) and (best[worse].score <= longer.score):
        worse += 1
    if worse > here or here == len(best) or best[here].place > place:
        best[here:worse] = [longer]


def _chain_pairs(chain: _Chain) -> Iterator[tuple[int, int]]:
    while chain.before is not None:
        yield chain.at, chain.place
        chain = chain.before
