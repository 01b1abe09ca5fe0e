"""One personal mail for each addressee. Decides every byte; sends nothing.

    letter + addressee + organisations + frame --values--> filled tree --parts--> text, HTML --message--> bytes

    multipart/alternative        Date, From, To (one), Reply-To, Subject, Message-ID, Content-Language
    |- text/plain; utf-8         72 columns, notes as ¹, links as [1] with a list
    `- text/html; utf-8          one column of 640 px, style inlined, no images, no links to #

With attachments (the print), a multipart/mixed stands around this tree and they follow in base64. Both bodies are
quoted-printable or base64, so every server takes them; a header is RFC 2047, and raw UTF-8 only where an address
needs SMTPUTF8. Nothing in the message tells who opened it.
"""

from campaign.core.compose.attachment import Attachment
from campaign.core.compose.context import LetterContext
from campaign.core.compose.frame import Identity, frame_of, identity
from campaign.core.compose.mailing import mails
from campaign.core.compose.neutral import neutral_document
from campaign.core.compose.sheet import sheet

__all__ = ["Attachment", "Identity", "LetterContext", "frame_of", "identity", "mails", "neutral_document", "sheet"]
