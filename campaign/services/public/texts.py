"""The letter's text that is signed: its newest version, read again when there is a newer one."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.adapters.store import Store, versions
from campaign.core.letters import Letter, Version, letter_of
from campaign.core.publish.edition import main_language
from campaign.core.render.characters import clean


@dataclass(frozen=True, slots=True)
class Text:
    """A version with its letters by language. `main` is the language that the others are translations of."""

    version: Version
    letters: Mapping[str, Letter]
    main: str

    def language(self, wanted: str) -> str:
        """The wanted language where the text has it, else the main one."""
        return wanted if wanted in self.letters else self.main

    def title(self, language: str) -> str:
        """The letter's title, "" for one without."""
        return clean(self.letters[self.language(language)].title)

    @property
    def languages(self) -> tuple[str, ...]:
        """The main language first, the others by code."""
        return (self.main, *sorted(self.letters.keys() - {self.main}))


class Texts:
    """A letter's texts. `remembered` is the newest one as it was last seen: for those who cannot wait for a look."""

    def __init__(self, store: Store, letter: str) -> None:
        self._store = store
        self._letter = letter
        self.remembered: Text | None = None

    def newest(self) -> Text | None:
        """The newest text now; None while nothing is frozen."""
        version = self._store.read(versions.latest, self._letter)
        if version is None:
            return None
        if self.remembered is None or self.remembered.version.id != version.id:
            self.remembered = self._read(version)
        return self.remembered

    def of_digest(self, digest: str) -> Text | None:
        """The text of a version's digest, None where no version has it. The newest of those that do."""
        every = self._store.read(versions.all_of, self._letter)
        found = next((each for each in reversed(every) if each.digest == digest), None)
        return self._read(found) if found else None

    def one(self, version: int) -> Text:
        """The text of a version's id."""
        return self._read(self._store.read(versions.one, version))

    def _read(self, version: Version) -> Text:
        letters = {text.language: letter_of(text) for text in self._store.read(versions.texts, version.id)}
        return Text(version, letters, main_language(letters))
