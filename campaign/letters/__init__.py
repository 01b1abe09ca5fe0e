"""The letter: read from Markdown into a tree, filled for an addressee, frozen by its canonical text."""

from campaign.letters.canonical import canonical_text, digest, set_digest
from campaign.letters.fill import PLACEHOLDERS, fill, placeholders_in, with_frame
from campaign.letters.letter import JOINT, KEYS, SINGLE, Letter, read

__all__ = [
    "JOINT",
    "KEYS",
    "PLACEHOLDERS",
    "SINGLE",
    "Letter",
    "canonical_text",
    "digest",
    "fill",
    "placeholders_in",
    "read",
    "set_digest",
    "with_frame",
]
