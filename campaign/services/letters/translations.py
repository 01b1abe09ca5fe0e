"""The texts of a letter held against the one that they translate, and the record that says when they were confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import folder
from campaign.adapters.files.atomic import replace_file
from campaign.core.check import Compared, check_translation, original_of
from campaign.core.check.seen import Seen, parsed, seen, written
from campaign.core.letters import Letter
from campaign.errors import LetterError, Problem, UsageError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A translation that a person calls up to date."""

    letter: str
    """The letter's name."""
    record: Path
    """The file that says so."""
    original: Letter
    translation: Letter
    passages: int
    """How many passages of the original the record has."""
    left: tuple[Problem, ...]
    """What differs all the same, in blocks, notes or links."""


def compare(place: folder.Folder, name: str, letters: Mapping[str, Letter]) -> Compared:
    """What differs between each translation of a letter and its original."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for language, letter in letters.items():
        named = letter.translation_of
        if named and (named not in letters or named == language):
            what = f"translation_of names {named}, but that is no other text of this letter"
            problems.append(Problem(letter.path, None, what, f"other texts: {_others(letters, language)}"))
        original = original_of(language, letters)
        if original:
            record, unreadable = _record(place, name, language)
            compared = check_translation(letters[original], letter, record)
            problems += [*unreadable, *compared.problems]
            warnings += compared.warnings
    return Compared(tuple(problems), tuple(warnings))


def confirm(campaign: Campaign, language: str, name: str = "") -> Confirmation:
    """Record that a translation is up to date with what its original says now. Without a name, the campaign's letter.

    Raises UsageError when there is no such translation, LetterError when a text of the letter cannot be read,
    FolderError when the record cannot be written.
    """
    place = campaign.folder
    name = folder.chosen_letter(place, name or campaign.settings.campaign.letter)
    letters, problems = folder.read_letters(place, name)
    if problems:
        raise LetterError(f"letters/{name}: not confirmed", problems=problems, hint="campaign letter check")
    if language not in letters:
        raise UsageError(f"letters/{name}: there is no text in {language}", hint=f"texts: {', '.join(letters)}")
    original = original_of(language, letters)
    if not original:
        raise UsageError(f"{letters[language].path} is no translation", hint=f"others: {_others(letters, language)}")
    record = seen(letters[original])
    path = _path(place, name, language)
    replace_file(path, written(record, language).encode())
    left = check_translation(letters[original], letters[language], record).problems
    return Confirmation(name, path, letters[original], letters[language], len(record.passages), left)


def _record(place: folder.Folder, name: str, language: str) -> tuple[Seen | None, tuple[Problem, ...]]:
    path = _path(place, name, language)
    if not path.exists():
        return None, ()
    return parsed(folder.read_text(path), place.shown(path))


def _path(place: folder.Folder, name: str, language: str) -> Path:
    return place.letter(name) / f"letter.{language}.seen"


def _others(letters: Mapping[str, Letter], language: str) -> str:
    return ", ".join(code for code in letters if code != language) or "none"
