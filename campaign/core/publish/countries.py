"""Names of countries in the reader's language, and organisations by country."""

from dataclasses import dataclass
from functools import cache

from babel.core import Locale

from campaign.core.languages.locale import locale
from campaign.core.letters.canonical import digest
from campaign.core.publish.alphabet import alphabetical, on_page
from campaign.core.signatories import Organisation
from campaign.core.signons.countries import COUNTRIES
from campaign.core.tables.world import country as english_name


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its organisations."""

    anchor: str
    """Its two-letter code; for an unknown country, a word made from its name."""
    name: str
    """Its name in the reader's language; "" for organisations without a country."""
    organisations: tuple[Organisation, ...]
    """In the order of pages."""


def group_by_country(
    organisations: tuple[Organisation, ...], language: str, name_order: str = ""
) -> tuple[Country, ...]:
    """The organisations by country, in the order of pages. Countries are in alphabetical order; those without a country
    come last."""
    groups: dict[str, list[Organisation]] = {}
    for organisation in on_page(organisations, language, name_order):
        groups.setdefault(organisation.country and anchor(organisation.country), []).append(organisation)
    without_country = groups.pop("", [])
    countries = [Country(key, country_name(group[0].country, language), tuple(group)) for key, group in groups.items()]
    ordered = alphabetical(countries, language, lambda country: country.name)
    return (*ordered, *([Country("none", "", tuple(without_country))] if without_country else []))


def count_countries(organisations: tuple[Organisation, ...]) -> int:
    """The number of countries that the organisations are from."""
    return len({anchor(organisation.country) for organisation in organisations if organisation.country})


@cache
def country_name(country: str, language: str) -> str:
    """The name of a country (given as code or name) in a language. An unknown country stays unchanged."""
    code = country_code(country)
    return locale(language).territories.get(code, country) if code else country


@cache
def country_code(country: str) -> str:
    """The two-letter code of a country that is given as code or name; "" for an unknown one."""
    known = english_name(country) if country else None
    return _codes().get(known or "", "")


def anchor(country: str) -> str:
    """The anchor of a country on the page of countries."""
    return country_code(country) or f"x-{digest(country)[:12]}"


@cache
def _codes() -> dict[str, str]:
    return {name: code for code, name in Locale.parse("en").territories.items()}


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each country that a form offers, sorted by name in the language."""
    names = locale(language).territories
    return alphabetical(((code, names.get(code, code)) for code in COUNTRIES), language, lambda pair: pair[1])
