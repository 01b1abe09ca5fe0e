"""The frozen versions of a letter, and a cache of the newest."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from campaign.adapters.store import Store, versions
from campaign.core.letters import Letter, Version, letter_of
from campaign.core.letters.tree import Document
from campaign.core.publish.edition import main_language
from campaign.core.render.characters import clean

_KEEP_COMPARISON = dt.timedelta(minutes=1)
_MOST_COMPARISONS = 64


@dataclass(frozen=True, slots=True)
class FrozenLetter:
    """A version of a letter with its texts."""

    version: Version
    letters: Mapping[str, Letter]
    """The texts by language."""
    main_language: str
    """The language from which the others are translated."""

    def language_or_main(self, wanted: str) -> str:
        """`wanted` if there is a text in this language, else the main language."""
        return wanted if wanted in self.letters else self.main_language

    def title(self, language: str) -> str:
        """The letter's title, "" for none."""
        return clean(self.letters[self.language_or_main(language)].title)

    @property
    def languages(self) -> tuple[str, ...]:
        """The main language first, the others by code."""
        return (self.main_language, *sorted(self.letters.keys() - {self.main_language}))


class FrozenLetters:
    """The frozen versions of one letter. `cached` is the newest as it was last read, for callers that must not wait."""

    def __init__(self, store: Store, letter: str) -> None:
        self._store = store
        self._letter = letter
        self.cached: FrozenLetter | None = None
        self._comparisons: dict[tuple[int, int, str], tuple[dt.datetime, Document]] = {}

    def remember_comparison(
        self, key: tuple[int, int, str], now: dt.datetime, compare: Callable[[], Document]
    ) -> Document:
        """The comparison of two versions in a language, made anew after a minute: the addressees may have changed."""
        at, comparison = self._comparisons.get(key, (None, None))
        if comparison is None or at is None or now - at >= _KEEP_COMPARISON or now < at:
            if len(self._comparisons) >= _MOST_COMPARISONS:
                self._comparisons.clear()
            comparison = compare()
            self._comparisons[key] = (now, comparison)
        return comparison

    def newest(self) -> FrozenLetter | None:
        """Read the public version: the newest, or the one before an open change; None if none is frozen."""
        version = self._store.read(versions.public, self._letter)
        if version is None:
            return None
        if self.cached is None or self.cached.version.id != version.id:
            self.cached = self._read(version)
        return self.cached

    def proposed(self) -> FrozenLetter | None:
        """Read the newest version, which may be one that is only proposed; None if none is frozen."""
        version = self._store.read(versions.latest, self._letter)
        return self._read(version) if version else None

    def by_digest(self, digest: str) -> FrozenLetter | None:
        """The newest version with a digest; None if there is none."""
        all_versions = self._store.read(versions.all_of, self._letter)
        version = next((version for version in reversed(all_versions) if version.digest == digest), None)
        return self._read(version) if version else None

    def by_id(self, version: int) -> FrozenLetter:
        """The version with an id."""
        return self._read(self._store.read(versions.one, version))

    def _read(self, version: Version) -> FrozenLetter:
        letters = {text.language: letter_of(text) for text in self._store.read(versions.texts, version.id)}
        return FrozenLetter(version, letters, main_language(letters))
