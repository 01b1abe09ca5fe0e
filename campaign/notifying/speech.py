"""Our words in the reader's language, for mails."""

from dataclasses import dataclass
from gettext import NullTranslations


@dataclass(frozen=True, slots=True)
class Speech:
    """Messages in one language, which `language` names."""

    language: str
    translations: NullTranslations

    def gettext(self, message: str) -> str:
        return self.translations.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.translations.ngettext(singular, plural, number)


ENGLISH = Speech("en", NullTranslations())


def speaking(language: str) -> Speech:
    """The words for a reader of a language; English where there are none."""
    return ENGLISH
