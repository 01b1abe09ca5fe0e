"""The press pack of a letter: one page with facts and signatories, a press note, words to share, and pictures."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from campaign.core.languages.page_words import page_words
from campaign.core.languages.times_and_numbers import moment
from campaign.core.letters.tree import (
    Block,
    BlockQuote,
    BulletList,
    Document,
    Heading,
    Link,
    Paragraph,
    Signatories,
    SignatoryLine,
    Strong,
    Text,
)
from campaign.core.publish.alphabet import in_print
from campaign.core.publish.drawing import ACCENT, INK, PAPER, SOFT, fit, load_font, png, write
from campaign.core.publish.edition import Edition, path_of
from campaign.core.publish.picture import counts, vote
from campaign.core.publish.share import share_text
from campaign.core.publish.template_values import newest_path
from campaign.core.render.markdown import MarkdownWriter
from campaign.core.signatories import Organisation

# How many organisations have a logo on the page: the first that fits. The others are named.
LOGO_NUMBERS = (24, 12, 8, 4, 0)
_MOST_QUOTES = 2
_SIZES = {"wide": (1200, 630), "square": (1080, 1080)}


@dataclass(frozen=True, slots=True)
class PressFacts:
    """What the press pack adds to what the page shows."""

    contact: str
    """Lines of the sender's signature block, or name and address, in one line."""
    embargo_at: dt.datetime | None = None
    """Until when nothing may be published (aware UTC); None for no embargo."""


def press_files(edition: Edition, press: PressFacts) -> dict[str, bytes]:
    """Every file of the pack but the PDF, by its path. The same edition gives the same bytes."""
    files: dict[str, bytes] = {}
    for language in edition.languages:
        note = press_document(edition, language, press)
        text = f"# {edition.title(language)}\n\n{MarkdownWriter({}).blocks(note.blocks)}\n"
        files[_path(edition, "press-note", "md", language)] = text.encode()
        if words := share_text(edition, language):
            files[_path(edition, "share", "txt", language)] = f"{words}\n".encode()
        for shape, size in _SIZES.items():
            files[_path(edition, f"number-{shape}", "png", language)] = number_picture(edition, language, size)
    return files


def press_document(edition: Edition, language: str, press: PressFacts, logos: int = 0) -> Document:
    """What the letter asks, why, the figures, quotations, the signatories, and whom to ask.

    `logos` is the number of organisations in the list with logos; the others are named below it.
    """
    words, letter = page_words(language), edition.newest.letters[language]
    organisations = in_print(edition.organisations, language, edition.campaign.name_order)
    lines, others = Signatories(tuple(map(_line, organisations[:logos]))), organisations[logos:]
    blocks: list[Block] = [
        *_paragraphs(_embargo(edition, press, language)),
        Heading(2, (Text(headline(edition, language)),)),
        *([Paragraph((Strong((Text(letter.ask),)),))] if letter.ask else []),
        *_paragraphs(letter.why),
        *_facts(edition, language),
        *_quotations(edition),
        Heading(2, (Text(words.organisations),)),
        *([lines] if lines.lines else []),
        *_paragraphs(", ".join(organisation.name for organisation in others)),
        Heading(2, (Text(words.contact),)),
        *_paragraphs(press.contact),
    ]
    return Document(tuple(blocks))


def headline(edition: Edition, language: str) -> str:
    """The figures in one line: "Organisations: 42 · Countries: 9"."""
    return " · ".join(f"{word}{page_words(language).colon} {number}" for word, number in counts(edition, language))


def number_picture(edition: Edition, language: str, size: tuple[int, int]) -> bytes:
    """A PNG with the number of signatories as large as it fits, above what is counted, the title and the vote."""
    words, (width, height) = page_words(language), size
    fonts, edge = edition.design.fonts, 80
    image = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, 16), fill=ACCENT)
    (label, number), *others = counts(edition, language) or [("", "")]
    label = " · ".join([label, *(f"{word}{words.colon} {count}" for word, count in others)])
    big = load_font(fonts.bold, height * 2 // 5)
    small, medium = load_font(fonts.regular, 34), load_font(fonts.bold, 46)
    top = height // 40
    draw.text((edge, top), number, font=big, fill=ACCENT)
    y = top + round(height * 0.4 * 1.25)
    write(draw, (edge, y), fit(label, medium, 1, width - 2 * edge), medium, INK)
    most = 2 if height < width else 4
    title = load_font(fonts.bold, 40)
    write(draw, (edge, y + 76), fit(edition.title(language), title, most, width - 2 * edge), title, INK)
    write(draw, (edge, height - 84), fit(vote(edition, language), small, 1, width - 2 * edge), small, SOFT)
    return png(image)


def _facts(edition: Edition, language: str) -> Iterator[Block]:
    words, campaign = page_words(language), edition.campaign
    rows: list[tuple[str, Text | Link]] = [
        (words.vote, Text(moment(campaign.vote_at, campaign.zone, language))),
        (words.to, Text(", ".join(person.name for person in edition.addressees))),
    ]
    if edition.base:
        address = edition.base + newest_path(edition, language)
        rows.append((words.open_letter, Link(address, (Text(address),))))
    items = [
        (Paragraph((Text(f"{label}{words.colon} "), value)),)
        for label, value in rows
        if not isinstance(value, Text) or value.text
    ]
    yield BulletList(tuple(items))


def _quotations(edition: Edition) -> Iterator[Block]:
    for quote in edition.latest.quotes[:_MOST_QUOTES]:
        yield BlockQuote((Paragraph((Text(f"“{quote.text}” – {quote.name}"),)),))


def _embargo(edition: Edition, press: PressFacts, language: str) -> str:
    if press.embargo_at is None:
        return ""
    return f"EMBARGO: {moment(press.embargo_at, edition.campaign.zone, language)}"


def _paragraphs(*texts: str) -> Sequence[Block]:
    return [Paragraph((Text(text),)) for text in texts if text]


def _line(organisation: Organisation) -> SignatoryLine:
    return SignatoryLine(organisation.name, organisation.url, organisation.country)


def _path(edition: Edition, stem: str, ending: str, language: str) -> str:
    return path_of(stem, ending, language, edition.languages)
