"""Fills a letter for one addressee."""

from collections.abc import Iterator
from contextlib import contextmanager

from campaign.core.addressees import Addressee
from campaign.core.compose.context import LetterContext
from campaign.core.compose.values import personal_values
from campaign.core.letters.fill import fill
from campaign.core.letters.tree import Document
from campaign.core.render.characters import has_forbidden, printable
from campaign.errors import ComposeError


def fill_for(context: LetterContext, addressee: Addressee) -> Document:
    """The letter as this addressee reads it.

    Raises ComposeError, without the addressee's name, for a placeholder without a value and for a line break or control
    character in a value.
    """
    values = {**personal_values(context.letter, addressee, context.frame), **context.values_for_all}
    wrong = next((name for name, value in values.items() if has_forbidden(value)), "")
    if wrong:
        raise ComposeError(
            f"{{{{ {wrong} }}}} contains a line break or a control character: {printable(values[wrong])!r}",
            fix="correct it in the list of addressees",
        )
    try:
        return fill(context.letter.document, values, context.signatory_lines)
    except KeyError as error:
        raise ComposeError(
            f"{{{{ {error.args[0]} }}}} has no value",
            fix="add the value to the list of addressees, or remove the placeholder from the letter",
        ) from None


def label(addressee: Addressee) -> str:
    """An addressee as error messages name one: name and key."""
    return f"{printable(addressee.name)} ({printable(addressee.key)})"


@contextmanager
def naming(addressee: Addressee) -> Iterator[None]:
    """Context manager: a ComposeError inside gets the addressee's name."""
    try:
        yield
    except ComposeError as error:
        raise ComposeError(f"{label(addressee)}: {error.message}", fix=error.fix) from error
