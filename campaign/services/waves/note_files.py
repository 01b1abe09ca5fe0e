"""Reading and writing the covering notes of a letter's waves: one file for each purpose and language."""

from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.files.folder import read_letters, read_text
from campaign.core.delivery.audience import WavePurpose
from campaign.core.letters.covering_note import read_note
from campaign.core.letters.front_matter import LetterFile
from campaign.errors import FolderError, LetterError, Refused, UsageError, cause_of
from campaign.services.campaign import Campaign

_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class NoteFile:
    """The covering note of a purpose in one language."""

    language: str
    text: str
    """The file, as it is; "" if there is none."""


def read_notes(campaign: Campaign, purpose: WavePurpose) -> tuple[NoteFile, ...]:
    """The notes of a purpose, one for each language of the letter."""
    languages, _ = read_letters(campaign.folder, campaign.letter)
    return tuple(NoteFile(language, _text(_path(campaign, purpose, language))) for language in sorted(languages))


def save_note(campaign: Campaign, purpose: WavePurpose, language: str, before: str, text: str) -> None:
    """Write a note; an empty one is removed. `before` is the text that the person has changed.

    Raises UsageError for a language that the letter does not have and for a note that cannot be used, Refused if
    somebody else has changed it meanwhile.
    """
    if language not in {note.language for note in read_notes(campaign, purpose)}:
        raise UsageError(f"the letter has no text in {language}", fix="write the letter in this language first")
    path, text = _path(campaign, purpose, language), _unix(text)
    if _unix(_text(path)).strip() != _unix(before).strip():
        raise Refused("somebody else has changed this note meanwhile", fix="copy your words, and open the page again")
    if not text.strip():
        _remove(path)
        return
    if len(text) > _MOST_CHARACTERS:
        raise UsageError(f"the note has more than {_MOST_CHARACTERS} characters", fix="shorten it")
    _, problems = read_note(LetterFile(campaign.folder.display_path(path), text))
    if problems:
        raise LetterError("; ".join(problem.message for problem in problems), fix="correct it", problems=problems)
    replace_file(campaign.folder.file_to_write(path), (text.strip() + "\n").encode())


def _path(campaign: Campaign, purpose: WavePurpose, language: str) -> Path:
    return campaign.folder.letter(campaign.letter) / f"note.{purpose}.{language}.md"


def _text(path: Path) -> str:
    return read_text(path) if path.is_file() else ""


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FolderError(f"{path.name}: cannot be removed ({cause_of(error)})") from error
