"""Translations of the pages and emails: gettext catalogues, read from the text of their `.po` files.

The source language is English, so it needs no catalogue. A message that a catalogue lacks appears in English.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

SOURCE = "en"
_MARKUP = re.compile(r"<[^<>]*>?")  # a tag, or one that does not end

_Words: TypeAlias = str | list[str] | tuple[str, ...]  # of a message with a number: the singular and the plural


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Messages in one language. `language` is its code."""

    language: str
    translations: NullTranslations

    def gettext(self, message: str) -> str:
        """Return a message in this language."""
        return self.translations.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return a message in this language, in the form for a number."""
        return self.translations.ngettext(singular, plural, number)


ENGLISH = Catalogue(SOURCE, NullTranslations())


def foreign_markup(po: bytes) -> list[tuple[int, str]]:
    """Return the line of each message whose translation has markup that its English words lack, with that markup.

    Catalogues are written by others, and a page shows a translation as it is: so it has the tags of the message, and no
    other. Raises ValueError if the file cannot be read.
    """
    return [
        (message.lineno or 1, tag)
        for message in _parse(po, SOURCE)
        if message.id and message.string and not message.fuzzy
        for tag in _new_tags(message.id, message.string)
    ]


def _new_tags(source: _Words, target: _Words) -> list[str]:
    allowed = set(_MARKUP.findall(" ".join((source,) if isinstance(source, str) else source)))
    return [
        tag
        for tag in _MARKUP.findall("\0".join((target,) if isinstance(target, str) else target))
        if tag not in allowed
    ]


@lru_cache(maxsize=64)  # reading takes long, and the pages ask for every catalogue whenever they are built
def read_catalogue(po: bytes, language: str, changed: bytes = b"") -> Catalogue:
    """Read the catalogue of a `.po` file.

    `changed` is another `.po` file: earlier English words, each with the words that took their place. A catalogue that
    translates either answers to both, so that catalogues and templates of an earlier version go on working. A
    translation with `foreign_markup` is left out.

    Raises ValueError for a file that cannot be read.
    """
    from babel.messages.mofile import write_mo  # slow to load, and most commands need no catalogue

    messages = _parse(po, language)
    for message in messages:
        if message.id and message.string and _new_tags(message.id, message.string):
            message.string = ""
    for change in _parse(changed, SOURCE) if changed else ():
        if change.id and change.string:
            _add_copy(messages, change.id, change.string)
            _add_copy(messages, change.string, change.id)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Catalogue(language, GNUTranslations(compiled))


def changed_messages(po: bytes) -> dict[str, str]:
    """Return earlier English words, each with the words that took their place, from a `.po` file. A message with a
    number is given by its singular."""
    return {
        _singular(change.id): _singular(change.string) for change in _parse(po, SOURCE) if change.id and change.string
    }


def message_ids(po: bytes) -> list[tuple[int, str]]:
    """Return the line and the English words of each message of a `.po` file. Raises ValueError if it cannot be read."""
    return [(message.lineno or 1, _singular(message.id)) for message in _parse(po, SOURCE) if message.id]


def _parse(po: bytes, language: str) -> "Catalog":
    from babel.messages.pofile import PoFileError, read_po  # slow to load, as above

    try:
        return read_po(io.BytesIO(po), language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot be read ({error})") from error


def _add_copy(messages: "Catalog", source: _Words, target: _Words) -> None:
    """Translate `target` as `source` is translated, unless the catalogue translates it already."""
    message: Message | None = messages.get(_singular(source))
    if message and message.string and not message.fuzzy and not messages.get(_singular(target)):
        messages.add(target, message.string)


def _singular(words: _Words) -> str:
    return words if isinstance(words, str) else words[0]


def catalogue_for(catalogues: Mapping[str, Catalogue], language: str) -> Catalogue:
    """Return the catalogue for a code such as "de" or "de-AT"; English if there is none."""
    return catalogues.get(language) or catalogues.get(language.partition("-")[0].lower(), ENGLISH)
