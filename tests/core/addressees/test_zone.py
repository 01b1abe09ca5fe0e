"""The time zones of addressees."""

from zoneinfo import ZoneInfo

import pytest

from campaign.core.addressees.zone import zone_of

EU = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ")  # noqa: SIM905 -- short


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("Germany", "Europe/Berlin"),
        ("EL", "Europe/Athens"),
        ("Espagne", "Europe/Madrid"),
        ("Portugal", "Europe/Lisbon"),
        ("Czech Republic", "Europe/Prague"),
        ("United States", "America/New_York"),
        ("Kosovo", "Europe/Belgrade"),
    ],
)
def test_a_country_has_the_zone_of_its_capital(country: str, zone: str) -> None:
    """By code or by name in a language that tables come in; where a country has several zones, that of its capital."""
    assert zone_of(country) == ZoneInfo(zone)


def test_every_member_state_has_one() -> None:
    """Every member state of the European Union has a zone."""
    assert [country for country in EU if zone_of(country) is None] == []
    assert len(EU) == 27


@pytest.mark.parametrize("country", ["", "Narnia", "Antarctica"])
def test_no_zone(country: str) -> None:
    """No country, an unknown one, and one without a capital have no zone."""
    assert zone_of(country) is None
