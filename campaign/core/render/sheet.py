"""The content of a PDF: the letter and everything around it, as one Typst source."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from campaign.core.letters.tree import Document
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render.letter_words import terms
from campaign.core.render.logos import LogoPlacement
from campaign.core.render.print_words import print_words
from campaign.core.render.typst import typst_parts
from campaign.core.render.typst_code import array, boolean, call, literal

# The QR code of `public_url`, a file beside the source.
CODE_FILE = "code.svg"
_SHORT_DIGEST = 16


class NotePlacing(Enum):
    """Where footnotes go. Each is for letters whose footnotes have no room by the one before it."""

    FOOT = "foot"
    """At the foot of the page."""
    FOOT_FIRST = "foot first"
    """The same, even if a line of a paragraph then stands alone on a page."""
    END = "end"
    """Behind the letter."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is printed of a letter. An empty field leaves its line out."""

    language: str
    title: str
    document: Document
    """The letter, filled in."""
    sender: str = ""
    contact: str = ""
    address_lines: tuple[str, ...] = ()
    """The addressee's postal block."""
    dateline: str = ""
    """Place and date in words."""
    delivery: str = ""
    subject: str = ""
    digest: str = ""
    """The version's digest in hex, or a word such as "draft"."""
    public_url: str = ""
    """Address of the public page, for a link and a QR code."""
    annex: bool = False
    """Whether long footnotes go behind the letter."""


def typst_source(sheet: Sheet, logos: Mapping[str, LogoPlacement], placing: NotePlacing = NotePlacing.FOOT) -> str:
    """Write the Typst source of a PDF."""
    endnotes = placing is NotePlacing.END
    written = typst_parts(sheet.document, sheet.language, logos, annex=sheet.annex, endnotes=endnotes)
    named = _texts(sheet) | {
        "address": array(map(literal, sheet.address_lines)),
        "strict-notes": boolean(placing is NotePlacing.FOOT_FIRST),
        "annex": written.annex,
        "uncalled": written.notes,
    }
    return '#import "letter.typ": *\n#' + call("letter", written.body, **named) + "\n"


def _texts(sheet: Sheet) -> dict[str, str]:
    ours, common = print_words(sheet.language), terms(sheet.language)
    language, _, region = sheet.language.partition("-")
    texts = {
        "language": language.lower(),
        "region": region.upper(),
        "title": sheet.title,
        "sender": sheet.sender,
        "contact": sheet.contact,
        "dateline": sheet.dateline,
        "delivery": sheet.delivery,
        "subject": sheet.subject,
        "version": sheet.digest and f"{common.version}: {sheet.digest[:_SHORT_DIGEST]}",
        "whole_version": sheet.digest and f"{common.version}: {sheet.digest}",
        "page_words": ours.page,
        "annex_heading": ours.annex,
        "notes_heading": common.notes,
        "public_url": safe_href(sheet.public_url),
        "on_the_web": common.on_the_web,
        "code": CODE_FILE if safe_href(sheet.public_url) else "",
    }
    return {name: literal(text) for name, text in texts.items()}
