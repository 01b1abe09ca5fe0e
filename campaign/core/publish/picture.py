"""The picture that other sites show for a link to the letter: its title, the counts and the vote."""

from PIL import Image, ImageDraw, ImageFont

from campaign.core.languages.page_words import page_words
from campaign.core.languages.times_and_numbers import decimal, moment
from campaign.core.publish.countries import count_countries
from campaign.core.publish.drawing import ACCENT, INK, LEADING, PAPER, SOFT, fit, load_font, png, wrap, write
from campaign.core.publish.edition import Edition

SIZE = (1200, 630)
_EDGE = 80
_WIDTH = SIZE[0] - 2 * _EDGE
_TITLE_SIZES = (76, 68, 60, 52, 46, 40)
_TITLE_HEIGHT = 300


def picture(edition: Edition, language: str) -> bytes:
    """A PNG of 1200 x 630 pixels. The same edition gives the same bytes."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 16), fill=ACCENT)
    small = load_font(edition.design.fonts.regular, 34)
    write(draw, (_EDGE, 64), fit(edition.campaign.name, small, 1, _WIDTH), small, SOFT)
    title, font = _title(edition, language)
    write(draw, (_EDGE, 132), title, font, INK)
    count, day = _facts(edition, language)
    large = load_font(edition.design.fonts.bold, 42)
    write(draw, (_EDGE, 462), fit(count, large, 1, _WIDTH), large, ACCENT)
    write(draw, (_EDGE, 528), fit(day, small, 1, _WIDTH), small, SOFT)
    return png(image)


def description(edition: Edition, language: str) -> str:
    """The picture in words, for people who do not see it."""
    return " · ".join(filter(None, (edition.title(language), *_facts(edition, language))))


def counts(edition: Edition, language: str) -> list[tuple[str, str]]:
    """What is counted, and how many, the most important first. Empty without signatories."""
    words, organisations, people = page_words(language), len(edition.organisations), edition.newest.people
    countries = count_countries(edition.organisations)
    numbers = [
        (words.signatories, organisations + people if people else 0),
        (words.organisations, organisations),
        (words.countries, countries if countries > 1 else 0),
    ]
    return [(word, decimal(number, language)) for word, number in numbers if number]


def vote(edition: Edition, language: str) -> str:
    """When the vote is, in a line."""
    words = page_words(language)
    return f"{words.vote}{words.colon} {moment(edition.campaign.vote_at, edition.campaign.zone, language)}"


def _facts(edition: Edition, language: str) -> tuple[str, str]:
    counted = " · ".join(f"{word}: {number}" for word, number in counts(edition, language))
    return counted, vote(edition, language)


def _title(edition: Edition, language: str) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The title's lines and font, in the largest size that fits. In the smallest size it may end in an ellipsis."""
    title = edition.title(language)
    for size in _TITLE_SIZES:
        font = load_font(edition.design.fonts.bold, size)
        most = int(_TITLE_HEIGHT / (size * LEADING))
        lines = wrap(title, font, _WIDTH)
        if len(lines) <= most:
            return lines, font
    return fit(title, font, most, _WIDTH), font
