"""Finds the ink of a logo: what is visible of it on white paper."""

from PIL import Image

from campaign.core.render.logos import Ink

_SIDE = 120  # pixels of the small copy that is measured
_PAPER = 250  # a pixel of this brightness (of 255) or more is paper


def find_ink(image: Image.Image) -> Ink | None:
    """Measure the ink of a picture, in parts of the side of a square that the picture fills from its top left corner.

    Returns None if nothing would be visible on white paper.
    """
    small = image.convert("RGBA")
    small.thumbnail((_SIDE, _SIDE))
    paper = Image.new("RGBA", (_SIDE, _SIDE), "white")
    paper.alpha_composite(small)
    ink = paper.convert("L").point([255] * _PAPER + [0] * (256 - _PAPER))
    box = ink.getbbox()
    return Ink.within(box, _SIDE, ink.histogram()[255]) if box else None
