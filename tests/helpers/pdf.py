"""Sheets for the tests of the PDF printer, and reading its PDFs."""

import datetime as dt
import io
import re
from pathlib import Path

import page
import pypdf

from campaign.adapters.files.content import CONTENT
from campaign.adapters.files.trust import templates_digest, trust
from campaign.adapters.pdf import PdfPrinter
from campaign.core.letters import read
from campaign.core.letters.fill import fill
from campaign.core.letters.tree import Document, Footnote, NoteMark, Paragraph, SignatoryLine, Text
from campaign.core.render.sheet import Sheet
from campaign.core.signatories import Organisation

AT = dt.datetime(2027, 4, 10, 8, 30, tzinfo=dt.UTC)
LINES = (SignatoryLine("GitHub, Inc.", "https://github.example/"), SignatoryLine("LAION"))
ORGANISATIONS = (
    Organisation("github", "GitHub, Inc.", "https://github.example/", logo="logos/github.svg"),
    Organisation("laion", "LAION", logo="logos/laion.svg"),
)
EVERY_PART = Path(__file__).parent.parent / "core" / "render" / "every_part.en.md"
AMENDMENT = """
/// amendment | Article 2, paragraph 5
This Regulation applies{-- not--}{++ nevertheless++} to models[^law].

{--A sentence that goes.--}
///

[^law]: A note called in both columns.
"""


def open_printer(templates=CONTENT / "nothing", organisations=ORGANISATIONS, signatories=CONTENT / "signatories"):
    """A printer; templates of the test's own are trusted."""
    if templates.is_dir() and (digest := templates_digest(templates)):
        trust(digest)
    return PdfPrinter(templates, signatories, organisations)


def words(count, word="word"):
    return " ".join([word] * count)


def paragraphs(*texts):
    return tuple(Paragraph((Text(text),)) for text in texts)


def sheet(*blocks, notes=(), **changed):
    fields = {"language": "en", "title": "Keep the exemption", "document": Document(blocks, tuple(notes))}
    return Sheet(**fields | changed)


def every_part():
    """A letter with every kind of part, with its frame and signatories."""
    letter, _ = read(EVERY_PART.read_text("utf-8") + AMENDMENT, "every_part.en.md", "en")
    document = fill(letter.document, {"salutation": "Dear Mr Voss,", "closing": "With respect,"}, LINES)
    return Sheet(
        language="en",
        title=letter.title,
        document=document,
        sender="The coalition",
        contact="letters@coalition.example",
        address_lines=("Mr Axel Voss", "Germany"),
        dateline="Brussels, 10 April 2027",
        delivery="By e-mail",
        subject="Re: AI Act",
        digest="4f" * 32,
        public_url="https://coalition.example/letter",
    )


def sheet_with_late_note(long, before):
    """A letter with a note of `long` words, whose mark comes after `before` words."""
    note = Footnote(1, "n", paragraphs("NOTE " + words(long) + " END"))
    call = Paragraph((Text(words(30) + " CALL"), NoteMark(1), Text(" " + words(10))))
    return sheet(*paragraphs(words(before)), call, *paragraphs(words(150)), notes=[note])


def pages(pdf):
    """The text of each page, without hyphenation."""
    return [re.sub("[-\u00ad]\n", "", pdf_page.extract_text()) for pdf_page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def page_of(pdf, word):
    """The number of the first page that contains a word."""
    return next(number for number, text in enumerate(pages(pdf), 1) if word in text)


def faults(pdf, tmp_path):
    """The failures that an independent validator finds in a PDF, by profile and rule."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    texts = []
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        failures = page.validate_pdf(str(path), profile=profile).failures
        texts += [str(failure) for failure in failures if not _misread(str(failure), pdf)]
    return texts


def _misread(failure, pdf):
    """Whether the failure is a mistake of the validator, which takes a carriage return at the end of a stream's data
    for part of the line end. The lengths are checked here instead."""
    if "STREAM-LENGTH" not in failure:
        return False
    heads = list(re.finditer(rb"/Length (\d+)[^\n]*>>\nstream\n", pdf))
    assert heads
    return all(pdf[head.end() + int(head[1]) :].startswith(b"\nendstream") for head in heads)
