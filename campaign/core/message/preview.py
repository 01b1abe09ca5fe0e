"""A finished message as its reader sees it, without pictures and styles."""

from dataclasses import dataclass
from email import message_from_bytes, policy


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """What a person checks before emails are sent."""

    to: str
    subject: str
    lines: tuple[str, ...]
    """The lines of the plain text; empty if the message has none."""


def message_preview(message: bytes) -> MessagePreview:
    """Decode a message that this program composed. `message` is the whole message as bytes."""
    parsed = message_from_bytes(message, policy=policy.default)
    body = parsed.get_body(("plain",))
    lines = body.get_content().splitlines() if body else ()
    return MessagePreview(str(parsed["To"]), str(parsed["Subject"]), tuple(lines))
