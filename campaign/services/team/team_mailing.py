"""Sends emails to people of the team: directly, not through the ledger.

The ledger belongs to a frozen version, which need not exist yet, and it keeps what it sends, while a link to sign in
is a secret that nothing may keep. Without a mail server the email is written to the outbox folder.
"""

import asyncio
import secrets
import time

from campaign.adapters.dkim import signer_for
from campaign.adapters.files.atomic import replace_file
from campaign.adapters.store import keys
from campaign.core.compose import frame_of, identity
from campaign.core.compose.team_mail import TeamMail, team_message
from campaign.core.message.message import Message
from campaign.core.message.wire import UNSHARED
from campaign.services.campaign import Campaign
from campaign.services.sending.send_wave import transport_for
from campaign.services.sending.single_email import send_single

OUTBOX_FILE = "desk-{}.eml"
# The link works for ten minutes, so that waiting longer is of no use.
_WAITS = (0.0, 5.0, 20.0)
_ACCEPTED = 250


def send_team_mail(campaign: Campaign, mail: TeamMail, waits: tuple[float, ...] = _WAITS) -> bool:
    """Send an email to a person of the team. Returns whether the mail server accepted it, or it is in the outbox.

    `waits` are the seconds to wait before each attempt.
    """
    message = _compose(campaign, mail)
    if campaign.settings.smtp is None:
        replace_file(campaign.folder.outbox / OUTBOX_FILE.format(secrets.token_hex(4)), message.content, 0o700)
        return True
    return any(_attempt(campaign, message, wait) for wait in waits)


def _compose(campaign: Campaign, mail: TeamMail) -> Message:
    settings, now = campaign.settings, campaign.now()
    secret = campaign.store.write(keys.secret, keys.MESSAGE_IDS)
    name = settings.campaign.name
    known = identity(name, "desk", secrets.token_hex(16), settings.sender.address, now, secret=secret)
    frame = frame_of(settings.campaign, now, "")
    message = team_message(mail, settings.sender, frame, known, campaign.templates)
    signer = signer_for(campaign.folder, settings)
    if signer is None:
        return message
    pieces = signer.sign_pieces(UNSHARED, (message.content,))
    return Message(message.sender, message.recipient, UNSHARED.message(pieces))


def _attempt(campaign: Campaign, message: Message, wait: float) -> bool:
    time.sleep(wait)
    return asyncio.run(send_single(transport_for(campaign.settings), message)).code == _ACCEPTED
