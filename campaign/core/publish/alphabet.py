"""Sorts names by a language's alphabet, without articles: "The Good Lobby" is sorted under G."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from campaign.core.signatories import Organisation

T = TypeVar("T")

_AFTER = "\U0010ffff"  # follows every letter

_ARTICLES = frozenset({
    "the", "der", "die", "das", "le", "la", "les", "il", "lo", "gli", "el", "los", "las", "het", "de",
})  # fmt: skip
_ELIDED = ("l'", "l’", "d'", "d’")

# Separate letters of a language: each is sorted after all words with the letter before it in its group. Other letters
# are sorted like the same letter without accents. The order is that of CLDR's rules of collation (common/collation).
_OWN_LETTERS: Mapping[str, str] = {
    "cs": "cč rř sš zž",
    "da": "zæøå",
    "es": "nñ",
    "et": "sšzž wõäöü",
    "fi": "zåäö",
    "hr": "cčć dđ sš zž",
    "hu": "oö uü",
    "lt": "cč sš zž",
    "lv": "cč gģ kķ lļ nņ sš zž",
    "mt": "bċ fġ hħ yż",
    "pl": "aą cć eę lł nń oó sś zźż",
    "ro": "aăâ iî sș tț",
    "sk": "aä cč oô sš zž",
    "sl": "cč sš zž",
    "sv": "zåäö",
}
# Two or three letters that count as one, each sorted after all words with the letter before the sign.
_DIGRAPHS: Mapping[str, str] = {
    "cs": "h<ch",
    "hr": "d<dž l<lj n<nj",
    "hu": "c<cs d<dz g<gy l<ly n<ny s<sz t<ty z<zs",
    "mt": "g<għ",
    "sk": "h<ch",
}
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ı": "i"})


def alphabetical(items: Iterable[T], language: str, name: Callable[[T], str]) -> tuple[T, ...]:
    """The items sorted by name. The result does not depend on their order."""
    code = language.partition("-")[0].lower()
    return tuple(sorted(items, key=lambda item: (_key(name(item), code), name(item))))


@lru_cache(maxsize=8)  # one edition needs the same list many times
def sort_by_name(organisations: tuple[Organisation, ...], language: str) -> tuple[Organisation, ...]:
    """Organisations sorted by name."""
    return alphabetical(organisations, language, lambda organisation: organisation.name)


def on_page(organisations: tuple[Organisation, ...], language: str, name_order: str) -> tuple[Organisation, ...]:
    """Organisations in the order of pages: by name, unless the campaign wants the order of its table."""
    return organisations if name_order == "table" else sort_by_name(organisations, language)


def in_print(organisations: tuple[Organisation, ...], language: str, name_order: str) -> tuple[Organisation, ...]:
    """Organisations in the order of emails and print: that of the table, unless the campaign wants the alphabet."""
    return sort_by_name(organisations, language) if name_order == "alphabet" else organisations


def sort_name(name: str) -> str:
    """The name without a leading article. "LA Times", and a name that is only an article, stay unchanged."""
    first, _, rest = name.partition(" ")
    if rest.strip() and first.casefold() in _ARTICLES and not (len(first) > 1 and first.isupper()):
        return rest.strip()
    return name[2:] if name.casefold().startswith(_ELIDED) and name[2:].strip() else name


@lru_cache(maxsize=100_000)  # a served page is sorted again for each new name
def _key(name: str, language: str) -> str:
    own = _own_letters(language)
    letters = unicodedata.normalize("NFC", sort_name(name)).casefold()
    parts = _digraphs(language).findall(letters)
    return "".join(own.get(letter) or _base_letters(letter) for letter in parts)


@lru_cache(maxsize=10_000)
def _base_letters(letter: str) -> str:
    """A letter without accents; "" for punctuation, so that "A.B.C." is sorted next to "ABC"."""
    characters = (
        character for character in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(character)
    )
    return "".join(character for character in characters if character.isalnum() or character == " ").translate(_PLAIN)


@lru_cache
def _own_letters(language: str) -> dict[str, str]:
    groups = _OWN_LETTERS.get(language, "").split()
    letters = {letter: group[0] + _AFTER * at for group in groups for at, letter in enumerate(group) if at}
    pairs = (pair.split("<") for pair in _DIGRAPHS.get(language, "").split())
    return letters | {digraph: before + _AFTER for before, digraph in pairs}


@lru_cache
def _digraphs(language: str) -> re.Pattern[str]:
    """A pattern for one letter of a language at a time."""
    several = [letter for letter in _own_letters(language) if len(letter) > 1]
    return re.compile("|".join((*several, ".")), re.DOTALL)
