"""What a letter is checked against, besides its own text."""

import datetime as dt
from dataclasses import dataclass

from campaign.core.addressees import Addressee
from campaign.core.render.glyphs import Coverage


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The settings and addressees that a letter is checked against."""

    vote: dt.date | None = None
    """Day of the vote in the campaign's zone; None if it is not set."""
    max_words: int = 0
    """Limit for the body without footnotes; 0 for none."""
    addressees: tuple[Addressee, ...] = ()
    """The addressees who get this text, in the order of their table."""
    addressees_path: str = "addressees.csv"
    """Path of that table, for messages."""
    signatories: tuple[str, ...] | None = None
    """The names that stand under the letter now; None if they are not known."""
    coverage: Coverage | None = None
    """The characters that the fonts of the print have; None if they are not known."""
