"""Who has answered, and what stops a follow-up.

A follow-up asks those who have not answered. A person's reply, a mail that came back, a complaint or a recorded
position stops it; an absence, an acknowledgement or a receipt does not.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

# By the kinds that campaign/bounces tells; what is not here stops nothing.
_STOPPING: Mapping[str, str] = {
    "person": "answered",
    "permanent": "the mail came back",
    "complaint": "complained about the mail",
}


@dataclass(frozen=True, slots=True)
class Came:
    """A mail that came back for an addressee, and when. `kind` is one of those of campaign/bounces; `away_until` is the
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


def stops(came: Iterable[Came], positions: Mapping[str, Position], zone: ZoneInfo) -> dict[str, str]:
    """What stops a follow-up, in words, by the addressee's key. Days are those of `zone`.

    `came` and `positions` are all that is known of one letter; the oldest reply that stops it is named, and a
    recorded position before any reply.
    """
    found: dict[str, str] = {}
    for each in sorted(came, key=lambda one: one.at):
        if each.kind in _STOPPING:
            found.setdefault(each.addressee, f"{_STOPPING[each.kind]} on {_day(each.at, zone)}")
    stands = {key: f"position on record since {_day(each.at, zone)}: {each.stance}" for key, each in positions.items()}
    return found | stands


def _day(at: dt.datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%-d %B %Y}"
