"""The language in which each addressee receives the letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.addressees import Addressee


@dataclass(frozen=True, slots=True)
class Fallback:
    """An addressee whose language the letter does not have."""

    name: str
    wanted: str
    gets: str

    def __str__(self) -> str:
        return f"{self.name}: no text in {self.wanted}, gets {self.gets}"


def language_for(person: Addressee, languages: Mapping[str, object]) -> str:
    """The language for an addressee: their own if the letter has it (de for de-AT), else English, else the letter's
    first by code."""
    return language_among(person.language, languages)


def language_among(code: str, languages: Mapping[str, object]) -> str:
    """The language for a reader of language `code`, by the rule of `language_for`."""
    candidates = (code, code.partition("-")[0], "en")
    return next((candidate for candidate in candidates if candidate in languages), min(languages))


def fallbacks(people: Iterable[Addressee], languages: Mapping[str, object]) -> tuple[Fallback, ...]:
    """The addressees who do not get the letter in their own language, in their order."""
    if not languages:
        return ()
    choices = ((person, language_for(person, languages)) for person in people if person.language)
    return tuple(Fallback(person.name, person.language, gets) for person, gets in choices if person.language != gets)


def in_words(counts: Mapping[str, int]) -> str:
    """Counts by language in words, the most frequent first: "en 2, de 1, fr 1"."""
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    return ", ".join(f"{code} {counts[code]}" for code in ordered)
