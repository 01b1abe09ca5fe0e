"""Composes one personal message for each addressee. Pure: it decides every byte and sends nothing.

    letter + addressee + organisations + frame --values--> filled tree --mail_content--> text, HTML --message--> bytes

    multipart/alternative        Date, From, To (one), Reply-To, Subject, Message-ID, Content-Language
    |- text/plain; utf-8         72 columns, notes as ¹, links as [1] with a list
    `- text/html; utf-8          one column of 640 px, style inlined, no images, no links to #

Attachments (the PDF) follow in base64, and a multipart/mixed then encloses everything. Both bodies are quoted-printable
or base64, so every server accepts them. Headers are encoded by RFC 2047; raw UTF-8 appears only where an address needs
SMTPUTF8. Messages hold no tracking: no images, no marked links.
"""

from campaign.core.compose.attachment import Attachment
from campaign.core.compose.context import LetterContext
from campaign.core.compose.mailing import mails
from campaign.core.compose.message_frame import Identity, frame_of, identity
from campaign.core.compose.neutral import neutral_document
from campaign.core.compose.sheet import sheet

__all__ = ["Attachment", "Identity", "LetterContext", "frame_of", "identity", "mails", "neutral_document", "sheet"]
