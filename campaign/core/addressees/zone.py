"""The time zone of an addressee: that of the capital of his or her country."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from campaign.core.tables.world import country_code

# The zone of the capital, for countries with several zones. Other countries have one zone in Babel (CLDR).
_CAPITAL_ZONES: Mapping[str, str] = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}


def zone_of(country: str) -> ZoneInfo | None:
    """The zone of a country, by its code or name; None if the country or its zone is unknown."""
    code = country_code(country) if country else None
    name = _zones().get(code or "")
    return ZoneInfo(name) if name else None


@cache
def _zones() -> Mapping[str, str]:
    """The zone of each country that has only one, or that is in _CAPITAL_ZONES."""
    territories: Mapping[str, str] = get_global("zone_territories")
    zones_by_country: dict[str, list[str]] = {}
    for zone, territory in territories.items():
        zones_by_country.setdefault(territory, []).append(zone)
    only = {code: zones[0] for code, zones in zones_by_country.items() if len(zones) == 1}
    return {**only, **_CAPITAL_ZONES}
