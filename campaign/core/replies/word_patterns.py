"""Patterns for words, and words around dates, in the languages of the EU."""

import re

from campaign.core.languages.fold import fold


def starting_with(*forms: str) -> re.Pattern[str]:
    """A pattern for subjects that begin with one of these forms. A person's answer would begin with "Re:"."""
    return re.compile(r"\W*+(?:" + "|".join(fold(form) for form in forms) + ")")


def containing(*forms: str, whole: bool = False) -> re.Pattern[str]:
    """A pattern for one of these forms at the beginning of a word, or with `whole` only as whole words."""
    longest_first = sorted((fold(form) for form in forms), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(longest_first) + ")" + r"(?:(?<!\w)|(?!\w))" * whole)


# Words before the last day of an absence.
UNTIL = containing(
    "until", "till", "through", "to", "back( in the office)?( on)?", "return(ing|s)?( on)?",
    "return to the office on",
    "bis( zum| einschliesslich| einschl\\.)?", "zuruck( am)?", "wieder (da |erreichbar |im (buro|haus) )?(ab |am )?",
    "ab dem", "jusqu'?(au|a|en)?", "de retour (le|a partir du)?", "au", "fino al?(l')?", "rientro (il)?",
    "rientrero il",
    "al", "hasta (el )?", "vuelvo el", "regres\\w+ (el|a)", "ate( ao?)?", "tot( en met)?", "t/m", "terug( op)?",
    "do( dnia)?", "wracam", "tot", "till( och med)?", "t\\.o\\.m\\.", "tillbaka", "til( og med)?", "tilbage", "asti",
    "saakka", "pana (la|pe|in)", "revin", "do konca", "iki", "lidz", "kuni", "εως", "μεχρι", "до", whole=True,
)  # fmt: skip
