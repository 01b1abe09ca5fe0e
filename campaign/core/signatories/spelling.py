"""Names that differ by slips of the keys: found among many without comparing each with each.

A text with at most `k` slips shares at least one of any 2k + 1 pieces of the right one, nearly in its place: a slip
spoils one piece, or two where it swaps letters across a cut. So a text is known by its pieces, and asked for by what
may be a piece of it.
"""

from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import OSA

Piece = tuple[int, int, str]  # the length of the whole, the piece's number, the piece

_MOST_TYPOS = 3
_LENGTHS = (5, 10, 20)  # from each on, one slip more: shorter names are too near each other


def allowed_typos(length: int) -> int:
    """How many slips a text of so many letters may have and still be known."""
    return sum(length >= minimum for minimum in _LENGTHS)


def pieces(text: str) -> Iterator[Piece]:
    """What a text is known by."""
    for number, (start, end) in enumerate(_cuts(len(text))):
        yield len(text), number, text[start:end]


def possible_pieces(text: str) -> Iterator[Piece]:
    """What every text that is near this one is known by, one piece at least."""
    for length in range(max(len(text) - _MOST_TYPOS, 1), len(text) + _MOST_TYPOS + 1):
        most = allowed_typos(length)
        for number, (start, end) in enumerate(_cuts(length)):
            for at in range(max(start - most, 0), start + most + 1):
                if at + end - start <= len(text):
                    yield length, number, text[at : at + end - start]


def are_near(one: str, other: str) -> bool:
    """Whether two texts differ by no more slips than the shorter may have."""
    most = allowed_typos(min(len(one), len(other)))
    return abs(len(one) - len(other)) <= most and OSA.distance(one, other, score_cutoff=most) <= most


def _cuts(length: int) -> Iterator[tuple[int, int]]:
    parts = 2 * allowed_typos(length) + 1
    return pairwise(length * number // parts for number in range(parts + 1))
