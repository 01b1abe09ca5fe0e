"""Text on pictures: fonts, lines that fit, how they are written, and the finished file."""

import io

from PIL import Image, ImageDraw, ImageFont

from campaign.core.render.characters import clean

PAPER, INK, SOFT, ACCENT = "#fdfcf9", "#1f2328", "#565d66", "#0b4f9e"
LEADING = 1.18
# A longer title would fit in no size, and measuring it would take long.
_MAX_CHARACTERS = 300


def fit(text: str, font: ImageFont.FreeTypeFont, most: int, width: float) -> list[str]:
    """The text in at most `most` lines of `width` pixels; cut with an ellipsis if it is longer."""
    lines = wrap(text, font, width)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and font.getlength(f"{last}…") > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def wrap(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The text in lines of at most `width` pixels."""
    lines = [""]
    for word in clean(text)[:_MAX_CHARACTERS].split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.extend(_break_word(word, font, width))
    return [line for line in lines if line]


def _break_word(word: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Break a word into pieces that fit."""
    pieces = [""]
    for letter in word:
        if font.getlength(pieces[-1] + letter) <= width:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def write(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], lines: list[str], font: ImageFont.FreeTypeFont, ink: str
) -> None:
    """Write lines below each other."""
    for number, line in enumerate(lines):
        draw.text((at[0], at[1] + round(number * font.size * LEADING)), line, font=font, fill=ink)


def load_font(data: bytes, size: int) -> ImageFont.FreeTypeFont:
    """Load a font with the basic layout engine. Not every build of Pillow has the other, which draws differently."""
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def png(image: Image.Image) -> bytes:
    """The picture as a small PNG. The same picture gives the same bytes."""
    file = io.BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()
