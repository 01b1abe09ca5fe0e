"""Composes one addressee's message by itself, from the letter's tree to bytes."""

from collections.abc import Sequence

from jinja2 import Environment

from campaign.core.addressees import Addressee
from campaign.core.compose.attachment import Attachment
from campaign.core.compose.context import LetterContext
from campaign.core.compose.mail_content import mail_content
from campaign.core.compose.message import build
from campaign.core.compose.message_frame import Identity
from campaign.core.compose.personal import fill_for, naming
from campaign.core.message.message import Message
from campaign.core.settings import Sender
from campaign.errors import ComposeError


def compose(
    context: LetterContext,
    sender: Sender,
    templates: Environment,
    addressee: Addressee,
    identity: Identity,
    attachments: Sequence[Attachment] = (),
) -> Message:
    """Compose one message. The same arguments give the same bytes. Raises ComposeError as `mails` says."""
    with naming(addressee):
        _check_address(addressee)
        content = mail_content(context.letter, fill_for(context, addressee), context.frame, templates)
        return build(content, (addressee.name, addressee.address), sender, context.frame, identity, attachments)


def _check_address(addressee: Addressee) -> None:
    if not addressee.address:
        raise ComposeError("there is no email address", fix="add one, or remove the addressee from the list")
