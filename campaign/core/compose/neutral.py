"""The letter as it reads to nobody in particular: printed for all addressees together."""

from campaign.core.compose.context import LetterContext
from campaign.core.letters.fill import PLACEHOLDERS, SALUTATION, fill, fill_without_addressee
from campaign.core.letters.tree import Document

# What stands where a personal letter would say something of its addressee.
BLANK = "…"


def neutral_document(context: LetterContext) -> Document:
    """The letter filled for all its addressees. One that greets each singly greets nobody here."""
    greeting = context.values_for_all.get(SALUTATION, "") if context.addressees else ""
    values = {**dict.fromkeys(PLACEHOLDERS, BLANK), **context.values_for_all, SALUTATION: greeting}
    if not context.signatory_lines:
        values["signatories.count"] = BLANK
    return (fill if greeting else fill_without_addressee)(context.letter.document, values, context.signatory_lines)
