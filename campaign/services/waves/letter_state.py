"""The state of a letter: its text in the folder, the frozen version, addressees and signatories."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.adapters.files.folder import Folder, read_letters
from campaign.adapters.store import Store, people, signons, versions
from campaign.adapters.store.signons import public
from campaign.core.addressees import Addressee
from campaign.core.addressees.joined_names import joined_names
from campaign.core.letters import Letter, digest_of, letters_of, texts_of
from campaign.core.letters.version import Version
from campaign.core.signatories import Organisation, listed_organisations


@dataclass(frozen=True, slots=True)
class LetterState:
    """The state of a letter at one moment."""

    name: str
    """The letter's name, which is that of its folder below letters/."""
    letters: Mapping[str, Letter]
    """The text in the folder, by language."""
    version: Version | None
    """The newest frozen version; None if none is frozen."""
    frozen: Mapping[str, Letter]
    """The text of the newest version, by language; empty if none is frozen."""
    addressees: tuple[Addressee, ...]
    """All addressees in the order of the list, including those without an email address."""
    organisations: tuple[Organisation, ...]
    """All organisations with their states; `signatories` are the listed ones."""
    people: int = 0
    """The number of individuals who are listed under the letter."""

    @property
    def is_stale(self) -> bool:
        """Whether the text in the folder differs from the newest version."""
        return self.version is not None and digest_of(texts_of(self.letters)) != self.version.digest

    @property
    def is_draft(self) -> bool:
        """Whether the text in the folder is not frozen, so that emails built now are only drafts."""
        return self.version is None or self.is_stale

    @property
    def with_address(self) -> tuple[Addressee, ...]:
        """The addressees with an email address."""
        return tuple(person for person in self.addressees if person.address)

    @property
    def without_address(self) -> tuple[Addressee, ...]:
        """The addressees without an email address."""
        return tuple(person for person in self.addressees if not person.address)

    @property
    def signatories(self) -> tuple[Organisation, ...]:
        """The organisations that are listed under the letter."""
        return listed_organisations(self.organisations)

    @property
    def signatory_count(self) -> int:
        """The number of organisations and individuals that are listed under the letter."""
        return len(self.signatories) + self.people


def lacking(state: LetterState) -> tuple[str, ...]:
    """What the letter in the folder lacks, a sentence each: title, ask or reason."""
    sentences = []
    for letter in state.letters.values():
        lacks = {"title": letter.is_untitled, "ask": not letter.ask, "why": not letter.why}
        if missing := [key for key, is_missing in lacks.items() if is_missing]:
            sentences.append(f"{letter.path}: {joined_names(missing)} missing; see campaign letter check")
    return tuple(sentences)


def read_letter_state(folder: Folder, store: Store, name: str) -> LetterState:
    """Read the current state of a letter."""
    letters, _ = read_letters(folder, name)
    version = store.read(versions.latest, name)
    texts = store.read(versions.texts, version.id) if version else ()
    return LetterState(
        name=name,
        letters=letters,
        version=version,
        frozen=letters_of(texts),
        addressees=store.read(people.addressees, name),
        organisations=store.read(signons.signatories, name, version.id if version else None),
        people=store.read(public.count_people, name, version.id if version else None),
    )
