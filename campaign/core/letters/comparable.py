"""All that a version's digest is of, as one document: what a comparison of two versions compares."""

from campaign.core.letters.annex import Annex
from campaign.core.letters.letter import Letter
from campaign.core.letters.tree import Blocks, Document, Footnote, Heading, Paragraph, Text


def comparable_document(letter: Letter) -> Document:
    """Title, ask, body and annexes as blocks, and the notes, each with the source of the law that it quotes."""
    head: Blocks = (Heading(1, (Text(letter.title),)),) if letter.title else ()
    ask: Blocks = (_line(f"Ask: {letter.ask}"),) if letter.ask else ()
    annexes = tuple(block for annex in letter.annexes for block in annex_blocks(annex))
    return Document(
        (*head, *ask, *letter.document.blocks, *annexes), tuple(_note(letter, note) for note in letter.document.notes)
    )


def annex_blocks(annex: Annex) -> Blocks:
    """An annex below a heading that says what it is."""
    return Heading(2, (Text(f"Annex {annex.label}: {annex.title}"),)), *map(_line, annex.paragraphs)


def annex_document(annex: Annex) -> Document:
    """The provision alone."""
    return Document(tuple(map(_line, annex.paragraphs)))


def _note(letter: Letter, note: Footnote) -> Footnote:
    source = letter.law.get(note.label, "")
    return Footnote(note.number, note.label, (*note.blocks, *((_line(f"Source: {source}"),) if source else ())))


def _line(text: str) -> Paragraph:
    return Paragraph((Text(text),))
