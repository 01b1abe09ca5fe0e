"""How a version is called."""

from campaign.core.languages.locale import locale
from campaign.core.languages.page import PageWords
from campaign.core.letters import Kind, Version


def kind_in_words(version: Version, words: PageWords) -> str:
    """ "Version 2: Correction"; the first one, and one that nobody named, by number alone."""
    named = {
        Kind.CORRECTION: words.correction,
        Kind.SUBSTANCE: words.substance,
        Kind.LANGUAGE: f"{words.new_language} ({language_name(version.added_language)})",
    }
    number = words.version.format(version.number)
    return f"{number}: {named[version.kind]}" if version.kind in named else number


def language_name(code: str) -> str:
    """A language as it calls itself, for instance "Deutsch"; its code where nobody knows."""
    bare, place = code.partition("-")[0].lower(), locale(code)
    name = place.languages.get(bare, code) if bare == place.language else code
    return name[:1].upper() + name[1:]
