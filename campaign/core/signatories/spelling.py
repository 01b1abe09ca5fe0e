"""Finds names that differ by typing errors, without comparing each name with each.

A text with at most `k` typing errors shares at least one of any 2k + 1 pieces of the right text, nearly in its place:
an error damages one piece, or two if it swaps letters across a cut. So a text is indexed by its pieces, and looked up
by the pieces that a near text may have.
"""

from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import OSA

Piece = tuple[int, int, str]  # the length of the whole, the piece's number, the piece

_MOST_TYPOS = 3
_LENGTHS = (5, 10, 20)  # one more error is allowed from each length on; shorter names are too much alike


def allowed_typos(length: int) -> int:
    """The number of typing errors that a text of this length may have."""
    return sum(length >= minimum for minimum in _LENGTHS)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text."""
    for number, (start, end) in enumerate(_cuts(len(text))):
        yield len(text), number, text[start:end]


def possible_pieces(text: str) -> Iterator[Piece]:
    """Pieces of which every text near this one has at least one."""
    for length in range(max(len(text) - _MOST_TYPOS, 1), len(text) + _MOST_TYPOS + 1):
        most = allowed_typos(length)
        for number, (start, end) in enumerate(_cuts(length)):
            for at in range(max(start - most, 0), start + most + 1):
                if at + end - start <= len(text):
                    yield length, number, text[at : at + end - start]


def are_near(one: str, other: str) -> bool:
    """Whether two texts differ by no more typing errors than the shorter may have."""
    most = allowed_typos(min(len(one), len(other)))
    return abs(len(one) - len(other)) <= most and OSA.distance(one, other, score_cutoff=most) <= most


def _cuts(length: int) -> Iterator[tuple[int, int]]:
    parts = 2 * allowed_typos(length) + 1
    return pairwise(length * number // parts for number in range(parts + 1))
