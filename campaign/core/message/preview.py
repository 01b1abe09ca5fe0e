"""A finished mail as its reader sees it, without pictures and styles."""

from dataclasses import dataclass
from email import message_from_bytes, policy


@dataclass(frozen=True, slots=True)
class MailPreview:
    """What a person looks at before mails go."""

    to: str
    subject: str
    lines: tuple[str, ...]
    """The plain text; empty for a mail that has none."""


def mail_preview(message: bytes) -> MailPreview:
    """Decode a mail that we made. `message` is the whole of it, as it travels."""
    mail = message_from_bytes(message, policy=policy.default)
    body = mail.get_body(("plain",))
    lines = body.get_content().splitlines() if body else ()
    return MailPreview(str(mail["To"]), str(mail["Subject"]), tuple(lines))
