"""A mail read for people: who it goes to, its headers and its parts as text. What the mail holds is never trusted.

The parser is the lenient one of the standard library and each value is decoded by itself, so that a broken header
or an unknown character set shows as it came instead of hiding the mail.
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

# Gmail cuts the HTML of a mail off here and hides the rest behind a link.
GMAIL_CLIPS_BYTES = 102_000

Headers = list[tuple[str, str]]

_FOLD = re.compile(r"\r?\n(?=[ \t])")
# Control characters, marks without width, turns of direction, halves of a pair.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class MessageSummary:
    """One line about a mail. `recipient` is the envelope's, `name` theirs as the To header writes it, "" without.

    `language` is a tag such as `de`, "" when none is stated. Sizes are bytes.
    """

    recipient: str
    name: str
    subject: str
    language: str
    size: int
    html_size: int

    @property
    def clipped(self) -> bool:
        """Whether Gmail would cut the letter off."""
        return self.html_size > GMAIL_CLIPS_BYTES


@dataclass(frozen=True, slots=True)
class MessageView:
    """A whole mail. `html`, `text` and `source` have `\\n` line ends; a part that the mail does not have is ""."""

    summary: MessageSummary
    sender: str
    headers: tuple[tuple[str, str], ...]
    html: str
    text: str
    source: str

    def header(self, name: str) -> str:
        """The first header of that name, "" without."""
        return next((value for header, value in self.headers if header.lower() == name), "")


def view_message(mail: Message) -> MessageView:
    """Read a mail, whatever its headers and parts hold."""
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
    """Text with its control characters and overrides of direction made visible, so that nothing shows as it is not."""
    return _CONTROLS.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def decode(value: str) -> str:
    """A header's value with its encoded words read; as it came where they cannot be. A line break in them is shown."""
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
    """Name and value as written, unfolded. Read as UTF-8, which internationalised mail writes without encoding."""
    head = re.split(rb"\r?\n\r?\n", message, maxsplit=1)[0].decode("utf-8", "replace")
    return [(name, _FOLD.sub("", str(value))) for name, value in HeaderParser().parsestr(head).items()]


def _name(raw: Headers, recipient: str) -> str:
    """The recipient's name in the To header. Addresses are told apart before names are decoded: a name may hold one."""
    people = getaddresses([_first(raw, "to")])
    return next((decode(name) for name, address in people if address == recipient), "")


def _first(raw: Headers, name: str) -> str:
    return next((value for name, value in raw if name.lower() == name), "")


def _parts(message: bytes) -> tuple[str, str]:
    """HTML and plain text."""
    try:
        whole = message_from_bytes(message)
        return _part(whole, "text/html"), _part(whole, "text/plain")
    except RecursionError:  # parts within parts without end; headers and source still show
        return "", ""


def _part(message: MimePart, kind: str) -> str:
    return next((_content(part) for part in _leaves(message) if part.get_content_type() == kind), "")


def _leaves(message: MimePart) -> Iterator[MimePart]:
    """The parts that are read in place; an attached letter is not the letter."""
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
