"""What a mail that came back is, as values. Text in them is clean of control characters and bounded."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class BounceKind(StrEnum):
    """Whether the mail is given up, or still being tried."""

    PERMANENT = "permanent"
    DELAYED = "delayed"


class AnswerKind(StrEnum):
    """What an automatic answer is."""

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
    """A mail that was returned, or waits somewhere."""

    kind: BounceKind
    """Whether it is given up, or still being tried."""
    recipient: str
    """The mail address that it did not reach, in small letters; "" where none is named."""
    status: str
    """An enhanced status code such as 5.1.1; "" where none is named."""
    text: str
    """The other system's own reason, on one line."""


@dataclass(frozen=True, slots=True)
class AutomaticAnswer:
    """A machine's answer."""

    kind: AnswerKind
    """What the answer is."""
    until: dt.date | None
    """The last day of an absence, or the day of the return, as the answer says; None where it names none."""
    text: str
    """How it begins, on one line."""


@dataclass(frozen=True, slots=True)
class ReplyAttachment:
    """A file that came with a reply."""

    name: str
    """A name that is safe as a file's name; no other file of the reply has it."""
    kind: str
    """The media type that the sender gives it."""
    data: bytes
    """The file as it came. It is never opened here."""


@dataclass(frozen=True, slots=True)
class HumanReply:
    """What a person wrote."""

    text: str
    """The person's words without the quoted letter."""
    attachments: tuple[ReplyAttachment, ...]
    """The files that came with it."""


@dataclass(frozen=True, slots=True)
class MailMeaning:
    """What a rule makes of a mail."""

    content: Bounce | AutomaticAnswer | HumanReply
    """What the mail is."""
    about: tuple[str, ...]
    """The Message-IDs that it may speak of, the likeliest first."""
    concerns: tuple[str, ...]
    """The mail addresses that it speaks of or comes from, the likeliest first."""
    rule: str
    """Why it is taken for that, in words."""


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """A mail read."""

    content: Bounce | AutomaticAnswer | HumanReply
    """What it is."""
    rule: str
    """Why it is taken for that, in words."""
    message_id: str
    """Its own Message-ID, or one made from its bytes."""
    about: tuple[str, ...]
    """The Message-IDs of mails that it may speak of, the likeliest first."""
    concerns: tuple[str, ...]
    """The mail addresses that it speaks of or comes from, for where no Message-ID is known."""
    sender: str
    """The address in From, in small letters; "" for none."""
    subject: str
    """The subject, on one line."""
    dated_at: dt.datetime | None
    """When the mail says that it was written, in UTC; None where it does not say so."""

    @property
    def kind(self) -> str:
        """One word: permanent, delayed, absence, ... or person."""
        return "person" if isinstance(self.content, HumanReply) else str(self.content.kind)
