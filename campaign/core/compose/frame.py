"""What a mail is made from beside the letter: what the campaign says to each, and the mail's own identity."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.core.compose.address import wire_address


@dataclass(frozen=True, slots=True)
class Frame:
    """What the campaign says to every letter.

    `vote_at` is aware; its day is shown in `zone`. `letter_date` is the day the version was frozen. `digest` is the
    SHA-256 of its canonical text. `public_url` is the letter's page, "" while there is none.
    """

    zone: ZoneInfo
    honorific_style: str
    vote_at: dt.datetime
    letter_date: dt.date
    digest: str
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """A mail's Message-ID (with its angle brackets) and Date (`at`, aware). Fixed when the mail is planned.

    `follows` is the Message-ID of the mail that this one continues, "" for none.
    """

    message_id: str
    at: dt.datetime
    follows: str = ""


def identity(
    campaign: str, wave: str, addressee_key: str, sender_address: str, at: dt.datetime, follows: str = ""
) -> Identity:
    """The identity of one addressee's mail in one wave. The same mail planned again gets the same Message-ID.

    Raises ComposeError for a sender's address that is none.
    """
    domain = wire_address(sender_address).rpartition("@")[2]
    parts = (f"{len(part)}:{part}" for part in (campaign, wave, addressee_key))
    digest = hashlib.sha256("".join(parts).encode()).hexdigest()
    return Identity(f"<{digest[:32]}@{domain}>", at, follows)
