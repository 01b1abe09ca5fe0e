"""Gives logos the same optical size: a wide one is set lower and a dense one smaller, so that none stands out.

A picture is measured inside a square of side 1, which it fills as far as its proportions allow. What counts is its ink:
the rectangle around it, without margins, and how much of that rectangle it fills.
"""

import math
from dataclasses import dataclass

# The box around each logo has width 1 and this height.
BOX_HEIGHT = 0.36
# Share of the box that the rectangle of a logo of common density takes.
_SHARE = 0.42
_COMMON_DENSITY = 0.35
_LEAST, _MOST = 0.75, 1.25  # how far density may shrink or widen a logo's area


@dataclass(frozen=True, slots=True)
class Ink:
    """The rectangle of the ink, in parts of the square's side, and the share of that rectangle that it fills."""

    left: float
    top: float
    right: float
    bottom: float
    density: float

    @classmethod
    def within(cls, box: tuple[int, int, int, int], side: int, pixels: int) -> "Ink":
        """Measure the ink of a picture `side` pixels wide, from its bounding box and the number of its pixels."""
        left, top, right, bottom = box
        density = pixels / ((right - left) * (bottom - top))
        return cls(left / side, top / side, right / side, bottom / side, density)


@dataclass(frozen=True, slots=True)
class LogoPlacement:
    """How a picture is placed. Lengths are parts of the box's width. The picture fills a square of `side`; of it, the
    rectangle at (`left`, `top`) of `width` by `height` is visible."""

    file: str
    side: float
    left: float
    top: float
    width: float
    height: float


def place_logo(ink: Ink, file: str) -> LogoPlacement:
    """Place a picture at its optical size."""
    across, down = ink.right - ink.left, ink.bottom - ink.top
    area = _SHARE * BOX_HEIGHT * min(max(math.sqrt(_COMMON_DENSITY / ink.density), _LEAST), _MOST)
    side = min(math.sqrt(area / (across * down)), 1 / across, BOX_HEIGHT / down)
    return LogoPlacement(file, side, ink.left * side, ink.top * side, across * side, down * side)
