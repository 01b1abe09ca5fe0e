"""Fills in a letter's placeholders for one addressee. A value becomes a text node and is never parsed."""

from collections.abc import Mapping

from campaign.core.letters import tree

SALUTATION = "salutation"
CLOSING = "closing"
SIGNATORIES = "signatories"
SENTENCE = "addressee.sentence"

# The placeholders of a letter, each with its line in docs/letter.md.
PLACEHOLDERS: Mapping[str, str] = {
    SALUTATION: "The greeting, for example: Dear Mr. Benifei,",
    CLOSING: "The line above the signatories.",
    SIGNATORIES: "The list of signatories, in a paragraph of its own.",
    "signatories.count": "The number of signatories.",
    "addressee.name": "Full name.",
    "addressee.family_name": "Family name.",
    "addressee.honorific": "Mr., Ms., Dr., as the list of addressees has it.",
    "addressee.country": "Country.",
    "addressee.group": "Political group.",
    "addressee.role": "Role, for example: co-rapporteur.",
    SENTENCE: "A sentence for this addressee alone. In a paragraph of its own, it is left out for those without one.",
    "date": "Date of the letter, in words.",
    "vote": "Day of the vote, in words.",
}


def placeholders_in(document: tree.Document) -> frozenset[str]:
    """Return the names of all placeholders in body and footnotes."""
    blocks = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    return frozenset(inline.name for inline in tree.every_inline(blocks) if isinstance(inline, tree.Placeholder))


def with_frame(document: tree.Document) -> tree.Document:
    """Add a salutation at the top and the signatories at the end, unless the text has them already."""
    named = placeholders_in(document)
    head: tree.Blocks = () if SALUTATION in named else (tree.Paragraph((tree.Placeholder(SALUTATION),)),)
    foot: tree.Blocks = ()
    if SIGNATORIES not in named:
        closing: tree.Blocks = () if CLOSING in named else (tree.Paragraph((tree.Placeholder(CLOSING),)),)
        foot = (*closing, tree.Paragraph((tree.Placeholder(SIGNATORIES),)))
    return tree.Document((*head, *document.blocks, *foot), document.notes)


def fill_without_addressee(
    document: tree.Document, values: Mapping[str, str], lines: tuple[tree.SignatoryLine, ...]
) -> tree.Document:
    """Add the frame and fill it in, without a greeting."""
    framed = with_frame(document)
    greeting = tree.Paragraph((tree.Placeholder(SALUTATION),))
    blocks = tuple(block for block in framed.blocks if block != greeting)
    return fill_framed(tree.Document(blocks, framed.notes), values, lines)


def fill(document: tree.Document, values: Mapping[str, str], lines: tuple[tree.SignatoryLine, ...]) -> tree.Document:
    """Add the frame and replace each placeholder by its value, and `{{ signatories }}` by `lines`.

    Raises KeyError with the placeholder's name when `values` lacks it.
    """
    return fill_framed(with_frame(document), values, lines)


def fill_framed(
    framed: tree.Document, values: Mapping[str, str], lines: tuple[tree.SignatoryLine, ...]
) -> tree.Document:
    """As `fill`, for a document or a part of one that has its frame."""
    framed = framed if SENTENCE in values else _without_sentence(framed)
    filler = _Filler(values, lines)
    notes = tuple(tree.Footnote(note.number, note.label, filler.blocks(note.blocks)) for note in framed.notes)
    return tree.Document(filler.blocks(framed.blocks), notes)


def blank_placeholders(document: tree.Document, blank: str = "…") -> tree.Document:
    """Replace each placeholder by `blank`, for readers who are not addressees."""
    document = _without_sentence(document)
    filler = _Filler(dict.fromkeys(PLACEHOLDERS, blank), ())
    notes = tuple(tree.Footnote(note.number, note.label, filler.blocks(note.blocks)) for note in document.notes)
    return tree.Document(filler.blocks(document.blocks), notes)


def _without_sentence(document: tree.Document) -> tree.Document:
    """The document without paragraphs that hold nothing but the addressee's own sentence."""
    alone = tree.Paragraph((tree.Placeholder(SENTENCE),))
    return tree.Document(tuple(block for block in document.blocks if block != alone), document.notes)


class _Filler:
    def __init__(self, values: Mapping[str, str], lines: tuple[tree.SignatoryLine, ...]) -> None:
        self.values = values
        self.lines = lines

    def blocks(self, blocks: tree.Blocks) -> tree.Blocks:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: tree.Block) -> tree.Block:
        match block:
            case tree.Paragraph((tree.Placeholder("signatories"),)):
                return tree.Signatories(self.lines)
            case tree.Paragraph(children):
                return tree.Paragraph(self.inlines(children))
            case tree.Heading(level, children):
                return tree.Heading(level, self.inlines(children))
            case tree.BulletList(items):
                return tree.BulletList(tuple(self.blocks(item) for item in items))
            case tree.NumberedList(start, items):
                return tree.NumberedList(start, tuple(self.blocks(item) for item in items))
            case tree.BlockQuote(blocks):
                return tree.BlockQuote(self.blocks(blocks))
            case tree.Amendment(heading, paragraphs):
                return tree.Amendment(heading, self.row(paragraphs))
            case tree.TableBlock(head, body, aligns):
                return tree.TableBlock(self.row(head), tuple(self.row(row) for row in body), aligns)
            case _:
                return block

    def row(self, row: tuple[tree.Inlines, ...]) -> tuple[tree.Inlines, ...]:
        return tuple(self.inlines(cell) for cell in row)

    def inlines(self, inlines: tree.Inlines) -> tree.Inlines:
        return tuple(self.inline(inline) for inline in inlines)

    def inline(self, inline: tree.Inline) -> tree.Inline:
        match inline:
            case tree.Placeholder("signatories"):
                return tree.Text(", ".join(line.name for line in self.lines))
            case tree.Placeholder(name):
                return tree.Text(self.values[name])
            case tree.Strong(children):
                return tree.Strong(self.inlines(children))
            case tree.Emphasis(children):
                return tree.Emphasis(self.inlines(children))
            case tree.Link(href, children):
                return tree.Link(href, self.inlines(children))
            case tree.Insertion(children):
                return tree.Insertion(self.inlines(children))
            case tree.Deletion(children):
                return tree.Deletion(self.inlines(children))
            case _:
                return inline
