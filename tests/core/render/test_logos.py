"""Logos of equal optical size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.render.logos import BOX_HEIGHT, Ink, place_logo


def test_ink_is_measured_in_parts_of_the_square():
    """The rectangle of ink is given in parts of the side, and its density as the share that is filled."""
    assert Ink.within((1, 1, 3, 3), 4, 3) == Ink(0.25, 0.25, 0.75, 0.75, 0.75)


def test_wide_and_square_logos_cover_the_same_area():
    """Logos of the same density show the same area, however wide they are."""
    square, wide = place_logo(Ink(0, 0, 1, 1, 0.35), "a"), place_logo(Ink(0, 0.375, 1, 0.625, 0.35), "b")
    assert square.width * square.height == pytest.approx(wide.width * wide.height, rel=0.15)
    assert square.width < wide.width


def test_dense_logo_is_smaller():
    """A full block is set smaller than fine lines."""
    assert place_logo(Ink(0, 0.2, 1, 0.8, 0.9), "a").width < place_logo(Ink(0, 0.2, 1, 0.8, 0.2), "b").width


side = st.integers(0, 20).flatmap(lambda low: st.integers(low + 1, 21).map(lambda high: (low / 21, high / 21)))


@given(side, side, st.floats(0.01, 1))
def test_logo_stays_in_its_box(across, down, density):
    """No logo leaves the box, and only its ink is visible."""
    logo = place_logo(Ink(across[0], down[0], across[1], down[1], density), "a")
    assert logo.width <= 1 + 1e-9
    assert logo.height <= BOX_HEIGHT + 1e-9
    assert (logo.left, logo.top) == (across[0] * logo.side, down[0] * logo.side)
