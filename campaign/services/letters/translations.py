"""Compares translations with their originals, and records that a translation is up to date."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import folder
from campaign.adapters.files.atomic import replace_file
from campaign.core.check import TranslationFindings, check_translation, original_of
from campaign.core.check.freshness import freshness
from campaign.core.check.side_by_side import PassagePair, passage_pairs
from campaign.core.check.translation_record import TranslationRecord, format_record, new_record, parse_record
from campaign.core.letters import Letter, digest_of, texts_of
from campaign.errors import LetterError, Problem, Refused, UsageError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A translation that a person has confirmed to be up to date."""

    letter: str
    """The letter's name."""
    record: Path
    """The file of the record."""
    original: Letter
    translation: Letter
    passages: int
    """Number of passages of the original in the record."""
    differences: tuple[Problem, ...]
    """What still differs, in blocks, footnotes or links."""


@dataclass(frozen=True, slots=True)
class TranslationState:
    """Whether a translation is up to date with its original."""

    original: str
    """The original's language."""
    is_confirmed: bool
    """Whether anybody has ever confirmed it."""
    stale: tuple[Problem, ...]
    """The passages whose original has changed since then, by line of the translation."""


@dataclass(frozen=True, slots=True)
class TranslationPairs:
    """A translation beside its original, passage by passage."""

    original: str
    """The original's language."""
    language: str
    pairs: tuple[PassagePair, ...]
    seen: str
    """The digest of both texts."""


def translation_states(
    campaign_folder: folder.Folder, name: str, letters: Mapping[str, Letter]
) -> dict[str, TranslationState]:
    """How each translation of a letter stands, by language."""
    states = {}
    for language, letter in letters.items():
        original = original_of(language, letters)
        if original:
            record = _record_of(campaign_folder, name, language, original)
            stale = tuple(freshness(letters[original], letter, record)) if record else ()
            states[language] = TranslationState(original, record is not None, stale)
    return states


def read_pairs(campaign: Campaign, language: str) -> TranslationPairs:
    """A translation beside its original. Raises UsageError if there is no such translation."""
    name = campaign.letter
    letters, _ = folder.read_letters(campaign.folder, name)
    original = original_of(language, letters) if language in letters else ""
    if not original:
        raise UsageError(f"letters/{name}: {language[:20]!r} is not a translation")
    record = _record_of(campaign.folder, name, language, original)
    seen = _both_digest(letters, original, language)
    return TranslationPairs(original, language, passage_pairs(letters[original], letters[language], record), seen)


def compare_translations(
    campaign_folder: folder.Folder, name: str, letters: Mapping[str, Letter]
) -> TranslationFindings:
    """Compare each translation of a letter with its original."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for language, letter in letters.items():
        named = letter.translation_of
        if named and (named not in letters or named == language):
            what = f"translation_of names {named}, which is not another text of this letter"
            problems.append(Problem(letter.path, None, what, f"other texts: {_others(letters, language)}"))
        original = original_of(language, letters)
        if original:
            record, unreadable = _record(campaign_folder, name, language)
            compared = check_translation(letters[original], letter, record)
            problems += [*unreadable, *compared.problems]
            warnings += compared.warnings
    return TranslationFindings(tuple(problems), tuple(warnings))


def confirm(campaign: Campaign, language: str, name: str = "", seen: str = "") -> Confirmation:
    """Record that a translation is up to date with its original, by default in the campaign's letter.

    `seen` is that of the pairs that somebody has read; Refused is raised if a text has changed since. "" is no check.
    Raises UsageError if there is no such translation, LetterError if a text of the letter has problems, FolderError if
    the record cannot be written.
    """
    campaign_folder = campaign.folder
    name = folder.choose_letter(campaign_folder, name or campaign.settings.campaign.letter)
    letters, problems = folder.read_letters(campaign_folder, name)
    if problems:
        raise LetterError(f"letters/{name}: not confirmed", problems=problems, fix="run campaign letter check")
    if language not in letters:
        raise UsageError(f"letters/{name}: there is no text in {language}", fix=f"texts: {', '.join(letters)}")
    original = original_of(language, letters)
    if not original:
        raise UsageError(
            f"{letters[language].path} is not a translation", fix=f"choose one of: {_others(letters, language)}"
        )
    if seen and seen != _both_digest(letters, original, language):
        raise Refused("not confirmed: one of the texts has changed since you looked at it", fix="look again")
    record = new_record(letters[original])
    path = _path(campaign_folder, name, language)
    replace_file(path, format_record(record, language).encode())
    left = check_translation(letters[original], letters[language], record).problems
    return Confirmation(name, path, letters[original], letters[language], len(record.passages), left)


def _both_digest(letters: Mapping[str, Letter], original: str, language: str) -> str:
    return digest_of(texts_of({code: letters[code] for code in (original, language)}))


def _record(
    campaign_folder: folder.Folder, name: str, language: str
) -> tuple[TranslationRecord | None, tuple[Problem, ...]]:
    path = _path(campaign_folder, name, language)
    if not path.exists():
        return None, ()
    return parse_record(folder.read_text(path), campaign_folder.display_path(path))


def _record_of(campaign_folder: folder.Folder, name: str, language: str, original: str) -> TranslationRecord | None:
    """The record of a translation from this original; None if nobody has confirmed it."""
    record, _ = _record(campaign_folder, name, language)
    return record if record and record.language == original else None


def _path(campaign_folder: folder.Folder, name: str, language: str) -> Path:
    return campaign_folder.letter(name) / f"letter.{language}.seen"


def _others(letters: Mapping[str, Letter], language: str) -> str:
    return ", ".join(code for code in letters if code != language) or "none"
