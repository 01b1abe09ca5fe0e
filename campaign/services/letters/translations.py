"""The texts of a letter held against the one that they translate, and the record that says when they were confirmed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import folder
from campaign.core.check import Compared, check_translation, original_of
from campaign.core.check.seen import Seen, parsed, seen, written
from campaign.core.letters import Letter
from campaign.errors import FolderError, LetterError, Problem, UsageError


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A translation that a person calls up to date. `left` is what differs all the same, in blocks, notes or links."""

    path: Path
    original: Letter
    translation: Letter
    passages: int
    left: tuple[Problem, ...]


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


def confirm(place: folder.Folder, name: str, language: str) -> Confirmed:
    """Record that a translation is up to date with what its original says now.

    Raises UsageError when there is no such translation, LetterError when a text of the letter cannot be read,
    FolderError when the record cannot be written.
    """
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
    _replace(path, written(record, language))
    left = check_translation(letters[original], letters[language], record).problems
    return Confirmed(path, letters[original], letters[language], len(record.passages), left)


def _record(place: folder.Folder, name: str, language: str) -> tuple[Seen | None, tuple[Problem, ...]]:
    path = _path(place, name, language)
    if not path.exists():
        return None, ()
    return parsed(folder.read_text(path), place.shown(path))


def _path(place: folder.Folder, name: str, language: str) -> Path:
    return place.letter(name) / f"letter.{language}.seen"


def _others(letters: Mapping[str, Letter], language: str) -> str:
    return ", ".join(code for code in letters if code != language) or "none"


def _replace(path: Path, text: str) -> None:
    """Whole or not at all: under another name first."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise FolderError(
            f"{path}: cannot be written ({error.strerror or error})", hint="look at its rights"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
