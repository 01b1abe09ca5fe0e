"""Read an email for display: recipient, headers and parts as text. Nothing in the email is trusted.

It uses the lenient parser of the standard library and decodes every value by itself: a broken header or an unknown
character set is shown as received, and does not hide the rest of the email.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message as MimePart
from email.parser import HeaderParser
from email.utils import getaddresses

from campaign.core.message.message import Message

# Gmail clips the HTML of an email at this size and hides the rest behind a link.
GMAIL_CLIPS_BYTES = 102_000

Headers = list[tuple[str, str]]

_FOLD = re.compile(r"\r?\n(?=[ \t])")
# Control characters, zero-width characters, bidirectional overrides, lone surrogates.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class MessageSummary:
    """One line about an email, for the list."""

    recipient: str
    """The address in the envelope."""
    name: str
    """The recipient's name in the To header; "" if it has none."""
    subject: str
    language: str
    """The tag in Content-Language, such as `de`; "" if none is given."""
    size: int
    """Of the whole message, in bytes."""
    html_size: int
    """Of the HTML part, in bytes."""

    @property
    def clipped(self) -> bool:
        """Whether Gmail would clip the HTML."""
        return self.html_size > GMAIL_CLIPS_BYTES


@dataclass(frozen=True, slots=True)
class MessageView:
    """A whole email for display. Line ends are `\\n`."""

    summary: MessageSummary
    sender: str
    """The address in the envelope."""
    headers: tuple[tuple[str, str], ...]
    """Names and decoded values, in their order."""
    html: str
    """The HTML part; "" if there is none."""
    text: str
    """The plain text part; "" if there is none."""
    source: str
    """The whole message as received."""

    def header(self, name: str) -> str:
        """The value of the first header with this lower-case name; "" if there is none."""
        return next((value for header, value in self.headers if header.lower() == name), "")


@dataclass(frozen=True, slots=True)
class MessageFile:
    """A file that is attached to an email."""

    name: str
    kind: str
    """The media type that the email states."""
    data: bytes


def message_files(message: bytes) -> tuple[MessageFile, ...]:
    """The attachments of an email, in order. Never fails, whatever the email contains."""
    try:
        parts = [part for part in message_from_bytes(message).walk() if part.get_content_disposition() == "attachment"]
    except RecursionError:  # parts nested too deeply
        return ()
    return tuple(
        MessageFile(
            visible(decode(part.get_filename() or "")) or "attachment",
            part.get_content_type(),
            payload if isinstance(payload := part.get_payload(decode=True), bytes) else b"",
        )
        for part in parts
    )


def view_message(mail: Message) -> MessageView:
    """Read an email for display. Never fails, whatever the email contains."""
    raw = _raw_headers(mail.content)
    html, text = _parts(mail.content)
    return MessageView(
        summary=_summary(mail, raw, len(html.encode("utf-8", "replace"))),
        sender=visible(mail.sender),
        headers=tuple((visible(name), visible(decode(value))) for name, value in raw),
        html=html,
        text=visible(text),
        source=visible(_unix(mail.content.decode("utf-8", "replace"))),
    )


def visible(text: str) -> str:
    """Text with control characters and bidirectional overrides shown as code points, such as ⟨U+202E⟩."""
    return _CONTROLS.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def decode(value: str) -> str:
    """Decode the encoded words of a header value; unchanged if they are broken. Line breaks are made visible."""
    try:
        text = str(make_header(decode_header(value)))
    except (MessageError, ValueError, LookupError):
        text = value
    return text.replace("\n", "⟨U+000A⟩")


def _summary(mail: Message, raw: Headers, html_size: int) -> MessageSummary:
    language = _first(raw, "content-language").split(",")[0].strip()
    return MessageSummary(
        recipient=visible(mail.recipient),
        name=visible(_name(raw, mail.recipient)),
        subject=visible(decode(_first(raw, "subject"))),
        language=language if _LANGUAGE.fullmatch(language) else "",
        size=len(mail.content),
        html_size=html_size,
    )


def _raw_headers(message: bytes) -> Headers:
    """Names and unfolded values, read as UTF-8 (RFC 6532)."""
    head = re.split(rb"\r?\n\r?\n", message, maxsplit=1)[0].decode("utf-8", "replace")
    return [(name, _FOLD.sub("", str(value))) for name, value in HeaderParser().parsestr(head).items()]


def _name(raw: Headers, recipient: str) -> str:
    """The recipient's name in the To header. Addresses are split before decoding, as a name may contain one."""
    people = getaddresses([_first(raw, "to")])
    return next((decode(name) for name, address in people if address == recipient), "")


def _first(raw: Headers, lower_name: str) -> str:
    return next((value for name, value in raw if name.lower() == lower_name), "")


def _parts(message: bytes) -> tuple[str, str]:
    """HTML and plain text."""
    try:
        whole = message_from_bytes(message)
        return _part(whole, "text/html"), _part(whole, "text/plain")
    except RecursionError:  # parts nested too deeply; headers and source are still shown
        return "", ""


def _part(message: MimePart, kind: str) -> str:
    return next((_content(part) for part in _leaves(message) if part.get_content_type() == kind), "")


def _leaves(message: MimePart) -> Iterator[MimePart]:
    """The parts that are displayed inline, without attachments."""
    for part in message.walk():
        if not part.is_multipart() and part.get_content_disposition() != "attachment":
            yield part


def _content(part: MimePart) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        text = data.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return _unix(text)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
