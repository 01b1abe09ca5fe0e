"""The words that the program adds to a letter, in the letter's language."""

from campaign.core.languages import Terms, language_or_english


def terms(language: str) -> Terms:
    """Return the words for a language code such as "de" or "de-AT"; English if the language is not known."""
    return language_or_english(language).terms
