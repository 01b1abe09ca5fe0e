"""The message's bytes, built header by header. The same mail twice is the same bytes."""

import hashlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from typing import Any

from campaign.compose.address import wire_address
from campaign.compose.attachment import Attachment
from campaign.compose.frame import Frame, Identity
from campaign.compose.headers import AsWritten, mailbox, policy, words
from campaign.compose.parts import Parts
from campaign.mail import Mail
from campaign.sender import Sender


def build(
    parts: Parts,
    to: tuple[str, str],
    sender: Sender,
    frame: Frame,
    identity: Identity,
    attachments: Sequence[Attachment] = (),
    headers: Mapping[str, str] = {},
) -> Mail:
    """The mail of one addressee; `to` is name and address. Domains are written in ASCII (IDNA). `headers` stand behind
    ours, ready to be written.

    Raises ComposeError for an address that is none and for a value that no header may hold.
    """
    mail_from = wire_address(sender.address)
    rcpt_to = wire_address(to[1])
    reply_to = wire_address(sender.reply_to) if sender.reply_to else ""
    written = {
        "Date": words("Date", _date(frame, identity)),
        "From": mailbox("From", sender.name, mail_from),
        "To": mailbox("To", to[0], rcpt_to),
        **({"Reply-To": reply_to} if reply_to else {}),
        "Subject": words("Subject", parts.subject),
        "Message-ID": identity.message_id,
        **headers,
    }
    plain = f"{mail_from}{rcpt_to}{reply_to}".isascii()
    return Mail(mail_from, rcpt_to, _bytes(written, parts, attachments, policy(utf8=not plain)))


def _bytes(headers: Mapping[str, str], parts: Parts, attachments: Sequence[Attachment], written: AsWritten) -> bytes:
    message = EmailMessage(policy=written)
    for name, value in headers.items():
        message[name] = value
    message["MIME-Version"] = "1.0"
    if attachments:
        message.make_mixed(boundary=_boundary(headers["Message-ID"], "mixed"))
        bodies: Any = MIMEPart(policy=written)  # typeshed would have parts be whole messages
        _add_bodies(bodies, parts, headers["Message-ID"], written)
        for part in (bodies, *(_attached(each, written) for each in attachments)):
            message.attach(part)
    else:
        _add_bodies(message, parts, headers["Message-ID"], written)
    message["Content-Language"] = words("Content-Language", parts.language)
    return message.as_bytes()


def _add_bodies(whole: MIMEPart, parts: Parts, own: str, written: AsWritten) -> None:
    whole.make_alternative(boundary=_boundary(own))
    for subtype, body in (("plain", parts.text), ("html", parts.html)):
        whole.attach(_part(body, subtype, written))


def _attached(attachment: Attachment, written: AsWritten) -> Any:
    """The file's name goes by RFC 2231, so it may be in any language."""
    part = MIMEPart(policy=written)
    main, _, sub = attachment.kind.partition("/")
    part.set_content(attachment.data, main, sub, disposition="attachment", filename=attachment.name)
    return part


def _part(body: str, subtype: str, written: AsWritten) -> Any:
    part = MIMEPart(policy=written)
    part.set_content(body, subtype=subtype, charset="utf-8", cte=_encoding(body))
    return part


def _encoding(body: str) -> str:
    """The shorter one: quoted-printable triples what is not ASCII, base64 adds a third to everything."""
    octets = len(body.encode())
    beyond_ascii = octets - sum(map(str.isascii, body))
    return "base64" if 2 * beyond_ascii > octets / 3 else "quoted-printable"


def _boundary(message_id: str, around: str = "") -> str:
    """Begins with `=_`, which neither encoding can produce; short enough that its header needs no fold."""
    return "=_" + hashlib.sha256((around + message_id).encode()).hexdigest()[:24]


def _date(frame: Frame, identity: Identity) -> str:
    return format_datetime(identity.at.astimezone(frame.zone))
