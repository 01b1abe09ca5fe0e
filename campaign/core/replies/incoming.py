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
    """A mail that was returned, or waits somewhere. `status` is an enhanced code such as 5.1.1, "" where none is told;
    `text` is the other system's own reason."""

    kind: BounceKind
    recipient: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class AutomaticAnswer:
    """A machine's answer. `until` is the last day of an absence, or the day of the return, as the answer says."""

    kind: AnswerKind
    until: dt.date | None
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """`name` is safe as a file's name, `kind` is the media type that the sender gives it; `data` is as it came and is
    never opened here."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class HumanReply:
    """What a person wrote, without the quoted letter."""

    text: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail read. `rule` says in words why it is taken for what it is.

    `message_id` is its own, or one made from its bytes. `about` are the Message-IDs that it may speak of, the likeliest
    first; `concerns` are mail addresses that it speaks of or comes from, for where no Message-ID is known.
    """

    what: Bounce | AutomaticAnswer | HumanReply
    rule: str
    message_id: str
    about: tuple[str, ...]
    concerns: tuple[str, ...]
    sender: str
    subject: str
    dated_at: dt.datetime | None

    @property
    def kind(self) -> str:
        """One word: permanent, delayed, absence, ... or person."""
        return "person" if isinstance(self.what, HumanReply) else str(self.what.kind)
