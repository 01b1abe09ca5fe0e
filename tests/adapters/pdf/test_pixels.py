"""Reading the pixels of a PNG, whichever way its lines are filtered."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.adapters.pdf.pixels import ink_rows

_BLACK, _WHITE, _CLEAR = (0, 0, 0, 255), (255, 255, 255, 255), (0, 0, 0, 0)


def _chunk(kind, data):
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(rows, filters, colour=6):
    """A PNG of RGBA rows, each filtered as told."""
    above, data = bytes(len(rows[0]) * 4), b""
    for row, kind in zip(rows, filters, strict=True):
        flat = bytes(value for pixel in row for value in pixel)
        data += bytes([kind]) + bytes(_filtered(flat, above, at, kind) for at in range(len(flat)))
        above = flat
    head = len(rows[0]).to_bytes(4, "big") + len(rows).to_bytes(4, "big") + bytes([8, colour, 0, 0, 0])
    packed = zlib.compress(data)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", packed[:9]), _chunk(b"IDAT", packed[9:]), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _filtered(row, above, at, kind):
    left, corner = (row[at - 4], above[at - 4]) if at >= 4 else (0, 0)
    over = above[at]
    guess = left + over - corner
    paeth = min((left, over, corner), key=lambda each: abs(guess - each))
    return (row[at] - (0, left, over, (left + over) // 2, paeth)[kind]) & 255


pixel = st.sampled_from([_BLACK, _WHITE, _CLEAR, (200, 30, 99, 128)])


@given(st.lists(st.tuples(st.integers(0, 4), st.lists(pixel, min_size=5, max_size=5)), min_size=1, max_size=6))
def test_each_filter_reads_back(lines):
    """Ink is what is neither clear nor white, whatever filter each line has."""
    rows = [row for _, row in lines]
    inked = [bytes(each not in (_WHITE, _CLEAR) for each in row) for row in rows]
    assert list(ink_rows(png(rows, [kind for kind, _ in lines]))) == inked


@pytest.mark.parametrize("data", [b"GIF89a", png([[_BLACK]], [0], colour=2)])
def test_other_pictures_are_refused(data):
    """What is no RGBA PNG is refused."""
    with pytest.raises(ValueError, match="not a"):
        ink_rows(data)
