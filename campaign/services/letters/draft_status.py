"""How a letter stands for the people who edit it: its languages, what is stale, what the checks find, its versions."""

from dataclasses import dataclass

from campaign.adapters.files import folder as folders
from campaign.adapters.store import versions
from campaign.core.check import original_of
from campaign.core.letters import Letter, Version, digest_of, texts_of
from campaign.errors import FolderError, Problem
from campaign.services.campaign import Campaign
from campaign.services.letters.check import LetterCheck, check_texts
from campaign.services.letters.translations import TranslationState, translation_states


@dataclass(frozen=True, slots=True)
class DraftTexts:
    """The texts of the letter in the folder."""

    letter: str
    """The letter's name."""
    letters: dict[str, Letter]
    """The texts that can be read, by language, the original first."""
    original: str
    """The language of the original."""
    unreadable: tuple[Problem, ...]
    """What is wrong with the files that cannot be read."""

    @property
    def title(self) -> str:
        """The title of the original; the letter's name if it has none."""
        letter = self.letters.get(self.original)
        return (letter and (letter.title or letter.subject_line)) or self.letter


@dataclass(frozen=True, slots=True)
class DraftStatus:
    """The letter in the folder, beside its versions."""

    texts: DraftTexts
    translations: dict[str, TranslationState]
    """Whether each translation is up to date, by language."""
    check: LetterCheck
    newest: Version | None
    """The newest version; None before the first."""
    public: Version | None
    """The version on the public page; older than the newest while signatories decide."""
    is_changed: bool
    """Whether the text differs from the newest version."""

    @property
    def letters(self) -> dict[str, Letter]:
        """The texts that can be read, by language, the original first."""
        return self.texts.letters

    @property
    def original(self) -> str:
        """The language of the original."""
        return self.texts.original

    @property
    def title(self) -> str:
        """The title of the original; the letter's name if it has none."""
        return self.texts.title

    @property
    def next_number(self) -> int:
        """The number that the next version would get."""
        return self.newest.number + 1 if self.newest else 1


def read_draft_texts(campaign: Campaign) -> DraftTexts:
    """Read the texts of the letter in the folder, without checking them. Raises FolderError if there is none."""
    name = campaign.letter
    letters, unreadable = folders.read_letters(campaign.folder, name)
    if not letters:
        problem = unreadable[0] if unreadable else None
        raise FolderError(str(problem or f"letters/{name}: there is no text"), fix="correct the file")
    original = next((code for code in letters if not original_of(code, letters)), next(iter(letters)))
    codes = sorted(letters, key=lambda code: (code != original, code))
    return DraftTexts(name, {code: letters[code] for code in codes}, original, tuple(unreadable))


def read_draft_status(campaign: Campaign) -> DraftStatus:
    """Read how the letter stands. Raises FolderError if there is none, or if a file cannot be read."""
    texts = read_draft_texts(campaign)
    name, letters = texts.letter, texts.letters
    newest, public_version = campaign.store.read(versions.latest, name), campaign.store.read(versions.public, name)
    return DraftStatus(
        texts=texts,
        translations=translation_states(campaign.folder, name, letters),
        check=check_texts(campaign, name, letters, texts.unreadable),
        newest=newest,
        public=public_version,
        is_changed=newest is not None and digest_of(texts_of(letters)) != newest.digest,
    )
