"""The letter: read from Markdown into a tree, filled for an addressee, frozen by its canonical text."""

from campaign.core.letters.annex import ANNEX_KEYS, Annex
from campaign.core.letters.canonical import canonical_text, digest, set_digest
from campaign.core.letters.fill import PLACEHOLDERS, fill, placeholders_in, with_frame
from campaign.core.letters.letter import ANNEX, FORMAL, JOINT, KEYS, SINGLE, Letter, read
from campaign.core.letters.version import Kind, Version, VersionText, digest_of, letter_of, letters_of, texts_of

__all__ = [
    "ANNEX",
    "ANNEX_KEYS",
    "Annex",
    "FORMAL",
    "JOINT",
    "KEYS",
    "Kind",
    "PLACEHOLDERS",
    "SINGLE",
    "Letter",
    "Version",
    "VersionText",
    "canonical_text",
    "digest",
    "digest_of",
    "fill",
    "letter_of",
    "letters_of",
    "placeholders_in",
    "read",
    "set_digest",
    "texts_of",
    "with_frame",
]
