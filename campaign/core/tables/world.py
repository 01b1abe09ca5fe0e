"""Countries and languages, by code or by name in English, French or German. The names are Babel's (CLDR)."""

import re
from functools import cache

from campaign.core.tables.text import fold_words

_NAMES_IN = ("en", "fr", "de")
_PSEUDO = {"XA", "XB", "ZZ", "QO"}  # CLDR has them for tests and for the unknown
_CODE = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})*)\Z")
# Names and codes that sources use and Babel lacks; EL and UK are codes of the EU institutions.
_OTHER_NAMES = {
    "el": "GR",
    "uk": "GB",
    "xkx": "XK",
    "great britain": "GB",
    "grossbritannien": "GB",
    "grande bretagne": "GB",
    "czech republic": "CZ",
    "tschechische republik": "CZ",
    "republique tcheque": "CZ",
    "slovak republic": "SK",
    "holland": "NL",
    "turkey": "TR",
    "macedonia": "MK",
    "united states of america": "US",
}


def country(text: str) -> str | None:
    """Return a country's English name: "DE", "DEU", "Allemagne" and "Deutschland" give "Germany". None if unknown."""
    code = country_code(text)
    return _names("territories", "en")[code] if code else None


def country_code(text: str) -> str | None:
    """Return a country's code of two letters, from a code or a name. None if unknown."""
    return _country_codes().get(fold_words(text).removeprefix("the "))


def language(text: str) -> str | None:
    """Return a language's code: "EN", "English" and "anglais" give "en"; "pt-BR" stays; "Deutsch (Schweiz)" gives
    "de". None if unknown."""
    text = text.partition("(")[0].strip()
    codes = _language_codes()
    code = _CODE.match(text)
    if code and code.group(1).lower() in codes.values():
        return code.group(1).lower() + code.group(2)
    return codes.get(fold_words(text))


@cache
def _country_codes() -> dict[str, str]:
    from babel.core import get_global

    codes = {code for code in _names("territories", "en") if code.isalpha() and code not in _PSEUDO}
    known = {code.lower(): code for code in codes}
    for name in _NAMES_IN:
        known |= {fold_words(word): code for code, word in _names("territories", name).items() if code in codes}
    aliases: dict[str, list[str]] = dict(get_global("territory_aliases"))
    unambiguous = {
        old.lower(): new[0] for old, new in aliases.items() if len(old) == 3 and old.isalpha() and len(new) == 1
    }
    known |= {
        old: code for old, code in unambiguous.items() if code in codes
    }  # AAA is an alias of a code without a name
    return known | _OTHER_NAMES


@cache
def _language_codes() -> dict[str, str]:
    known: dict[str, str] = {}
    for name in _NAMES_IN:
        known |= {fold_words(word): code for code, word in _names("languages", name).items() if "_" not in code}
    return known


@cache
def _names(of: str, language: str) -> dict[str, str]:
    from babel import Locale  # slow to load, and only imports of tables need it

    return dict(getattr(Locale.parse(language), of))
