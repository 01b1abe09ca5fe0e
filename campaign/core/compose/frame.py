"""What a mail is made from beside the letter: what the campaign says to each, and the mail's own identity."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from campaign.core.compose.address import wire_address


class FrameSource(Protocol):
    """Who says what a Frame holds: the settings of a campaign, or an edition of its letter."""

    @property
    def zone(self) -> ZoneInfo: ...
    @property
    def honorific_style(self) -> str: ...
    @property
    def vote_at(self) -> dt.datetime: ...
    @property
    def public_url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What the campaign says to every letter."""

    zone: ZoneInfo
    """Days and times are shown in it."""
    honorific_style: str
    """How English honorifics are written: "eu" or "us"."""
    vote_at: dt.datetime
    """When the vote is, aware."""
    letter_date: dt.date
    """The day the version was frozen, or a draft's day of now, in `zone`; a text that names its own date says that."""
    digest: str
    """The SHA-256 of the version's canonical text, or a word for a draft."""
    public_url: str = ""
    """The letter's page, "" while there is none."""


def frame_of(source: FrameSource, at: dt.datetime, digest: str) -> Frame:
    """The frame of the text with this digest, frozen (or read, as a draft) at `at`, aware."""
    return Frame(
        zone=source.zone,
        honorific_style=source.honorific_style,
        vote_at=source.vote_at,
        letter_date=at.astimezone(source.zone).date(),
        digest=digest,
        public_url=source.public_url,
    )


@dataclass(frozen=True, slots=True)
class Identity:
    """A mail's Message-ID (with its angle brackets) and Date (`at`, aware). Fixed when the mail is planned.

    `follows` is the Message-ID of the mail that this one continues, "" for none.
    """

    message_id: str
    at: dt.datetime
    in_reply_to: str = ""


def identity(
    campaign: str, wave: str, addressee_key: str, sender_address: str, at: dt.datetime, in_reply_to: str = ""
) -> Identity:
    """The identity of one addressee's mail in one wave. The same mail planned again gets the same Message-ID.

    Raises ComposeError for a sender's address that is none.
    """
    domain = wire_address(sender_address).rpartition("@")[2]
    parts = (f"{len(part)}:{part}" for part in (campaign, wave, addressee_key))
    digest = hashlib.sha256("".join(parts).encode()).hexdigest()
    return Identity(f"<{digest[:32]}@{domain}>", at, in_reply_to)
