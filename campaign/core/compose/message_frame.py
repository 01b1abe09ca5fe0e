"""What a message needs besides the letter: the campaign's values, and the message's identity."""

import datetime as dt
import hmac
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from campaign.core.compose.address import wire_address


class FrameSource(Protocol):
    """Where the values of a Frame come from: the campaign's settings, or an edition of its letter."""

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
    """The campaign's values that a letter can use."""

    zone: ZoneInfo
    """The zone in which days and times are written."""
    honorific_style: str
    """How English honorifics are written: "eu" or "us"."""
    vote_at: dt.datetime
    """The time of the vote, aware."""
    letter_date: dt.date
    """The day of the freeze, in `zone`; for a draft, today. A date in the letter's front matter wins."""
    digest: str
    """The SHA-256 of the version's canonical text in hexadecimal, or a word such as "draft"."""
    public_url: str = ""
    """The address of the letter's public page; "" if there is none."""


def frame_of(source: FrameSource, at: dt.datetime, digest: str) -> Frame:
    """The frame of the text with this digest. `at` is when it was frozen or, for a draft, read; aware."""
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
    """What identifies a message. It is fixed when the message is planned."""

    message_id: str
    """The Message-ID, with its angle brackets."""
    at: dt.datetime
    """The Date, aware."""
    in_reply_to: str = ""
    """The Message-ID of the message that this one continues; "" for none."""


def identity(
    campaign: str,
    wave: str,
    addressee_key: str,
    sender_address: str,
    at: dt.datetime,
    in_reply_to: str = "",
    *,
    secret: bytes,
) -> Identity:
    """The identity of one addressee's message in one wave. Planning it again gives the same Message-ID.

    With the campaign's `secret`, nobody can guess a Message-ID (it has 128 bits). So an incoming email that names it
    comes from somebody who has the message.

    Raises ComposeError when the sender's address is not an email address.
    """
    domain = wire_address(sender_address).rpartition("@")[2]
    parts = (f"{len(part)}:{part}" for part in (campaign, wave, addressee_key))
    digest = hmac.digest(secret, "".join(parts).encode(), "sha256").hex()
    return Identity(f"<{digest[:32]}@{domain}>", at, in_reply_to)
