"""Aligns two sequences: which stretches are equal, and which replaced which.

Elements that occur exactly once on both sides are anchors (as in patience diff); only the short stretches in between
are compared in full. So the time grows in proportion to the length, for a hostile text too.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Stretches of up to this many pairs are compared in full; longer ones without an anchor count as replaced.
_MOST_PAIRS = 2_500
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """`old[old_start:old_end]` became `new[new_start:new_end]`; `same` if both are equal. One side may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    same: bool


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Stretch]:
    """Return stretches that cover both sequences in order; neighbours differ in `same`."""
    numbers: dict[Hashable, int] = {}  # numbers compare faster than the elements
    olds, news = ([numbers.setdefault(element, len(numbers)) for element in side] for side in (old, new))
    return _cover(_join_runs(_equal_runs(olds, news, _Span(0, len(old), 0, len(new)), 0)), len(old), len(new))


# A run of equal elements: its start on both sides, and its length.
_Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Span:
    """The part of both sides that is still to be compared."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def shorter(self) -> int:
        return min(self.old_end - self.old, self.new_end - self.new)

    @property
    def pairs(self) -> int:
        return (self.old_end - self.old) * (self.new_end - self.new)


def _equal_runs(old: list[int], new: list[int], span: _Span, depth: int) -> list[_Run]:
    """Return the equal runs of a span: its common beginning, those in between, its common end."""
    head = next((at for at in range(span.shorter) if old[span.old + at] != new[span.new + at]), span.shorter)
    rest = _Span(span.old + head, span.old_end, span.new + head, span.new_end)
    differs = (at for at in range(rest.shorter) if old[rest.old_end - at - 1] != new[rest.new_end - at - 1])
    tail = next(differs, rest.shorter)
    rest = _Span(rest.old, rest.old_end - tail, rest.new, rest.new_end - tail)
    between = _runs_between(old, new, rest, depth) if rest.pairs else []
    return [(span.old, span.new, head), *between, (rest.old_end, rest.new_end, tail)]


def _runs_between(old: list[int], new: list[int], span: _Span, depth: int) -> list[_Run]:
    """Return the equal runs of a span whose first elements differ, and whose last elements differ."""
    if span.pairs <= _MOST_PAIRS:
        short = old[span.old : span.old_end], new[span.new : span.new_end]
        blocks = SequenceMatcher(None, *short, autojunk=False).get_matching_blocks()
        return [(span.old + block.a, span.new + block.b, block.size) for block in blocks]
    anchors = _anchors(old, new, span) if depth < _DEEPEST else []
    runs: list[_Run] = []
    old_at, new_at = span.old, span.new
    for a, b in anchors:
        runs += [*_equal_runs(old, new, _Span(old_at, a, new_at, b), depth + 1), (a, b, 1)]
        old_at, new_at = a + 1, b + 1
    return runs + _equal_runs(old, new, _Span(old_at, span.old_end, new_at, span.new_end), depth + 1) if anchors else []


def _anchors(old: list[int], new: list[int], span: _Span) -> list[tuple[int, int]]:
    """Return the elements that occur once on both sides, as many as keep their order."""
    once_old, once_new = _unique_positions(old, span.old, span.old_end), _unique_positions(new, span.new, span.new_end)
    return _longest_rising([(at, once_new[element]) for element, at in once_old.items() if element in once_new])


def _unique_positions(elements: list[int], start: int, end: int) -> dict[int, int]:
    """Map each element that occurs once in a span to its position."""
    counts = Counter(elements[start:end])
    return {elements[at]: at for at in range(start, end) if counts[elements[at]] == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of pairs with rising second numbers; the first numbers rise already."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        place = bisect_left(ends, second)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [second]
        last[place : place + 1] = [at]
    chosen: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _join_runs(runs: list[_Run]) -> list[_Run]:
    """Join runs that touch on both sides, and drop empty ones."""
    joined: list[_Run] = []
    for old_at, new_at, size in runs:
        if not size:
            continue
        if joined and joined[-1][0] + joined[-1][2] == old_at and joined[-1][1] + joined[-1][2] == new_at:
            first_old, first_new, first_size = joined.pop()
            old_at, new_at, size = first_old, first_new, first_size + size
        joined.append((old_at, new_at, size))
    return joined


def _cover(runs: list[_Run], old_length: int, new_length: int) -> list[Stretch]:
    stretches: list[Stretch] = []
    old_done = new_done = 0
    for old_at, new_at, size in [*runs, (old_length, new_length, 0)]:
        if old_at > old_done or new_at > new_done:
            stretches.append(Stretch(old_done, old_at, new_done, new_at, same=False))
        if size:
            stretches.append(Stretch(old_at, old_at + size, new_at, new_at + size, same=True))
        old_done, new_done = old_at + size, new_at + size
    return stretches
