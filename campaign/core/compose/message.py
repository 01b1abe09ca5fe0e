"""Writes a message as bytes, header by header and part by part. The same input gives the same bytes.

The standard library's EmailMessage takes milliseconds for each message, and its output differs between versions of
Python. Tests compare the two.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import MIMEPart
from email.utils import format_datetime
from typing import NamedTuple

from campaign.core.compose.address import wire_address
from campaign.core.compose.attachment import Attachment
from campaign.core.compose.encoding import base64_is_shorter, count_octets, crlf, quoted_printable
from campaign.core.compose.headers import mailbox, policy, unstructured
from campaign.core.compose.mail_content import MailContent
from campaign.core.compose.message_frame import Frame, Identity
from campaign.core.message.message import Message
from campaign.core.message.wire import Base64, OwnPiece, Piece, base64, join_pieces
from campaign.core.settings import Sender


class PersonalHeaders(NamedTuple):
    """The header values that are personal: the encoded values, or their places in a shared message."""

    to: Piece
    message_id: Piece
    boundary: Piece
    """The boundary between text and HTML."""
    outer_boundary: Piece
    """The boundary between the bodies and the attachments."""


@dataclass(frozen=True, slots=True)
class MessageHeaders:
    """Encoded header values."""

    personal: PersonalHeaders
    date: bytes
    from_: bytes
    reply_to: bytes
    subject: bytes
    language: bytes
    extra: bytes = b""  # further headers, each after a CRLF


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a body: already encoded for quoted-printable, not yet encoded for base64."""

    base64: bool
    """Which of the two encodings it uses."""
    pieces: tuple[bytes | OwnPiece, ...]


def build(
    content: MailContent,
    to: tuple[str, str],
    sender: Sender,
    frame: Frame,
    identity: Identity,
    attachments: Sequence[Attachment] = (),
    headers: Mapping[str, str] = {},
) -> Message:
    """Build the message of one addressee.

    `to` is name and email address; domains are written in ASCII (IDNA). `headers` are further header values, already
    encoded. Raises ComposeError for a wrong address and for a value that a header cannot contain.
    """
    rcpt_to = wire_address(to[1])
    personal = PersonalHeaders(
        mailbox("To", to[0], rcpt_to).encode(), thread_headers(identity), *boundaries(identity.message_id)
    )
    head = message_headers(content.subject, content.language, sender, frame, identity.at, personal)
    head = replace(head, extra="".join(f"\r\n{name}: {value}" for name, value in headers.items()).encode())
    files = tuple(map(attachment_part, attachments))
    wire = join_pieces(message_pieces(head, encode_body(content.text), encode_body(content.html), files))
    return Message(wire_address(sender.address), rcpt_to, wire.message(()))


def message_headers(
    subject: str, language: str, sender: Sender, frame: Frame, at: dt.datetime, personal: PersonalHeaders
) -> MessageHeaders:
    """The headers of a message dated `at` (aware). Raises ComposeError as `build` does."""
    return MessageHeaders(
        personal=personal,
        date=unstructured("Date", format_datetime(at.astimezone(frame.zone))).encode(),
        from_=mailbox("From", sender.name, wire_address(sender.address)).encode(),
        reply_to=wire_address(sender.reply_to).encode() if sender.reply_to else b"",
        subject=unstructured("Subject", subject).encode(),
        language=unstructured("Content-Language", language).encode(),
    )


def message_pieces(head: MessageHeaders, text: Body, html: Body, files: Sequence[Piece]) -> Iterator[Piece]:
    """All pieces of a message in order, as drawn in `campaign.core.compose`."""
    personal = head.personal
    yield from (b"Date: ", head.date, b"\r\nFrom: ", head.from_, b"\r\nTo: ", personal.to)
    if head.reply_to:
        yield from (b"\r\nReply-To: ", head.reply_to)
    yield from (b"\r\nSubject: ", head.subject, b"\r\nMessage-ID: ", personal.message_id, head.extra)
    yield b"\r\nMIME-Version: 1.0\r\n"
    language = (b"\r\nContent-Language: ", head.language, b"\r\n\r\n")
    if not files:
        yield from (*_multipart(b"alternative", personal.boundary), *language, *_bodies(personal.boundary, text, html))
        return
    yield from (*_multipart(b"mixed", personal.outer_boundary), *language, b"--", personal.outer_boundary, b"\r\n")
    yield from (*_multipart(b"alternative", personal.boundary), b"\r\n\r\n", *_bodies(personal.boundary, text, html))
    for file in files:
        yield from (b"\r\n--", personal.outer_boundary, b"\r\n", file)
    yield from (b"\r\n--", personal.outer_boundary, b"--\r\n")


def thread_headers(identity: Identity) -> bytes:
    """The Message-ID and, if the message continues another, the headers that put it into the same conversation
    (RFC 5322 section 3.6.4)."""
    if not identity.in_reply_to:
        return identity.message_id.encode()
    return "\r\n".join(
        (identity.message_id, f"In-Reply-To: {identity.in_reply_to}", f"References: {identity.in_reply_to}")
    ).encode()


def encode_body(text: str) -> Body:
    """Encode a complete body."""
    lines = crlf(text)
    if base64_is_shorter(*count_octets(lines)):
        return Body(base64=True, pieces=(lines,))
    return Body(base64=False, pieces=(quoted_printable(lines),))


def attachment_part(attachment: Attachment) -> bytes:
    """The MIME part of an attachment. Its name is encoded by RFC 2231, so it can be in any language."""
    part = MIMEPart(policy=policy(utf8=False))
    main, _, sub = attachment.media_type.partition("/")
    part.set_content(b"", main, sub, disposition="attachment", filename=attachment.name)
    headers = part.as_bytes().partition(b"\r\n\r\n")[0]
    return headers + b"\r\n\r\n" + base64(attachment.data)


def boundaries(message_id: str) -> tuple[bytes, bytes]:
    """The inner boundary (between the bodies) and the outer one (between them and the attachments).

    They begin with `=_`, which neither encoding can produce, and are short enough for their header to need no folding.
    """
    return _boundary(message_id), _boundary(f"mixed{message_id}")


def _boundary(text: str) -> bytes:
    return f"=_{hashlib.sha256(text.encode()).hexdigest()[:24]}".encode()


def _multipart(kind: bytes, boundary: Piece) -> tuple[Piece, ...]:
    return b"Content-Type: multipart/", kind, b'; boundary="', boundary, b'"'


def _bodies(boundary: Piece, text: Body, html: Body) -> Iterator[Piece]:
    for kind, body in ((b"plain", text), (b"html", html)):
        yield from (b"--", boundary, b"\r\nContent-Type: text/", kind, b'; charset="utf-8"\r\n')
        yield from (b"Content-Transfer-Encoding: ", b"base64" if body.base64 else b"quoted-printable", b"\r\n\r\n")
        if body.base64:
            yield Base64(body.pieces)
        else:
            yield from body.pieces
        yield b"\r\n"
    yield from (b"--", boundary, b"--\r\n")
