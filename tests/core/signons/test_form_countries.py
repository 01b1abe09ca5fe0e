"""The countries that a form offers."""

from campaign.core.publish.countries import country_choices
from campaign.core.signons.countries import code_of, stored_name


def test_a_country_is_stored_in_english_and_has_its_code() -> None:
    """The stored name leads back to its code; a name that the form does not offer has none."""
    assert (stored_name("DE"), code_of("Germany"), code_of("Atlantis")) == ("Germany", "DE", "")


def test_countries_are_offered_in_the_language_of_the_page() -> None:
    """The form names countries in its language."""
    assert dict(country_choices("de"))["FR"] == "Frankreich"
