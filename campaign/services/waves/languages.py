"""Who gets the letter in which language, and who not in his or her own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.addressees import Addressee


@dataclass(frozen=True, slots=True)
class Fallback:
    """An addressee who wants a language that the letter does not have."""

    name: str
    wanted: str
    gets: str

    def __str__(self) -> str:
        return f"{self.name}: no text in {self.wanted}, gets {self.gets}"


def language_for(person: Addressee, languages: Mapping[str, object]) -> str:
    """The language an addressee is written to in: his or her own where the letter has it (de for de-AT), else English,
    else the letter's first."""
    return language_among(person.language, languages)


def language_among(code: str, languages: Mapping[str, object]) -> str:
    """The one of a letter's languages for a reader of `code`, as above."""
    candidates = (code, code.partition("-")[0], "en")
    return next((candidate for candidate in candidates if candidate in languages), min(languages))


def fallbacks(people: Iterable[Addressee], languages: Mapping[str, object]) -> tuple[Fallback, ...]:
    """Those whose own language is another than the one they get, in their order."""
    if not languages:
        return ()
    choices = ((person, language_for(person, languages)) for person in people if person.language)
    return tuple(Fallback(person.name, person.language, gets) for person, gets in choices if person.language != gets)


def in_words(counts: Mapping[str, int]) -> str:
    """How many get each language, the most frequent first: "en 2, de 1, fr 1"."""
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    return ", ".join(f"{code} {counts[code]}" for code in ordered)
