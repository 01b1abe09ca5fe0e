"""One addressee's mail by itself, from the letter's tree to its bytes."""

from collections.abc import Sequence

from jinja2 import Environment

from campaign.core.addressees import Addressee
from campaign.core.compose.attachment import Attachment
from campaign.core.compose.context import LetterContext
from campaign.core.compose.frame import Identity
from campaign.core.compose.message import build
from campaign.core.compose.parts import parts
from campaign.core.compose.personal import filled, named
from campaign.core.message.mail import Mail
from campaign.core.settings import Sender
from campaign.errors import ComposeError


def compose(
    context: LetterContext,
    sender: Sender,
    templates: Environment,
    addressee: Addressee,
    identity: Identity,
    attachments: Sequence[Attachment] = (),
) -> Mail:
    """One addressee's mail. The same arguments give the same bytes. Raises ComposeError as `mails` says."""
    with named(addressee):
        _need_address(addressee)
        written = parts(context.letter, filled(context, addressee), context.frame, templates)
        return build(written, (addressee.name, addressee.mail), sender, context.frame, identity, attachments)


def _need_address(addressee: Addressee) -> None:
    if not addressee.mail:
        raise ComposeError("there is no mail address", hint="add one, or take the addressee off the list")
