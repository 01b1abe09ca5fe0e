"""The letter as it reads to nobody in particular: printed for all addressees together."""

from campaign.core.compose.context import LetterContext
from campaign.core.letters.fill import PLACEHOLDERS, SALUTATION, fill, fill_for_nobody
from campaign.core.letters.tree import Document

# What stands where a personal letter would say something of its addressee.
BLANK = "…"


def neutral(context: LetterContext) -> Document:
    """The letter filled for all its addressees. One that greets each singly greets nobody here."""
    greeting = context.shared.get(SALUTATION, "") if context.addressees else ""
    values = {**dict.fromkeys(PLACEHOLDERS, BLANK), **context.shared, SALUTATION: greeting}
    if not context.signed:
        values["signatories.count"] = BLANK
    return (fill if greeting else fill_for_nobody)(context.letter.document, values, context.signed)
