"""Logos of equal optical size: a wide one is set low and a dense one small, so that none shouts.

A picture is looked at inside a square of side 1 that it fills as far as its proportions allow. What counts is its ink:
where it lies, margins left aside, and how much of its own rectangle it fills.
"""

import math
from dataclasses import dataclass

# The even box that each logo stands in: its height for a width of 1.
BOX_HEIGHT = 0.36
# Share of that box which the rectangle of a logo of common density takes.
_SHARE = 0.42
_COMMON_DENSITY = 0.35
_LEAST, _MOST = 0.75, 1.25  # how far density may shrink or widen a logo's area


@dataclass(frozen=True, slots=True)
class Ink:
    """Where the ink lies, as parts of the square's side, and the part of that rectangle which it fills."""

    left: float
    top: float
    right: float
    bottom: float
    density: float

    @classmethod
    def within(cls, box: tuple[int, int, int, int], side: int, pixels: int) -> "Ink":
        """The ink of a square picture, `side` pixels wide: the box around it (left, top, right, bottom), its pixels."""
        left, top, right, bottom = box
        density = pixels / ((right - left) * (bottom - top))
        return cls(left / side, top / side, right / side, bottom / side, density)


@dataclass(frozen=True, slots=True)
class LogoPlacement:
    """How a picture is set. Lengths are parts of the even box's width: `side` is that of the square the picture
    fills, of which the rectangle at (`left`, `top`), `width` by `height`, is shown."""

    file: str
    side: float
    left: float
    top: float
    width: float
    height: float


def place_logo(ink: Ink, file: str) -> LogoPlacement:
    """The picture `file` at its optical size."""
    across, down = ink.right - ink.left, ink.bottom - ink.top
    area = _SHARE * BOX_HEIGHT * min(max(math.sqrt(_COMMON_DENSITY / ink.density), _LEAST), _MOST)
    side = min(math.sqrt(area / (across * down)), 1 / across, BOX_HEIGHT / down)
    return LogoPlacement(file, side, ink.left * side, ink.top * side, across * side, down * side)
