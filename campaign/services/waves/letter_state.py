"""How a letter stands: its text in the folder and as frozen, whom it goes to and who signs it, read at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.adapters.files.folder import Folder, read_letters
from campaign.adapters.store import Store, people, signons, versions
from campaign.core.addressees import Addressee
from campaign.core.letters import Letter, digest_of, letters_of, texts_of
from campaign.core.letters.version import Version
from campaign.core.signatories import Organisation, listed_organisations


@dataclass(frozen=True, slots=True)
class LetterState:
    """A letter as it stood when it was read."""

    name: str
    """The letter's name: its folder's below letters/."""
    letters: Mapping[str, Letter]
    """The text as it is in the folder, by language."""
    version: Version | None
    """The newest frozen version, None while nothing is frozen."""
    frozen: Mapping[str, Letter]
    """The newest version's text by language, empty while nothing is frozen."""
    addressees: tuple[Addressee, ...]
    """All on the list, in its order, also those without a mail address."""
    organisations: tuple[Organisation, ...]
    """Those that sign the newest version, and those that do not, with their states."""

    @property
    def is_stale(self) -> bool:
        """Whether the folder's text differs from the newest version."""
        return self.version is not None and digest_of(texts_of(self.letters)) != self.version.digest

    @property
    def is_draft(self) -> bool:
        """Whether the folder's text is not frozen as it stands, so that mails made now are never sent."""
        return self.version is None or self.is_stale

    @property
    def with_address(self) -> tuple[Addressee, ...]:
        """The addressees who can be written to."""
        return tuple(person for person in self.addressees if person.address)

    @property
    def without_address(self) -> tuple[Addressee, ...]:
        """The addressees of whom no mail address is known."""
        return tuple(person for person in self.addressees if not person.address)

    @property
    def signatories(self) -> tuple[Organisation, ...]:
        """The organisations whose names stand under the letter."""
        return listed_organisations(self.organisations)


def read_letter_state(folder: Folder, store: Store, name: str) -> LetterState:
    """Read how a letter stands now."""
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
    )
