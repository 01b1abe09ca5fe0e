"""One personal mail for each addressee. Decides every byte; sends nothing.

    letter + addressee + organisations + frame --values--> filled tree --parts--> text, HTML --message--> bytes

    multipart/alternative        Date, From, To (one), Reply-To, Subject, Message-ID, Content-Language
    |- text/plain; utf-8         72 columns, notes as ¹, links as [1] with a list
    `- text/html; utf-8          one column of 640 px, style inlined, no images, no links to #

With attachments (the print), a multipart/mixed stands around this tree and they follow in base64. Both bodies are
quoted-printable or base64, so every server takes them; a header is RFC 2047, and raw UTF-8 only where an address
needs SMTPUTF8. Nothing in the message tells who opened it.
"""

from campaign.core.compose.attachment import Attachment, file_name
from campaign.core.compose.frame import Frame, Identity, identity
from campaign.core.compose.personal import compose, filled
from campaign.core.compose.series import Composed, Series
from campaign.core.compose.sheet import called, sheet
from campaign.core.compose.size import clipped, html_part

__all__ = [
    "Attachment",
    "Composed",
    "Frame",
    "Identity",
    "Series",
    "called",
    "clipped",
    "compose",
    "file_name",
    "filled",
    "html_part",
    "identity",
    "sheet",
]
