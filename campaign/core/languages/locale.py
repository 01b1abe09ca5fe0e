"""The CLDR data of a language: how it writes dates, times and countries."""

from babel.core import Locale, UnknownLocaleError

# English dates are written as the European institutions write them: 26 April 2027.
_ENGLISH = "en_GB"


def locale(language: str) -> Locale:
    """Return the locale of a code such as "de" or "de-AT"; English if there is none."""
    if language == "en":
        return Locale.parse(_ENGLISH)
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(_ENGLISH)
