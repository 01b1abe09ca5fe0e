"""Filling a letter's placeholders for one addressee. A value becomes a text node; it is never parsed."""

from collections.abc import Mapping

from campaign.core.letters.tree import (
    Amendment,
    Block,
    Blocks,
    Bullets,
    Deleted,
    Document,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Inserted,
    Link,
    Note,
    Numbered,
    Paragraph,
    Placeholder,
    Quote,
    Signatories,
    SignatoryLine,
    Strong,
    Table,
    Text,
    every_inline,
)

SALUTATION = "salutation"
CLOSING = "closing"
SIGNATORIES = "signatories"

# Every placeholder a letter may hold, with one line for the docs.
PLACEHOLDERS: Mapping[str, str] = {
    SALUTATION: "The greeting, for instance: Dear Mr. Benifei,",
    CLOSING: "The line above the signatories.",
    SIGNATORIES: "The organisations that sign; stands in a paragraph of its own.",
    "signatories.count": "How many organisations sign.",
    "addressee.name": "Full name.",
    "addressee.family_name": "Family name.",
    "addressee.honorific": "Mr., Ms., Dr. as the campaign writes it.",
    "addressee.country": "Country.",
    "addressee.group": "Political group.",
    "addressee.role": "Role, for instance: co-rapporteur.",
    "date": "Date of the letter, in words.",
    "vote": "Day of the vote, in words.",
}


def placeholders_in(document: Document) -> frozenset[str]:
    """The names of all placeholders in body and notes."""
    blocks = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    return frozenset(inline.name for inline in every_inline(blocks) if isinstance(inline, Placeholder))


def with_frame(document: Document) -> Document:
    """The document with a salutation first and the signatories last, unless the text places them itself."""
    named = placeholders_in(document)
    head: Blocks = () if SALUTATION in named else (Paragraph((Placeholder(SALUTATION),)),)
    foot: Blocks = ()
    if SIGNATORIES not in named:
        closing: Blocks = () if CLOSING in named else (Paragraph((Placeholder(CLOSING),)),)
        foot = (*closing, Paragraph((Placeholder(SIGNATORIES),)))
    return Document((*head, *document.blocks, *foot), document.notes)


def fill_for_nobody(document: Document, values: Mapping[str, str], lines: tuple[SignatoryLine, ...]) -> Document:
    """The framed document filled, without the paragraphs that hold nothing but the greeting."""
    framed = with_frame(document)
    greeting = Paragraph((Placeholder(SALUTATION),))
    blocks = tuple(block for block in framed.blocks if block != greeting)
    return fill_framed(Document(blocks, framed.notes), values, lines)


def fill(document: Document, values: Mapping[str, str], lines: tuple[SignatoryLine, ...]) -> Document:
    """The framed document with each placeholder replaced by its value.

    Raises KeyError with the placeholder's name when `values` lacks it.
    """
    return fill_framed(with_frame(document), values, lines)


def fill_framed(framed: Document, values: Mapping[str, str], lines: tuple[SignatoryLine, ...]) -> Document:
    """The same for a document, or a part of one, that has its frame."""
    filler = _Filler(values, lines)
    notes = tuple(Note(note.number, note.label, filler.blocks(note.blocks)) for note in framed.notes)
    return Document(filler.blocks(framed.blocks), notes)


def blanked(document: Document, blank: str = "…") -> Document:
    """The document as it is, with `blank` where a placeholder stands: for those whom it does not address."""
    filler = _Filler(dict.fromkeys(PLACEHOLDERS, blank), ())
    notes = tuple(Note(note.number, note.label, filler.blocks(note.blocks)) for note in document.notes)
    return Document(filler.blocks(document.blocks), notes)


class _Filler:
    def __init__(self, values: Mapping[str, str], lines: tuple[SignatoryLine, ...]) -> None:
        self.values = values
        self.lines = lines

    def blocks(self, blocks: Blocks) -> Blocks:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph((Placeholder("signatories"),)):
                return Signatories(self.lines)
            case Paragraph(children):
                return Paragraph(self.inlines(children))
            case Heading(level, children):
                return Heading(level, self.inlines(children))
            case Bullets(items):
                return Bullets(tuple(self.blocks(item) for item in items))
            case Numbered(start, items):
                return Numbered(start, tuple(self.blocks(item) for item in items))
            case Quote(blocks):
                return Quote(self.blocks(blocks))
            case Amendment(heading, paragraphs):
                return Amendment(heading, self.row(paragraphs))
            case Table(head, body):
                return Table(self.row(head), tuple(self.row(row) for row in body))
            case _:
                return block

    def row(self, row: tuple[Inlines, ...]) -> tuple[Inlines, ...]:
        return tuple(self.inlines(cell) for cell in row)

    def inlines(self, inlines: Inlines) -> Inlines:
        return tuple(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> Inline:
        match inline:
            case Placeholder("signatories"):
                return Text(", ".join(line.name for line in self.lines))
            case Placeholder(name):
                return Text(self.values[name])
            case Strong(children):
                return Strong(self.inlines(children))
            case Emphasis(children):
                return Emphasis(self.inlines(children))
            case Link(href, children):
                return Link(href, self.inlines(children))
            case Inserted(children):
                return Inserted(self.inlines(children))
            case Deleted(children):
                return Deleted(self.inlines(children))
            case _:
                return inline
