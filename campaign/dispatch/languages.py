"""Who gets the letter in which language, and who not in his or her own."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.addressees import Addressee
from campaign.dispatch.situation import language_for


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


def by_language(codes: Iterable[str]) -> dict[str, int]:
    """How many get each language, the most frequent first."""
    counts = Counter(codes)
    return {code: counts[code] for code in sorted(counts, key=lambda code: (-counts[code], code))}


def in_words(counts: Mapping[str, int]) -> str:
    """ "en 2, de 1, fr 1"."""
    return ", ".join(f"{code} {number}" for code, number in counts.items())
