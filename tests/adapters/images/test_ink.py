"""Where the ink of a logo lies."""

import pytest
from PIL import Image

from campaign.adapters.images.ink import find_ink
from campaign.core.render.logos import Ink


def picture(*boxes: tuple[int, int, int, int], colour: object = "black", mode: str = "RGBA") -> Image.Image:
    """A clear picture of 120 by 60 pixels with boxes in a colour."""
    image = Image.new("RGBA", (120, 60))
    for box in boxes:
        image.paste(colour, box)
    return image.convert(mode)


def test_ink_is_located() -> None:
    """The rectangle of all ink and its density are given in parts of the square that the picture fills."""
    assert find_ink(picture((30, 12, 60, 24), (60, 24, 90, 36))) == Ink(0.25, 0.1, 0.75, 0.3, 0.5)


@pytest.mark.parametrize("colour", ["white", (252, 252, 252, 255), (0, 0, 0, 2)])
def test_what_nobody_sees_on_paper_is_no_ink(colour: object) -> None:
    """White, nearly white and nearly clear pixels are paper."""
    assert find_ink(picture((0, 0, 120, 60), colour=colour)) is None


@pytest.mark.parametrize("colour", ["black", "yellow", (0, 0, 0, 60)])
def test_pale_colours_are_ink(colour: object) -> None:
    """A light colour is ink, and so is a shadow."""
    assert find_ink(picture((0, 0, 120, 60), colour=colour)) == Ink(0, 0, 1, 0.5, 1)


def test_pictures_of_every_mode_are_read() -> None:
    """A grey picture, and one of a few colours, is read like any other."""
    assert (
        find_ink(picture((0, 0, 120, 60), mode="L"))
        == find_ink(picture((0, 0, 120, 60), mode="P"))
        == Ink(0, 0, 1, 0.5, 1)
    )
