"""Where the ink of a logo lies: what somebody sees of it on white paper, in print as on a page."""

from PIL import Image

from campaign.core.render.logos import Ink

_SIDE = 120  # pixels of the small copy in which the ink is looked for
_PAPER = 250  # from this brightness on, of 255, a pixel is paper


def find_ink(image: Image.Image) -> Ink | None:
    """The ink of a picture, as parts of the side of a square that the picture fills from its upper left corner.

    None where nothing would be seen on white paper.
    """
    small = image.convert("RGBA")
    small.thumbnail((_SIDE, _SIDE))
    paper = Image.new("RGBA", (_SIDE, _SIDE), "white")
    paper.alpha_composite(small)
    ink = paper.convert("L").point([255] * _PAPER + [0] * (256 - _PAPER))
    box = ink.getbbox()
    return Ink.within(box, _SIDE, ink.histogram()[255]) if box else None
