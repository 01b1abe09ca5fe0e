"""Titles of versions and names of languages."""

from campaign.core.languages.locale import locale
from campaign.core.languages.page_words import PageWords
from campaign.core.letters import Version, VersionKind


def version_title(version: Version, words: PageWords) -> str:
    """A version's title, such as "Version 2: Correction". The first version has only its number."""
    kinds = {
        VersionKind.CORRECTION: words.correction,
        VersionKind.SUBSTANCE: words.substance,
        VersionKind.LANGUAGE: f"{words.new_language} ({language_name(version.added_language)})",
    }
    number = words.version.format(version.number)
    return f"{number}: {kinds[version.kind]}" if version.kind in kinds else number


def language_name(code: str) -> str:
    """A language's own name, such as "Deutsch"; its code if the name is not known."""
    bare, babel_locale = code.partition("-")[0].lower(), locale(code)
    name = babel_locale.languages.get(bare, code) if bare == babel_locale.language else code
    return name[:1].upper() + name[1:]
