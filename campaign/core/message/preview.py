"""A finished mail as its reader sees it, without pictures and styles."""

from dataclasses import dataclass
from email import message_from_bytes, policy


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """What a person looks at before mails go."""

    to: str
    subject: str
    lines: tuple[str, ...]
    """The plain text; empty for a mail that has none."""


def message_preview(message: bytes) -> MessagePreview:
    """Decode a mail that we made. `message` is the whole of it, as it travels."""
    parsed = message_from_bytes(message, policy=policy.default)
    body = parsed.get_body(("plain",))
    lines = body.get_content().splitlines() if body else ()
    return MessagePreview(str(parsed["To"]), str(parsed["Subject"]), tuple(lines))
