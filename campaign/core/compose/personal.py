"""A letter filled for one addressee."""

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
    """The letter as one of its addressees reads it.

    Raises ComposeError (without the addressee's name): a placeholder without a value, a line break or a control
    character in a name or another value.
    """
    values = {**personal_values(context.letter, addressee, context.frame), **context.values_for_all}
    wrong = next((name for name, value in values.items() if has_forbidden(value)), "")
    if wrong:
        raise ComposeError(
            f"{{{{ {wrong} }}}} holds a line break or a control character: {printable(values[wrong])!r}",
            fix="correct it in the list of addressees",
        )
    try:
        return fill(context.letter.document, values, context.signatory_lines)
    except KeyError as error:
        raise ComposeError(
            f"nothing is known for {{{{ {error.args[0]} }}}}",
            fix="add it to the list of addressees, or take the placeholder out of the letter",
        ) from None


def label(addressee: Addressee) -> str:
    """An addressee in an error's words."""
    return f"{printable(addressee.name)} ({printable(addressee.key)})"


@contextmanager
def naming(addressee: Addressee) -> Iterator[None]:
    """Around what may fail for one addressee: a ComposeError from within gets his or her name."""
    try:
        yield
    except ComposeError as error:
        raise ComposeError(f"{label(addressee)}: {error.message}", fix=error.fix) from error
