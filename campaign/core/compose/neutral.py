"""The letter without personal words, for the web page and for a PDF to all addressees."""

from campaign.core.compose.context import LetterContext
from campaign.core.letters.fill import PLACEHOLDERS, SALUTATION, fill, fill_without_addressee
from campaign.core.letters.tree import Document

# Replaces personal values.
BLANK = "…"


def neutral_document(context: LetterContext) -> Document:
    """The letter filled for all its addressees. With `salutation: single` it has no greeting."""
    greeting = context.values_for_all.get(SALUTATION, "") if context.addressees else ""
    values = {**dict.fromkeys(PLACEHOLDERS, BLANK), **context.values_for_all, SALUTATION: greeting}
    if not context.signatory_lines:
        values["signatories.count"] = BLANK
    return (fill if greeting else fill_without_addressee)(context.letter.document, values, context.signatory_lines)
