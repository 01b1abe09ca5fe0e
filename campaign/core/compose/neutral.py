"""The letter as it reads to nobody in particular: printed for all addressees together."""

from campaign.core.compose.context import LetterContext
from campaign.core.letters import PLACEHOLDERS, Letter, fill, with_frame
from campaign.core.letters.fill import SALUTATION
from campaign.core.letters.tree import Document, Paragraph, Placeholder

# What stands where a personal letter would say something of its addressee.
BLANK = "…"


def neutral(context: LetterContext) -> Document:
    """The letter filled for all its addressees. One that greets each singly greets nobody here."""
    letter = context.letter
    greeting = context.shared.get(SALUTATION, "") if context.addressees else ""
    values = {**dict.fromkeys(PLACEHOLDERS, BLANK), **context.shared, SALUTATION: greeting}
    if not context.signed:
        values["signatories.count"] = BLANK
    document = fill(letter.document, values, context.signed)
    return document if greeting else _without_greeting(document, letter)


def _without_greeting(document: Document, letter: Letter) -> Document:
    """Without the paragraphs that hold nothing but the greeting."""
    greeting = Paragraph((Placeholder(SALUTATION),))
    before = with_frame(letter.document).blocks
    kept = (block for block, framed in zip(document.blocks, before, strict=True) if framed != greeting)
    return Document(tuple(kept), document.notes)
