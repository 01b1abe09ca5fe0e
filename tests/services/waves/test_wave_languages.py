"""The language in which each addressee gets the letter."""

from campaign.core.addressees import Addressee
from campaign.services.waves.languages import fallbacks, in_words, language_for


def person(language: str, name: str = "Anna Wit") -> Addressee:
    return Addressee(name, name, name.split()[-1], language=language)


def test_everybody_gets_his_or_her_language() -> None:
    """An addressee gets their language, with or without region, else English, else the letter's first."""
    three, two = dict.fromkeys(("de", "en", "fr")), dict.fromkeys(("it", "fr"))
    assert [language_for(person(code), three) for code in ("fr", "de-AT", "ro", "")] == ["fr", "de", "en", "en"]
    assert [language_for(person(code), two) for code in ("it", "ro", "")] == ["it", "fr", "fr"]


def test_fallbacks_name_who_wants_another_language() -> None:
    """Only addressees whose language the letter does not have are named."""
    people = [person("ro", "Dragoş Tudorache"), person("en", "Axel Voss"), person("", "Brando Benifei")]
    others = fallbacks(people, dict.fromkeys(("de", "en")))
    assert [str(fallback) for fallback in others] == ["Dragoş Tudorache: no text in ro, gets en"]
    assert fallbacks(people, {}) == ()


def test_counts_by_language() -> None:
    """The most frequent language comes first; equal counts are sorted by code."""
    assert in_words({"fr": 1, "en": 2, "de": 1}) == "en 2, de 1, fr 1"
    assert in_words({}) == ""
