"""Who gets the letter in which language, and who not in his or her own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.addressees import Addressee
from campaign.services.waves.situation import language_for


@dataclass(frozen=True, slots=True)
class Fallback:
    """An addressee who wants a language that the letter does not have."""

    name: str
    wanted: str
    gets: str

    def __str__(self) -> str:
        return f"{self.name}: no text in {self.wanted}, gets {self.gets}"


def fallbacks(people: Iterable[Addressee], languages: Mapping[str, object]) -> tuple[Fallback, ...]:
    """Those whose own language is another than the one they get, in their order."""
    if not languages:
        return ()
    found = ((person, language_for(person, languages)) for person in people if person.language)
    return tuple(Fallback(person.name, person.language, gets) for person, gets in found if person.language != gets)


def in_words(counts: Mapping[str, int]) -> str:
    """How many get each language, the most frequent first: "en 2, de 1, fr 1"."""
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    return ", ".join(f"{code} {counts[code]}" for code in ordered)
