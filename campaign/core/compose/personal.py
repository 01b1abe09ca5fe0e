"""A letter filled for one addressee."""

from collections.abc import Iterator
from contextlib import contextmanager

from campaign.core.addressees import Addressee
from campaign.core.compose.context import LetterContext
from campaign.core.compose.values import own_values
from campaign.core.letters.fill import fill
from campaign.core.letters.tree import Document
from campaign.core.render.characters import forbidden, shown
from campaign.errors import ComposeError


def filled(context: LetterContext, addressee: Addressee) -> Document:
    """The letter as one of its addressees reads it.

    Raises ComposeError (without the addressee's name): a placeholder without a value, a line break or a control
    character in a name or another value.
    """
    values = {**own_values(context.letter, addressee, context.frame), **context.shared}
    wrong = next((name for name, value in values.items() if forbidden(value)), "")
    if wrong:
        raise ComposeError(
            f"{{{{ {wrong} }}}} holds a line break or a control character: {shown(values[wrong])!r}",
            hint="correct it in the list of addressees",
        )
    try:
        return fill(context.letter.document, values, context.signed)
    except KeyError as error:
        raise ComposeError(
            f"nothing is known for {{{{ {error.args[0]} }}}}",
            hint="add it to the list of addressees, or take the placeholder out of the letter",
        ) from None


def called(addressee: Addressee) -> str:
    """An addressee in an error's words."""
    return f"{shown(addressee.name)} ({shown(addressee.key)})"


@contextmanager
def named(addressee: Addressee) -> Iterator[None]:
    """Around what may fail for one addressee: a ComposeError from within gets his or her name."""
    try:
        yield
    except ComposeError as error:
        raise ComposeError(f"{called(addressee)}: {error.message}", hint=error.hint) from error
