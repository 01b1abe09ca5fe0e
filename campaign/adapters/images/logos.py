"""Logos as they come from organisations, made anew as PNG.

An SVG is a program of a kind: it can load files and pages, run scripts and grow without bound. So none is copied; it is
drawn here, with our fonts, and only if it holds nothing but shapes and text. A bitmap is read and written again, which
leaves behind whatever else its file held (places, names, hidden pictures).
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
_MOST_PIXELS = 40_000_000
# Each `use` may double what is drawn; this many cannot draw more than some thousand shapes.
_MOST_USES = 20
_MOST_STRETCHED = 12
_SIDE = 1200  # pixels of the longer side while a logo is worked on
# Width of the box that each logo stands in, in CSS pixels; screens with twice as many pixels are common.
_BOX, _DENSITY = 120, 2
# What a drawing begins with, and what one that was sent in must not hold.
_DRAWING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_PROGRAM = re.compile(
    r"<(?:[\w.-]+:)?(?:script|handler|set|animate\w*)\b|\son\w+\s*=|javascript:|<!ENTITY", re.IGNORECASE
)
_LOADED = re.compile(r"(?:\bhref\s*=\s*[\"']\s*|\burl\(\s*[\"']?)([^\"')]{0,40})", re.IGNORECASE)
_IMPORTED = re.compile(r"@import|<\?xml-stylesheet|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_WITHIN = ("#", "data:")  # what a part of the drawing refers to; a bitmap inside has an error of its own
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px|pt|mm|cm|in)?\s*\Z")


class Flaw(StrEnum):
    """Why a file that was sent in is no logo. Each has its words in `signons.words.MESSAGES` under "logo."."""

    LARGE = "large"
    PROGRAM = "program"  # it holds a script, or entities
    OUTSIDE = "outside"  # it loads other files
    BITMAP = "bitmap"  # inside a drawing
    INTRICATE = "intricate"
    SHAPE = "shape"  # long and thin, or of no size
    PIXELS = "pixels"  # too many
    INVISIBLE = "invisible"
    UNREADABLE = "unreadable"


class RejectedLogo(ValueError):
    """A logo that cannot be shown; the cause in words that follow "the logo ..."."""

    def __init__(self, flaw: Flaw, cause: str) -> None:
        super().__init__(cause)
        self.flaw = flaw


def read_logo(path: Path) -> PublicLogo:
    """A logo from its file. Raises ValueError with the cause, in words for people, when it cannot be shown."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read ({cause_of(error)})") from error
    _check_size(data)
    return _fit_logo(
        _draw_svg(data.decode("utf-8-sig", "replace")) if path.suffix.lower() == ".svg" else _read_bitmap(data)
    )


def redraw_logo(data: bytes) -> bytes:
    """A file that somebody sent in as a PNG of its pixels, and of nothing else that it held. Raises UnfitLogo.

    Whether it is a drawing or a bitmap is told from what it holds, not from its name.
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
    """Raises UnfitLogo for a drawing with a script or another file in it. Neither would be drawn; who sends such a
    thing should know."""
    if _PROGRAM.search(text):
        raise RejectedLogo(Flaw.PROGRAM, "holds a script or entities; export it again as plain SVG")
    if any(not reference.startswith(_WITHIN) for reference in _LOADED.findall(text)) or _IMPORTED.search(text):
        raise RejectedLogo(Flaw.OUTSIDE, "refers to other files; export it again with everything in it")


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
    """How many times as wide as high the drawing is. Raises UnfitLogo for one that does more than draw."""
    if "<!ENTITY" in text:
        raise RejectedLogo(Flaw.PROGRAM, "defines entities; export it again as plain SVG")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without entities it cannot grow
    except ElementTree.ParseError as error:
        raise RejectedLogo(Flaw.UNREADABLE, f"is no SVG ({error})") from error
    names = [element.tag.rpartition("}")[2] for element in root.iter() if isinstance(element.tag, str)]
    if {"image", "feImage"} & set(names):
        raise RejectedLogo(Flaw.BITMAP, "holds a bitmap inside the drawing; save it as PNG")
    if names.count("use") > _MOST_USES:
        raise RejectedLogo(Flaw.INTRICATE, "repeats its parts too often; save it as PNG")
    ratio = _ratio(root)
    if not 1 / _MOST_STRETCHED <= ratio <= _MOST_STRETCHED:
        raise RejectedLogo(Flaw.SHAPE, "is too long and thin, or does not say how large it is")
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
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise RejectedLogo(Flaw.UNREADABLE, f"is no picture that can be read ({error})") from error
    upright.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    return upright


def _fit_logo(image: Image.Image) -> PublicLogo:
    """The picture without its margins, at the size at which it looks as large as the others. Raises UnfitLogo for
    one that nobody would see on white paper."""
    ink = _require_ink(image)
    placement, side = place_logo(ink, ""), max(image.size)
    width, height = max(round(placement.width * _BOX), 1), max(round(placement.height * _BOX), 1)
    inked = image.crop((int(ink.left * side), int(ink.top * side), round(ink.right * side), round(ink.bottom * side)))
    small = inked.resize((width * _DENSITY, height * _DENSITY), Image.Resampling.LANCZOS)
    return PublicLogo(_png(small), width, height)


def _require_ink(image: Image.Image) -> Ink:
    """Where its ink is. Raises UnfitLogo where there is none."""
    ink = find_ink(image)
    if ink is None:
        raise RejectedLogo(Flaw.INVISIBLE, "shows nothing on white paper")
    return ink


def _png(image: Image.Image) -> bytes:
    """The pixels alone: what else a file may hold is not written."""
    bare = Image.new("RGBA", image.size)
    bare.paste(image)
    file = io.BytesIO()
    bare.save(file, "PNG", optimize=True)
    return file.getvalue()
