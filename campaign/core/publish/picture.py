"""The picture that other sites show for a link to the letter: its title, the counts and the vote."""

import io

from PIL import Image, ImageDraw, ImageFont

from campaign.core.languages.moments import decimal, moment
from campaign.core.languages.page_words import page_words
from campaign.core.publish.countries import count_countries
from campaign.core.publish.edition import Edition
from campaign.core.render.characters import clean

SIZE = (1200, 630)
_EDGE = 80
_WIDTH = SIZE[0] - 2 * _EDGE
_PAPER, _INK, _SOFT, _LINE = "#fdfcf9", "#1f2328", "#565d66", "#0b4f9e"
_TITLE_SIZES = (76, 68, 60, 52, 46, 40)
_TITLE_HEIGHT = 300
_LEADING = 1.18
# A longer title would fit in no size, and measuring it would take long.
_MAX_CHARACTERS = 300


def picture(edition: Edition, language: str) -> bytes:
    """A PNG of 1200 x 630 pixels. The same edition gives the same bytes."""
    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 16), fill=_LINE)
    small = _font(edition.design.fonts.regular, 34)
    _write(draw, (_EDGE, 64), _fit(edition.campaign.name, small, 1), small, _SOFT)
    title, font = _title(edition, language)
    _write(draw, (_EDGE, 132), title, font, _INK)
    count, vote = _facts(edition, language)
    large = _font(edition.design.fonts.bold, 42)
    _write(draw, (_EDGE, 462), _fit(count, large, 1), large, _LINE)
    _write(draw, (_EDGE, 528), _fit(vote, small, 1), small, _SOFT)
    file = io.BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def description(edition: Edition, language: str) -> str:
    """The picture in words, for people who do not see it."""
    return " · ".join(filter(None, (edition.title(language), *_facts(edition, language))))


def _facts(edition: Edition, language: str) -> tuple[str, str]:
    words, organisations, people = page_words(language), len(edition.organisations), edition.newest.people
    countries = count_countries(edition.organisations)
    counts = [
        (words.signatories, organisations + people if people else 0),
        (words.organisations, organisations),
        (words.countries, countries if countries > 1 else 0),
    ]
    counted = " · ".join(f"{word}: {decimal(number, language)}" for word, number in counts if number)
    return counted, f"{words.vote}{words.colon} {moment(edition.campaign.vote_at, edition.campaign.zone, language)}"


def _title(edition: Edition, language: str) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The title's lines and font, in the largest size that fits. In the smallest size it may end in an ellipsis."""
    title = edition.title(language)
    for size in _TITLE_SIZES:
        font = _font(edition.design.fonts.bold, size)
        most = int(_TITLE_HEIGHT / (size * _LEADING))
        lines = _wrap(title, font)
        if len(lines) <= most:
            return lines, font
    return _fit(title, font, most), font


def _fit(text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    lines = _wrap(text, font)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and font.getlength(f"{last}…") > _WIDTH:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in clean(text)[:_MAX_CHARACTERS].split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _WIDTH:
            lines[-1] = longer
        else:
            lines.extend(_break_word(word, font))
    return [line for line in lines if line]


def _break_word(word: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Break a word into pieces that fit."""
    pieces = [""]
    for letter in word:
        if font.getlength(pieces[-1] + letter) <= _WIDTH:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], lines: list[str], font: ImageFont.FreeTypeFont, ink: str
) -> None:
    for number, line in enumerate(lines):
        draw.text((at[0], at[1] + round(number * font.size * _LEADING)), line, font=font, fill=ink)


def _font(data: bytes, size: int) -> ImageFont.FreeTypeFont:
    """Load a font with the basic layout engine. Not every build of Pillow has the other, which draws differently."""
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
