"""The few words of ours that stand in a letter's outputs, in the letter's language."""

from campaign.core.languages import Terms, language_or_english


def terms(language: str) -> Terms:
    """The words of a language code such as "de" or "de-AT"; English where we have none."""
    return language_or_english(language).terms
