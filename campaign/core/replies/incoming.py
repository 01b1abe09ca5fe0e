"""What an incoming message is. Texts in these values have no control characters and a limited length."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class BounceKind(StrEnum):
    """Whether delivery has failed for good, has failed for a reason that may pass, or is still being tried."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    """It came back, but the address may take the next email: a full mailbox, a spam filter, a server that was away."""
    DELAYED = "delayed"


class AnswerKind(StrEnum):
    """The kind of an automatic answer."""

    ABSENCE = "absence"
    ACKNOWLEDGEMENT = "acknowledgement"
    CHALLENGE = "challenge"
    DELIVERED = "delivered"
    READ = "read"
    UNREAD = "unread"
    COMPLAINT = "complaint"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Bounce:
    """A message that reports that an email was not delivered, or not yet."""

    kind: BounceKind
    """Whether delivery has failed for good or for now, or is still being tried."""
    recipient: str
    """The address that the email did not reach, in lower case; "" when it names none."""
    status: str
    """The enhanced status code (RFC 3463), such as "5.1.1"; "" when it names none."""
    text: str
    """The reason in the words of the mail system, on one line."""


@dataclass(frozen=True, slots=True)
class AutomaticAnswer:
    """An answer that a machine sent."""

    kind: AnswerKind
    """The kind of the answer."""
    until: dt.date | None
    """The last day of an absence, or the day of the return, as the answer says; None when it names none."""
    text: str
    """The beginning of its text, on one line."""


@dataclass(frozen=True, slots=True)
class ReplyAttachment:
    """A file attached to a reply."""

    name: str
    """A name that is safe for a file and unique within the reply."""
    kind: str
    """The media type that the sender declared."""
    data: bytes
    """The bytes of the file. This program never opens it."""


@dataclass(frozen=True, slots=True)
class HumanReply:
    """A reply that a person wrote."""

    text: str
    """The person's text without the quoted letter."""
    attachments: tuple[ReplyAttachment, ...]
    """The attached files."""


@dataclass(frozen=True, slots=True)
class MailMeaning:
    """What a rule found out about a message."""

    content: Bounce | AutomaticAnswer | HumanReply
    """What the message is."""
    about: tuple[str, ...]
    """The Message-IDs that it may be about, the likeliest first."""
    concerns: tuple[str, ...]
    """The email addresses that it is about or comes from, the likeliest first."""
    rule: str
    """The rule that classified it, in words."""


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """An incoming message, classified."""

    content: Bounce | AutomaticAnswer | HumanReply
    """What the message is."""
    rule: str
    """The rule that classified it, in words."""
    message_id: str
    """Its own Message-ID, or one made from its bytes."""
    about: tuple[str, ...]
    """The Message-IDs that it may be about, the likeliest first."""
    concerns: tuple[str, ...]
    """The email addresses that it is about or that it says it comes from. They prove nothing."""
    sender: str
    """The address in From, in lower case; "" for none."""
    subject: str
    """The subject, on one line."""
    dated_at: dt.datetime | None
    """The time in the Date header, in UTC; None without a valid one."""
    verified_sender: str = ""
    """The address in From when the mailbox's own server proves that its domain sent the message; else ""."""

    @property
    def kind(self) -> str:
        """The kind in one word: "person", or a value of `BounceKind` or `AnswerKind`."""
        return "person" if isinstance(self.content, HumanReply) else str(self.content.kind)
