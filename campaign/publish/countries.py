"""Countries in the reader's language, and organisations by country."""

from dataclasses import dataclass
from functools import cache

from babel.core import Locale

from campaign.languages.locale import locale
from campaign.publish.alphabet import alphabetical
from campaign.signatories import Organisation
from campaign.tables.world import country as english_name


@dataclass(frozen=True, slots=True)
class Country:
    """A country as the reader calls it, and its organisations in alphabetical order."""

    name: str
    organisations: tuple[Organisation, ...]


def by_country(organisations: tuple[Organisation, ...], language: str) -> tuple[Country, ...]:
    """The countries in alphabetical order. Organisations without one are left out."""
    groups: dict[str, list[Organisation]] = {}
    for organisation in organisations:
        if organisation.country:
            groups.setdefault(country_name(organisation.country, language), []).append(organisation)
    countries = [Country(name, alphabetical(group, language, lambda each: each.name)) for name, group in groups.items()]
    return alphabetical(countries, language, lambda each: each.name)


def country_name(country: str, language: str) -> str:
    """A country, given by code or name, as the language calls it; what is no known country stays as it is."""
    known = english_name(country) if country else None
    code = _codes().get(known or "")
    return locale(language).territories.get(code, country) if code else country


@cache
def _codes() -> dict[str, str]:
    return {name: code for code, name in Locale.parse("en").territories.items()}
