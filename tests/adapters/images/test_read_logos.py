"""Redrawing logos."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from campaign.adapters.files.content import CONTENT
from campaign.adapters.images.logos import read_logo

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">'
BOX = '<rect width="80" height="40" fill="#a00"/>'


def _read(tmp_path, data, name="logo.svg"):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_logo(tmp_path / name)


def _image(logo):
    return Image.open(io.BytesIO(logo.png))


def _bitmap(size=(300, 100), kind="PNG", color="#a00", **options):
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, kind, **options)
    return file.getvalue()


def test_a_drawing_becomes_pixels(tmp_path):
    """A logo has two pixels per CSS pixel, no margins, and its own colour."""
    logo = _read(tmp_path, f"{HEAD}{BOX}</svg>")
    image = _image(logo)

    assert image.size == (logo.width * 2, logo.height * 2)
    assert abs(logo.width / logo.height - 2) < 0.1
    assert image.getpixel((image.width // 2, image.height // 2)) == (170, 0, 0, 255)
    assert _read(tmp_path, f"{HEAD}{BOX}</svg>") == logo


def test_the_samples_logos_look_equally_large():
    """None covers more than three times as much as another."""
    logos = [read_logo(path) for path in sorted((CONTENT / "signatories" / "logos").glob("*.svg"))]
    areas = [logo.width * logo.height for logo in logos]

    assert len(logos) == 8
    assert max(areas) <= 3 * min(areas)


def test_a_bitmap_loses_what_hides_in_it(tmp_path):
    """Words, places and names in a picture's file do not reach the site."""
    notes = PngInfo()
    notes.add_text("Comment", "secret place")
    exif = Image.Exif()
    exif[0x010E] = "secret place"

    for kind, options in (("PNG", {"pnginfo": notes}), ("JPEG", {"exif": exif}), ("WEBP", {"exif": exif})):
        data = _bitmap(kind=kind, **options)
        logo = _read(tmp_path, data, f"logo.{kind.lower()}")
        assert b"secret" in data
        assert b"secret" not in logo.png
        assert set(_image(logo).info) == set()


def _huge_png():
    """Return the header of a PNG with more pixels than any logo."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    ("data", "name", "cause"),
    [
        (f"{HEAD}<image href='/etc/passwd'/></svg>", "a.svg", "has a bitmap inside the drawing"),
        (f"{HEAD}<filter><feImage href='https://x.example/'/></filter></svg>", "a.svg", "has a bitmap inside"),
        (f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{HEAD}</svg>", "a.svg", "defines entities"),
        (f"{HEAD}{'<use/>' * 21}</svg>", "a.svg", "repeats its parts too many times"),
        (f"{HEAD}</svg>", "a.svg", "is invisible on white paper"),
        ("<svg>", "a.svg", "is not a valid SVG"),
        ("", "a.svg", "is not a valid SVG"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "has no size"),
        ("<svg xmlns='http://www.w3.org/2000/svg' width='10' height='0'/>", "a.svg", "has no size"),
        ("<svg xmlns='http://www.w3.org/2000/svg' width='9999' height='1'/>", "a.svg", "is too long and thin"),
        ("<p width='9' height='9'/>", "a.svg", "cannot be drawn"),
        (b"\x89PNG\r\n\x1a\nbroken", "a.png", "is not an image that can be read"),
        (_bitmap()[:90], "a.png", "is not an image that can be read"),
        (_huge_png(), "a.png", "is not an image that can be read|has too many pixels"),
        (_bitmap((1300, 100)), "a.png", "is too long and thin"),
        (_bitmap((7000, 6000)), "a.png", "has too many pixels"),
        (_bitmap(kind="GIF"), "a.png", "is not an image that can be read"),
        (_bitmap(color="white"), "a.png", "is invisible on white paper"),
        (b"x" * 2_000_001, "a.png", "is larger than 2 MB"),
    ],
)
def test_a_rejected_logo_names_the_cause(tmp_path, data, name, cause):
    """A drawing that loads files or repeats parts endlessly, or a file that is not an image, is rejected."""
    with pytest.raises(ValueError, match=cause):
        _read(tmp_path, data, name)


def test_a_script_in_a_drawing_is_not_in_the_pixels(tmp_path):
    """What is not a shape is dropped."""
    quiet = _read(tmp_path, f"{HEAD}{BOX}</svg>")

    assert _read(tmp_path, f"{HEAD}{BOX}<script>alert(1)</script><a href='https://x.example'/></svg>") == quiet


def test_a_missing_logo_is_named(tmp_path):
    """The error has the system's message."""
    with pytest.raises(ValueError, match=r"cannot be read \(No such file or directory\)"):
        read_logo(tmp_path / "none.svg")
