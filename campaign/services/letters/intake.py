"""Imports a letter, its addressees and its signatories from a file: first a plan, then the files."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from campaign.adapters import word
from campaign.adapters.files.atomic import create_files, replace_with_backup
from campaign.adapters.files.folder import Folder, letter_names, read_bytes
from campaign.core.intake import ADDRESSEES, LETTER, ORGANISATIONS, Draft, csv_tables, draft, draft_of, eml
from campaign.core.intake.decode import decode_text
from campaign.core.intake.pieces import DraftSource
from campaign.core.intake.word.archive import MOST_BYTES
from campaign.core.intake.word.odt import is_odt
from campaign.core.intake.word.rtf import is_rtf
from campaign.core.languages.lookup import is_language_code
from campaign.core.signatories.organisation_table import is_blank
from campaign.core.tables.text import slug
from campaign.errors import (
    CampaignError,
    FolderError,
    LetterError,
    Problem,
    Refused,
    UsageError,
    cause_of,
)
from campaign.services.campaign import Campaign
from campaign.services.setup.change_setting import (
    SettingPlan,
    change_setting,
    missing_settings,
    plan_setting,
    setting_in_file,
)
from campaign.services.setup.scaffold import is_starter

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OWN_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")  # BCP 47, as files of others write it
_OFFICE_ENDINGS = frozenset({".doc", ".docx", ".docm", ".odt", ".rtf", ".pages"})
_AGAIN = "import again"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would write."""

    name: str
    """Name of the letter's folder."""
    draft: Draft
    """The letter that was read, with its addressees and organisations."""
    texts: dict[Path, str]
    """The text of each file that would be written; the letter comes first."""
    review: tuple[Problem, ...]
    """What to review afterwards, in the files that would be written."""
    blank_directory: Path | None = None
    """The coalition's directory, if it may be overwritten because it has no rows."""
    directory: Path | None = None
    """The file of the organisations; None if the letter names none, and for an update."""
    previous: bytes | None = None
    """In an update, the text that is replaced; None for a new letter."""
    starters: tuple[Path, ...] = ()
    """The folders of letters that are as `campaign init` wrote them, and would be removed."""
    setting: SettingPlan | None = None
    """The name of the letter in campaign.toml; None if another letter is chosen there, or it cannot be written."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import."""

    backup: Path | None
    """The backup of the text that was replaced; None if none was."""
    commands: tuple[str, ...]
    """The next commands, in order, once everything is reviewed."""
    missing: tuple[Problem, ...]
    """What the commands need in campaign.toml and is not filled in yet."""


def plan_import(campaign: Campaign, file: Path, *, name: str = "", language: str = "", update: str = "") -> ImportPlan:
    """Read a file and plan what to write. Needs the campaign's folder, but not its settings.

    `name` is the new letter's name, "" to make one from the title. `language` overrides the text's own. `update` is the
    name of the letter whose text is to be replaced. Raises UsageError for names that are not valid, LetterError for a
    file that is not a letter, FolderError for one that cannot be read, Refused if a file would be overwritten.
    """
    return plan_import_of(campaign, _bytes(file), file, name=name, language=language, update=update)


def plan_import_of(
    campaign: Campaign, data: bytes, file: Path, *, name: str = "", language: str = "", update: str = ""
) -> ImportPlan:
    """Plan what to write for the content of a file, as `plan_import` does. `file` is its name."""
    _check_names(name, language, update)
    letter = read_draft(data, file, language)
    if not _OWN_LANGUAGE.fullmatch(letter.language):  # it becomes a part of the file's name
        what = f"{file}: its language {letter.language[:20]!r} is not a language code"
        raise LetterError(what, fix="correct it, or choose the language: a code such as en, de or fr")
    plan = _plan(campaign.folder, update or name or _name_of(letter, file), letter, update=bool(update))
    _check_free(campaign.folder, plan, update=bool(update))
    return plan if update else _with_choice(campaign.folder, plan)


def import_letter(campaign: Campaign, plan: ImportPlan) -> ImportResult:
    """Write the files of a plan, all or none.

    Raises Refused for a stale plan: one of the files exists now, or the text to replace or the empty directory has
    changed. Raises FolderError if a file cannot be written.
    """
    if plan.previous is not None:
        letter = next(iter(plan.texts))
        if read_bytes(letter) != plan.previous:
            raise Refused(
                f"{campaign.folder.display_path(letter)}: has changed in the meantime; nothing was written", fix=_AGAIN
            )
        target = campaign.folder.file_to_write(letter)
        return ImportResult(replace_with_backup(target, plan.draft.letter), *_following(campaign, plan))
    if plan.blank_directory and _has_rows(plan.blank_directory):
        raise Refused(
            f"{campaign.folder.display_path(plan.blank_directory)}: has rows now; nothing was written", fix=_AGAIN
        )
    create_files(plan.texts, empty_file=plan.blank_directory)
    for starter in plan.starters:
        if is_starter(starter):
            shutil.rmtree(starter)
    if plan.setting:
        change_setting(plan.setting)
    return ImportResult(None, *_following(campaign, plan))


def is_first_import(campaign: Campaign) -> bool:
    """Whether the folder has no letter but those that `campaign init` wrote."""
    return all(is_starter(campaign.folder.letter(name)) for name in letter_names(campaign.folder))


def import_first_letter(campaign: Campaign, plan: ImportPlan) -> ImportResult:
    """Write the files of a plan, as `import_letter` does; from then on the campaign is about this letter."""
    result = import_letter(campaign, plan)
    campaign.letter = plan.name
    return result


def _check_names(name: str, language: str, update: str) -> None:
    if name and update:
        raise UsageError(
            "--as and --update cannot be used together", fix="use --as for a new letter, --update to change one"
        )
    if name and not _NAME.fullmatch(name):
        raise UsageError(f"--as {name!r} is not a valid name", fix="use letters, digits and -, for example ai-act")
    if language and not is_language_code(language):
        raise UsageError(f"--language {language!r} is not a language code", fix="write a code such as en, de or fr")


def read_draft(data: bytes, file: Path, language: str = "") -> Draft:
    """Read a letter from the content of a file, whose name is `file`. Raises LetterError for what is not a letter."""
    reader = _reader(file, data)
    if reader:
        return _read_with(reader, file, data, language)
    text, remarks = decode_text(data, str(file))
    try:
        letter = draft(text, file.name, language)
    except LetterError as error:
        raise LetterError(f"{file}: {error.message}", fix=error.fix) from error
    except Exception as error:  # as for Word files
        raise _unreadable(file, error) from error
    if file.suffix.lower() in _OFFICE_ENDINGS:
        what = f"{file.name} is named as a file of a word processor, but it is text; it was read as text"
        letter = replace(
            letter, review=(Problem(LETTER, None, what, "check that it is the right file"), *letter.review)
        )
    encoding = tuple(Problem(LETTER, None, remark.what, remark.fix) for remark in remarks)
    return replace(letter, review=(*encoding, *letter.review))


def _bytes(file: Path) -> bytes:
    """Read a file, but not much more than the largest letter."""
    try:
        with file.open("rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as error:
        raise FolderError(f"{file}: cannot be read ({cause_of(error)})", fix="choose a Word or text file") from error


def _reader(file: Path, data: bytes) -> Callable[[bytes], DraftSource] | None:
    """Return the reader for a file that is not simply text; its content decides, its name only for an email."""
    if data.startswith(b"PK"):
        return word.read_odt if is_odt(data) else word.read_docx
    if is_rtf(data):
        return word.read_rtf
    return eml.read if eml.is_email(data, file.name) else None


def _read_with(reader: Callable[[bytes], DraftSource], file: Path, data: bytes, language: str) -> Draft:
    try:
        return draft_of(reader(data), language)
    except CampaignError as error:
        raise LetterError(f"{file}: {error.message}", fix=error.fix) from error
    except Exception as error:  # another library's error is of no use to a person
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> LetterError:
    """Return the error for a file that a reader could not cope with."""
    what = f"{file}: part of it cannot be read ({type(error).__name__})"
    return LetterError(what, fix="copy its text into a new document or into letter.txt, and import that")


def _name_of(letter: Draft, file: Path) -> str:
    return slug(letter.title)[:60].rstrip("-") or slug(file.stem)[:60].rstrip("-") or "letter"


def _plan(folder: Folder, name: str, letter: Draft, *, update: bool) -> ImportPlan:
    place = folder.letter(name)
    path = place / f"letter.{letter.language}.md"
    if update:
        before = read_bytes(path) if path.is_file() else None
        return ImportPlan(name, letter, {path: letter.letter}, _review(folder, letter, {LETTER: path}), previous=before)
    paths = {LETTER: path, ADDRESSEES: folder.addressees_csv(name)}
    texts = {path: letter.letter, paths[ADDRESSEES]: csv_tables.addressees(letter.addressees)}
    directory = blank = None
    if letter.organisations:
        blank = None if _has_rows(folder.organisations_csv) else folder.organisations_csv
        directory = paths[ORGANISATIONS] = blank or place / "signatories.csv"
        texts[directory] = csv_tables.organisations(letter.organisations)
    return ImportPlan(name, letter, texts, _review(folder, letter, paths), blank, directory)


def _review(folder: Folder, letter: Draft, paths: dict[str, Path]) -> tuple[Problem, ...]:
    """Return what to review in the files that are written, with their paths."""
    listed: tuple[Problem, ...] = ()
    if ORGANISATIONS in paths:
        what = "the import of this table lists these organisations under the letter at once"
        listed = (Problem(ORGANISATIONS, None, what, "write invited in the column state for who has not agreed yet"),)
    return tuple(
        replace(problem, path=folder.display_path(paths[problem.path]))
        for problem in (*letter.review, *listed)
        if problem.path in paths
    )


def _has_rows(directory: Path) -> bool:
    """Whether the directory exists and has more than the header that `campaign init` writes."""
    if directory.is_symlink() or not directory.is_file():
        return directory.exists()
    return not is_blank(read_bytes(directory))


def _check_free(folder: Folder, plan: ImportPlan, *, update: bool) -> None:
    """Check that an update has its file, and that a new letter overwrites none."""
    if update:
        if plan.previous is None:
            what = f"{folder.display_path(next(iter(plan.texts)))}: there is no text to update"
            raise UsageError(what, fix="check the letter's name, or import it as a new letter with --as NAME")
        return
    there = [
        folder.display_path(path)
        for path in plan.texts
        if path != plan.blank_directory and (path.exists() or path.is_symlink())
    ]
    if there:
        raise Refused(
            f"{', '.join(there)}: already exists; nothing was written",
            fix="import it under another name with --as NAME",
        )


def _with_choice(folder: Folder, plan: ImportPlan) -> ImportPlan:
    """The plan with the starter letters that it replaces, and with the letter's name for campaign.toml.

    Another letter that a person chose, or the only other letter that is written, stays the current one.
    """
    starters = tuple(path for name in letter_names(folder) if is_starter(path := folder.letter(name)))
    others = set(letter_names(folder)) - {path.name for path in starters} - {plan.name}
    chosen = setting_in_file(folder, "campaign", "letter")
    if others if not chosen else chosen in others:
        return replace(plan, starters=starters)
    try:
        setting = plan_setting(folder, "campaign", "letter", plan.name)
    except CampaignError:  # a file that is not valid is named by the next command
        return replace(plan, starters=starters)
    return replace(plan, starters=starters, setting=setting)


def _following(campaign: Campaign, plan: ImportPlan) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    return _commands(campaign, plan), missing_settings(campaign.folder)


def _commands(campaign: Campaign, plan: ImportPlan) -> tuple[str, ...]:
    folder, name = campaign.folder, plan.name
    is_current = (setting_in_file(folder, "campaign", "letter") or name) == name and (
        plan.setting is not None or letter_names(folder) == (name,)
    )
    option = "" if is_current else f" --letter {name}"
    if plan.previous is not None:
        return (f"campaign letter check{option}",)
    table = "" if plan.blank_directory or not plan.directory else f" {folder.display_path(plan.directory)}"
    signatories = [f"campaign signatory import{table}{option}"] if plan.directory else []
    return (f"campaign letter check{option}", *signatories, f"campaign addressee import{option}")
