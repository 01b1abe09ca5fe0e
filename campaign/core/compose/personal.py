"""One addressee's mail, from the letter's tree to its bytes."""

from collections.abc import Mapping, Sequence

from jinja2 import Environment

from campaign.core.addressees import Addressee
from campaign.core.compose.attachment import Attachment
from campaign.core.compose.frame import Frame, Identity
from campaign.core.compose.message import build
from campaign.core.compose.parts import parts
from campaign.core.compose.values import values
from campaign.core.letters import Letter, fill
from campaign.core.letters.tree import Document
from campaign.core.message.mail import Mail
from campaign.core.render.characters import forbidden, shown
from campaign.core.settings import Sender
from campaign.core.signatories import Organisation, lines
from campaign.errors import ComposeError


def compose(
    letter: Letter,
    addressee: Addressee,
    addressees: Sequence[Addressee],
    organisations: Sequence[Organisation],
    sender: Sender,
    frame: Frame,
    identity: Identity,
    templates: Environment,
    attachments: Sequence[Attachment] = (),
) -> Mail:
    """The mail of one of the `addressees`, signed by the listed ones of the `organisations`.

    The same arguments give the same bytes. Raises ComposeError naming the addressee and the cause: no or no valid
    mail address, a placeholder without a value, a line break or control character in a name or another value, a
    template that cannot be used.
    """
    try:
        _need_address(addressee)
        document = filled(letter, addressee, addressees, organisations, frame)
        said = parts(letter, document, frame, templates)
        return build(said, (addressee.name, addressee.mail), sender, frame, identity, attachments)
    except ComposeError as error:
        who = f"{shown(addressee.name)} ({shown(addressee.key)})"
        raise ComposeError(f"{who}: {error.message}", hint=error.hint) from error


def _need_address(addressee: Addressee) -> None:
    if not addressee.mail:
        raise ComposeError("there is no mail address", hint="add one, or take the addressee off the list")


def filled(
    letter: Letter,
    addressee: Addressee,
    addressees: Sequence[Addressee],
    organisations: Sequence[Organisation],
    frame: Frame,
) -> Document:
    """The letter as one addressee reads it. Raises ComposeError (without the addressee's name) as `compose` does."""
    signed = lines(organisations)
    said = values(letter, addressee, addressees, len(signed), frame)
    _need_plain(said)
    try:
        return fill(letter.document, said, signed)
    except KeyError as error:
        raise ComposeError(
            f"nothing is known for {{{{ {error.args[0]} }}}}",
            hint="add it to the list of addressees, or take the placeholder out of the letter",
        ) from None


def _need_plain(said: Mapping[str, str]) -> None:
    for name, value in said.items():
        if forbidden(value):
            raise ComposeError(
                f"{{{{ {name} }}}} holds a line break or a control character: {shown(value)!r}",
                hint="correct it in the list of addressees",
            )
