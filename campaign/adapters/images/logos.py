"""Redraws the logos of organisations as PNG.

An SVG can load files and pages, run scripts and grow without limit. So it is never copied: it is drawn here, with our
fonts, and only if it has nothing but shapes and text. A bitmap is decoded and encoded again, which drops everything
else in its file (locations, names, hidden pictures).
"""

import io
import re
import warnings
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageOps

from campaign.adapters.files.content import CONTENT
from campaign.adapters.images.ink import find_ink
from campaign.core.publish import PublicLogo
from campaign.core.render.logos import Ink, place_logo
from campaign.errors import cause_of

_FONTS = CONTENT / "templates" / "fonts"
_BITMAPS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 2_000_000
_MOST_PIXELS = 16_000_000
# Each `use` may double what is drawn; this many draw at most a few thousand shapes.
_MOST_USES = 20
_MOST_STRETCHED = 12
_SIDE = 1200  # pixels of the longer side while a logo is processed
# Width of the box around each logo in CSS pixels, and device pixels per CSS pixel.
_BOX, _DENSITY = 160, 2
# How an SVG begins, and what an uploaded one must not have.
_DRAWING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_PROGRAM = re.compile(
    r"<(?:[\w.-]+:)?(?:script|handler|set|animate\w*)\b|\son\w+\s*=|javascript:|<!ENTITY", re.IGNORECASE
)
_LOADED = re.compile(r"(?:\bhref\s*=\s*[\"']\s*|\burl\(\s*[\"']?)([^\"')]{0,40})", re.IGNORECASE)
_IMPORTED = re.compile(r"@import|<\?xml-stylesheet|<!DOCTYPE[^<>\[]*\[", re.IGNORECASE)
_WITHIN = ("#", "data:")  # references inside the drawing; an embedded bitmap has an error of its own
_NUMBER = re.compile(r"\s*+([0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:px|pt|mm|cm|in)?\s*\Z")


class Flaw(StrEnum):
    """Why an uploaded file is rejected. The texts are in `signons.words.MESSAGES`, with the prefix "logo."."""

    LARGE = "large"
    PROGRAM = "program"  # it has a script or entities
    OUTSIDE = "outside"  # it loads other files
    BITMAP = "bitmap"  # embedded in a drawing
    INTRICATE = "intricate"
    SHAPE = "shape"  # long and thin, or without a size
    PIXELS = "pixels"  # too many of them
    INVISIBLE = "invisible"
    UNREADABLE = "unreadable"


class RejectedLogo(ValueError):
    """A logo that cannot be used. The message continues "the logo ..."."""

    def __init__(self, flaw: Flaw, cause: str) -> None:
        super().__init__(cause)
        self.flaw = flaw


def read_logo(path: Path) -> PublicLogo:
    """Read a logo from a file of the campaign. Raises ValueError with the cause, for people, if it cannot be used."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read ({cause_of(error)})") from error
    _check_size(data)
    return _fit_logo(
        _draw_svg(data.decode("utf-8-sig", "replace")) if path.suffix.lower() == ".svg" else _read_bitmap(data)
    )


def redraw_logo(data: bytes) -> bytes:
    """Redraw an uploaded file as a PNG that has its pixels and nothing else. Raises RejectedLogo.

    Its content, not its name, decides whether it is a drawing or a bitmap.
    """
    _check_size(data)
    if not _DRAWING.match(data):
        image = _read_bitmap(data)
    else:
        text = data.decode("utf-8-sig", "replace")
        _reject_scripts(text)
        image = _draw_svg(text)
    _require_ink(image)
    return _png(image)


def _check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise RejectedLogo(Flaw.LARGE, f"is larger than {MOST_BYTES // 1_000_000} MB")


def _reject_scripts(text: str) -> None:
    """Raise RejectedLogo for a drawing with a script or a reference to another file. Neither would be drawn, but the
    sender should know."""
    if _PROGRAM.search(text):
        raise RejectedLogo(Flaw.PROGRAM, "has a script or entities; export it again as plain SVG")
    if any(not reference.startswith(_WITHIN) for reference in _LOADED.findall(text)) or _IMPORTED.search(text):
        raise RejectedLogo(Flaw.OUTSIDE, "refers to other files; export it again with everything embedded")


def _draw_svg(text: str) -> Image.Image:
    import resvg_py

    ratio = _check_svg(text)
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=text,
            width=max(round(_SIDE * min(ratio, 1)), 1),
            skip_system_fonts=True,
            font_dirs=[str(_FONTS)],
            font_family="Liberation Sans",
            sans_serif_family="Liberation Sans",
            serif_family="Libertinus Serif",
            monospace_family="DejaVu Sans Mono",
        )
    except ValueError as error:
        raise RejectedLogo(Flaw.UNREADABLE, f"cannot be drawn ({error})") from error
    return Image.open(io.BytesIO(png), formats=("PNG",)).convert("RGBA")


def _check_svg(text: str) -> float:
    """Return the drawing's width divided by its height. Raises RejectedLogo for one that does more than draw."""
    if "<!ENTITY" in text:
        raise RejectedLogo(Flaw.PROGRAM, "defines entities; export it again as plain SVG")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 -- without entities it cannot grow
    except ElementTree.ParseError as error:
        raise RejectedLogo(Flaw.UNREADABLE, f"is not a valid SVG ({error})") from error
    names = [element.tag.rpartition("}")[2] for element in root.iter() if isinstance(element.tag, str)]
    if {"image", "feImage"} & set(names):
        raise RejectedLogo(Flaw.BITMAP, "has a bitmap inside the drawing; save it as PNG")
    if names.count("use") > _MOST_USES:
        raise RejectedLogo(Flaw.INTRICATE, "repeats its parts too many times; save it as PNG")
    ratio = _ratio(root)
    if not 1 / _MOST_STRETCHED <= ratio <= _MOST_STRETCHED:
        raise RejectedLogo(Flaw.SHAPE, "is too long and thin, or has no size")
    return ratio


def _ratio(root: ElementTree.Element) -> float:
    sides = [_NUMBER.match(root.get(side, "")) for side in ("width", "height")]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:]
    lengths = [float(side[1]) for side in sides if side] if all(sides) else [float(n) for n in box if _NUMBER.match(n)]
    return lengths[0] / lengths[1] if len(lengths) == 2 and lengths[1] else 0.0


def _read_bitmap(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_BITMAPS)
        if image.width * image.height > _MOST_PIXELS:
            raise RejectedLogo(Flaw.PIXELS, "has too many pixels; make it smaller")
        if not 1 / _MOST_STRETCHED <= image.width / image.height <= _MOST_STRETCHED:
            raise RejectedLogo(Flaw.SHAPE, "is too long and thin")
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise RejectedLogo(Flaw.PIXELS, "has too many pixels; make it smaller") from error
    except (OSError, SyntaxError) as error:
        raise RejectedLogo(Flaw.UNREADABLE, f"is not an image that can be read ({error})") from error
    upright.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    return upright


def _fit_logo(image: Image.Image) -> PublicLogo:
    """Crop the margins and scale the picture to its optical size. Raises RejectedLogo if it is invisible."""
    ink = _require_ink(image)
    placement, side = place_logo(ink, ""), max(image.size)
    width, height = max(round(placement.width * _BOX), 1), max(round(placement.height * _BOX), 1)
    inked = image.crop((int(ink.left * side), int(ink.top * side), round(ink.right * side), round(ink.bottom * side)))
    small = inked.resize((width * _DENSITY, height * _DENSITY), Image.Resampling.LANCZOS)
    return PublicLogo(_png(small), width, height)


def _require_ink(image: Image.Image) -> Ink:
    """Find its ink. Raises RejectedLogo where there is none."""
    ink = find_ink(image)
    if ink is None:
        raise RejectedLogo(Flaw.INVISIBLE, "is invisible on white paper")
    return ink


def _png(image: Image.Image) -> bytes:
    """Encode the pixels as PNG, without any metadata."""
    bare = Image.new("RGBA", image.size)
    bare.paste(image)
    file = io.BytesIO()
    bare.save(file, "PNG", optimize=True)
    return file.getvalue()
