"""The pixels of a PNG as the compiler writes them: 8 bits a channel, RGBA, not interlaced."""

import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = 4
_PAPER = 245  # from this brightness on a colour is paper
_SEEN = 24  # from this opacity on a colour is seen


def ink_rows(png: bytes) -> tuple[bytes, ...]:
    """A row of bytes a line of pixels: 1 where there is ink, 0 where the paper shows. Raises ValueError for another
    kind of PNG."""
    width, rows = _rows(png)
    return tuple(_inked(row, width) for row in rows)


def _inked(row: bytes, width: int) -> bytes:
    red, green, blue, alpha = (row[channel::_CHANNELS] for channel in range(_CHANNELS))
    pairs = zip(red, green, blue, alpha, strict=True)
    return bytes(a >= _SEEN and min(r, g, b) < _PAPER for r, g, b, a in pairs).ljust(width, b"\0")


def _rows(png: bytes) -> tuple[int, Iterator[bytes]]:
    chunks = dict(_chunks(png))
    head = chunks[b"IHDR"]
    width = int.from_bytes(head[:4], "big")
    if head[8:] != b"\x08\x06\0\0\0":
        raise ValueError("not an RGBA picture of 8 bits a channel")
    return width, _unfiltered(zlib.decompress(chunks[b"IDAT"]), width * _CHANNELS)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk by its kind; pieces of IDAT as one."""
    if not png.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    at, data = len(_SIGNATURE), b""
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        at += length + 12
        if kind == b"IDAT":
            data += body
        else:
            yield kind, body
    yield b"IDAT", data


def _unfiltered(data: bytes, stride: int) -> Iterator[bytes]:
    above = bytearray(stride)
    for at in range(0, len(data), stride + 1):
        row = bytearray(data[at + 1 : at + 1 + stride])
        _FILTERS[data[at]](row, above)
        yield bytes(row)
        above = row


def _none(row: bytearray, above: bytearray) -> None:
    """Written as it is."""


def _sub(row: bytearray, above: bytearray) -> None:
    for at in range(_CHANNELS, len(row)):
        row[at] = (row[at] + row[at - _CHANNELS]) & 255


def _up(row: bytearray, above: bytearray) -> None:
    for at, over in enumerate(above):
        row[at] = (row[at] + over) & 255


def _average(row: bytearray, above: bytearray) -> None:
    for at, over in enumerate(above):
        left = row[at - _CHANNELS] if at >= _CHANNELS else 0
        row[at] = (row[at] + (left + over) // 2) & 255


def _paeth(row: bytearray, above: bytearray) -> None:
    for at, over in enumerate(above):
        left, corner = (row[at - _CHANNELS], above[at - _CHANNELS]) if at >= _CHANNELS else (0, 0)
        guess = left + over - corner
        near = min((abs(guess - left), 0, left), (abs(guess - over), 1, over), (abs(guess - corner), 2, corner))
        row[at] = (row[at] + near[2]) & 255


_FILTERS = (_none, _sub, _up, _average, _paeth)
