"""Our words in the reader's language: gettext catalogues, read from the text of their `.po` files.

The source is English, so it needs no catalogue. What a catalogue lacks is said in English.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations

SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Messages in one language. `language` is its code."""

    language: str
    translations: NullTranslations

    def gettext(self, message: str) -> str:
        """A message in this language."""
        return self.translations.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form of a message that goes with a number, by the language's own rule."""
        return self.translations.ngettext(singular, plural, number)


ENGLISH = Catalogue(SOURCE, NullTranslations())


@lru_cache(maxsize=64)  # takes long to read, and the pages ask for all of them whenever they are made anew
def read_catalogue(po: bytes, language: str) -> Catalogue:
    """The catalogue of a `.po` file. Raises ValueError for one that cannot be read."""
    from babel.messages.mofile import write_mo  # heavy; most commands say nothing to a reader
    from babel.messages.pofile import PoFileError, read_po

    try:
        messages = read_po(io.BytesIO(po), language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot be read ({error})") from error
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Catalogue(language, GNUTranslations(compiled))


def catalogue_for(catalogues: Mapping[str, Catalogue], language: str) -> Catalogue:
    """The catalogue for a code such as "de" or "de-AT"; English where there is none."""
    return catalogues.get(language) or catalogues.get(language.partition("-")[0].lower(), ENGLISH)
