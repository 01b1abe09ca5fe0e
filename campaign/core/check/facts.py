"""What a campaign expects of its letter."""

import datetime as dt
from dataclasses import dataclass

from campaign.core.addressees import Addressee


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Settings and people that a letter is held against.

    `vote` is the day of the vote in the campaign's zone, None where it is not set. `max_words` counts the body without
    notes; 0 is no limit. `addressees` are those who get this text, in their order; `addressees_path` is where they
    come from, as people see it.
    """

    vote: dt.date | None = None
    max_words: int = 0
    addressees: tuple[Addressee, ...] = ()
    addressees_path: str = "addressees.csv"
