"""Replies of addressees as the database stores them, and the addressees' positions."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.delivery.states import DeliveryState


class ReplyProof(StrEnum):
    """What proves that an incoming message is about a delivery. The value is stored in the database."""

    MESSAGE_ID = "message id"
    """It names our Message-ID, which only somebody who has the message knows. Only this changes a delivery's state."""
    SENDER = "sender"
    """The mailbox's own server proves that it comes from the addressee's domain (DMARC)."""
    CLAIM = "claim"
    """Nothing: it only says so. A person checks it; it stops nothing."""
    CONFIRMED = "confirmed"
    """It only said so, and the addressee has confirmed it to a person. A reply then counts as an answer."""
    UNRECORDED = "unrecorded"
    """It was stored by version 0.1.0, which did not record this. It counts as proof."""


@dataclass(frozen=True, slots=True)
class MatchedDelivery:
    """The delivery that an incoming message is about."""

    delivery: int
    """The delivery's id in the database."""
    addressee: str
    """The addressee's key."""
    name: str
    """The addressee's name."""
    state: DeliveryState
    """The delivery's state before the message came in."""
    letter: str
    """The letter's name."""
    proof: ReplyProof
    """What proves that the message is about it."""


@dataclass(frozen=True, slots=True)
class ReplySummary:
    """What a reply is, without its text."""

    addressee: str
    """The addressee's key."""
    at: dt.datetime
    """The date of the message, or the time of its arrival when it has no date, in UTC."""
    kind: str
    """One of the values of `IncomingMail.kind`."""
    away_until: dt.date | None = None
    """The last day of an absence that it names; None without one."""
    proof: ReplyProof = ReplyProof.MESSAGE_ID
    """What proves that it is about the addressee."""


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """A file that came with a reply."""

    name: str
    """Its file name in the reply's folder."""
    kind: str = ""
    """The media type that the sender declared; "" for files stored before this was recorded."""
    size: int = 0
    """Its size in bytes; 0 for files stored before this was recorded."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of an addressee, or an automatic message about him or her, as the database stores it."""

    addressee: str
    """The addressee's key."""
    name: str
    """The addressee's name."""
    at: dt.datetime
    """The date of the message, or the time of its arrival when it has no date, in UTC."""
    kind: str
    """One of the values of `IncomingMail.kind`."""
    subject: str
    """The subject on one line."""
    text: str
    """A person's text without the quoted letter, or the beginning of an automatic answer."""
    rule: str
    """The rule that classified it, in words."""
    away_until: dt.date | None
    """The last day of an absence that it names; None without one."""
    attachments: tuple[ReplyFile, ...]
    """The attached files."""
    message_id: str
    """Its own Message-ID, or one made from its bytes."""
    proof: ReplyProof
    """What proves that it is about the addressee."""


@dataclass(frozen=True, slots=True)
class NumberedReply:
    """A reply with the ids under which it is found."""

    id: int
    delivery: int
    """The id of the delivery that it answers."""
    mailing: int
    """The id of the wave of that delivery."""
    reply: Reply


@dataclass(frozen=True, slots=True)
class Position:
    """An addressee's position on the letter, recorded by a member of the coalition."""

    addressee: str
    """The addressee's key."""
    at: dt.datetime
    """When it was recorded, in UTC."""
    stance: str
    """One of "supports", "against" and "open"."""
    way: str
    """How the coalition knows: "phone", "mail" or "meeting"."""
    note: str
    """What the addressee said, in a few words."""


@dataclass(frozen=True, slots=True)
class CallNote:
    """What came of a call to an addressee's office that gave no position, such as "nobody answered"."""

    addressee: str
    """The addressee's key."""
    at: dt.datetime
    """When it was recorded, in UTC."""
    note: str
