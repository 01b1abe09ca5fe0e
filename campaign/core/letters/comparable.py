"""Everything that a version's digest covers, as one document for comparing two versions."""

from campaign.core.letters.annex import Annex
from campaign.core.letters.letter import Letter
from campaign.core.letters.tree import Blocks, Document, Footnote, Heading, Paragraph, Text


def comparable_document(letter: Letter) -> Document:
    """Return title, ask, body and annexes as blocks, and the footnotes, each with the source of its law."""
    head: Blocks = (Heading(1, (Text(letter.title),)),) if letter.title else ()
    ask: Blocks = (_line(f"Ask: {letter.ask}"),) if letter.ask else ()
    annexes = tuple(block for annex in letter.annexes for block in annex_blocks(annex))
    return Document(
        (*head, *ask, *letter.document.blocks, *annexes), tuple(_note(letter, note) for note in letter.document.notes)
    )


def annex_blocks(annex: Annex) -> Blocks:
    """Return an annex below a heading with its title."""
    return Heading(2, (Text(f"Annex {annex.label}: {annex.title}"),)), *map(_line, annex.paragraphs)


def annex_document(annex: Annex) -> Document:
    """Return an annex without a heading."""
    return Document(tuple(map(_line, annex.paragraphs)))


def _note(letter: Letter, note: Footnote) -> Footnote:
    source = letter.law.get(note.label, "")
    return Footnote(note.number, note.label, (*note.blocks, *((_line(f"Source: {source}"),) if source else ())))


def _line(text: str) -> Paragraph:
    return Paragraph((Text(text),))
