"""What came back for addressees, and where they stand."""

import datetime as dt
from dataclasses import dataclass

from campaign.core.delivery.states import DeliveryState


@dataclass(frozen=True, slots=True)
class MatchedDelivery:
    """The delivery that a mail speaks of."""

    delivery: int
    """The delivery's number in the store."""
    addressee: str
    """The addressee's key."""
    name: str
    """The addressee's name."""
    state: DeliveryState
    """How the delivery stood before."""
    letter: str
    """The letter's name."""
    certain: bool
    """Whether a Message-ID says so, and not only a mail address."""


@dataclass(frozen=True, slots=True)
class ReplySummary:
    """A mail that came back for an addressee, without its words."""

    addressee: str
    """The addressee's key."""
    at: dt.datetime
    """When it was written, or came in where it does not say so, in UTC."""
    kind: str
    """What it is, one of the words of `Incoming.kind`."""
    away_until: dt.date | None = None
    """The end of an absence that it names; None where it names none."""


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """A file that came with a reply."""

    name: str
    """Its name in the reply's folder."""
    kind: str = ""
    """The media type that its sender gives it; "" for files from before it was kept."""
    size: int = 0
    """How many bytes it has; 0 for files from before it was kept."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail that came back for an addressee, whole, as it is kept."""

    addressee: str
    """The addressee's key."""
    name: str
    """The addressee's name."""
    at: dt.datetime
    """When it was written, or came in where it does not say so, in UTC."""
    kind: str
    """What it is, one of the words of `Incoming.kind`."""
    subject: str
    """Its subject, on one line."""
    text: str
    """A person's words without the quoted letter, or how a machine's answer begins."""
    rule: str
    """Why it is taken for what it is, in words."""
    away_until: dt.date | None
    """The end of an absence that it names; None where it names none."""
    attachments: tuple[ReplyFile, ...]
    """The files that came with it."""
    message_id: str
    """Its own Message-ID, or one made from its bytes."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where an addressee stands, by a person's word."""

    addressee: str
    """The addressee's key."""
    at: dt.datetime
    """When it was recorded, in UTC."""
    stance: str
    """One of "supports", "against" and "open"."""
    way: str
    """How it is known: "phone", "mail" or "meeting"."""
    note: str
    """What was said, in a few words."""
