"""The letter: parsed from Markdown into a tree, filled in for each addressee, frozen under a digest."""

from campaign.core.letters.annex import Annex
from campaign.core.letters.letter import Letter, read
from campaign.core.letters.version import Version, VersionKind, digest_of, letter_of, letters_of, texts_of

__all__ = ["Annex", "VersionKind", "Letter", "Version", "digest_of", "letter_of", "letters_of", "read", "texts_of"]
