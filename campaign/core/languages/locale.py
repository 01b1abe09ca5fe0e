"""How a language writes dates, times and countries: its row of the CLDR tables."""

from babel.core import Locale, UnknownLocaleError

# Plain English dates are written as the European institutions write them: 26 April 2027.
_ENGLISH = "en_GB"


def locale(language: str) -> Locale:
    """The locale of a code such as "de" or "de-AT"; English where there is none."""
    if language == "en":
        return Locale.parse(_ENGLISH)
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(_ENGLISH)
