"""What came back for addressees, and where they stand."""

import datetime as dt
from dataclasses import dataclass

from campaign.core.delivery.states import State


@dataclass(frozen=True, slots=True)
class AnsweredMail:
    """The delivery that a mail speaks of."""

    delivery: int
    """The delivery's number in the store."""
    addressee: str
    """The addressee's key."""
    name: str
    """The addressee's name."""
    state: State
    """How the delivery stood before."""
    letter: str
    """The letter's name."""
    certain: bool
    """Whether a Message-ID says so, and not only a mail address."""


@dataclass(frozen=True, slots=True)
class Came:
    """A mail that came back for an addressee, and when. `kind` is one of those of core/replies; `away_until` is the
    end of an absence that it tells."""

    addressee: str
    at: dt.datetime
    kind: str
    away_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came with a reply. `kind` is the media type that its sender gives it, `size` counts bytes; both are
    empty for files from before they were kept."""

    name: str
    kind: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """The same as it is kept, whole. `name` is the addressee's, `rule` says why it is taken for what it is."""

    addressee: str
    name: str
    at: dt.datetime
    kind: str
    subject: str
    text: str
    rule: str
    away_until: dt.date | None
    attachments: tuple[KeptFile, ...]
    message_id: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where an addressee stands, by a person's word."""

    addressee: str
    at: dt.datetime
    stance: str
    way: str
    note: str
