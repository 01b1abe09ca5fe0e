"""Two values side by side: which words of one the other does not have."""

from campaign.core.tables.text import fold_words


def differing_words(text: str, other: str) -> tuple[tuple[str, bool], ...]:
    """The words of a text, each with whether the other text lacks it. Case, accents and punctuation do not count."""
    known = set(fold_words(other).split())
    return tuple((word, not set(fold_words(word).split()) <= known) for word in text.split())
