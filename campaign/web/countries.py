"""The countries that the form offers, in the reader's language and alphabet."""

from functools import cache

from campaign.core.languages.locale import locale
from campaign.core.publish.alphabet import alphabetical
from campaign.core.signons.countries import COUNTRIES
from campaign.core.tables.world import country as english_name


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each, by name."""
    names = locale(language).territories
    return alphabetical(((code, names.get(code, code)) for code in COUNTRIES), language, lambda each: each[1])


@cache
def code_of(kept: str) -> str:
    """The code of a country as the store keeps it, "" for one that the form does not have."""
    return next((code for code in sorted(COUNTRIES) if kept_name(code) == kept), "")


@cache
def kept_name(code: str) -> str:
    """What the store keeps of a country: its English name, as the coalition's table has it."""
    return english_name(code) or code
