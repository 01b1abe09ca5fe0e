"""A letter, its addressees and its signatories made from what people really have: first a plan, then the files."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from campaign.adapters import word
from campaign.adapters.files.atomic import create_files, replace_with_backup
from campaign.adapters.files.folder import Folder, letter_names, read_bytes
from campaign.core.intake import ADDRESSEES, LETTER, ORGANISATIONS, Draft, draft, draft_of, sheets
from campaign.core.intake.decode import decode_text
from campaign.core.intake.word.archive import MOST_BYTES
from campaign.core.signatories.organisation_table import is_blank
from campaign.core.tables.text import slug
from campaign.errors import (
    CampaignError,
    FolderError,
    LetterError,
    Problem,
    Refused,
    SettingsError,
    UsageError,
    cause_of,
)
from campaign.services.campaign import Campaign

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)?")
_AGAIN = "import again"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would write."""

    name: str
    """Name of the letter's folder."""
    draft: Draft
    """The letter as read, with its addressees and organisations."""
    texts: dict[Path, str]
    """The text of each file that would be written; the letter's first."""
    review: tuple[Problem, ...]
    """What to look at afterwards, in the files that would be written."""
    blank_directory: Path | None = None
    """The one of the files that may be there: the coalition's directory, as long as it has no rows."""
    directory: Path | None = None
    """The file of the organisations; None where the letter names none, and for an update."""
    previous: bytes | None = None
    """What the text takes the place of, in an update; None for a new letter."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was done besides writing the files of the plan."""

    backup: Path | None
    """Where the text lies that was replaced; None where none was."""
    commands: tuple[str, ...]
    """What to do once the review list is worked through, in order."""


def plan_import(campaign: Campaign, file: Path, *, name: str = "", language: str = "", update: str = "") -> ImportPlan:
    """Read a file and say what would be written; needs the campaign's folder, not its settings.

    `name` is the new letter's, "" to make one from the title; `language` overrules the text's own; `update` names the
    letter whose text is replaced. Raises UsageError for names that cannot be, LetterError for a file that is no letter,
    FolderError for one that cannot be read, Refused where a file would be overwritten.
    """
    _check_names(name, language, update)
    letter = _read(file, language)
    plan = _plan(campaign.folder, update or name or _name_of(letter, file), letter, update=bool(update))
    _check_free(campaign.folder, plan, update=bool(update))
    return plan


def import_letter(campaign: Campaign, plan: ImportPlan) -> ImportResult:
    """Write the files of a plan, all or none.

    Raises Refused when it is stale: one of the files appeared, or the text to replace or the directory without rows
    changed meanwhile. Raises FolderError when a file cannot be written.
    """
    if plan.previous is not None:
        letter = next(iter(plan.texts))
        if read_bytes(letter) != plan.previous:
            raise Refused(f"{campaign.folder.display_path(letter)}: changed meanwhile; nothing was written", fix=_AGAIN)
        return ImportResult(replace_with_backup(letter, plan.draft.letter), _commands(campaign, plan))
    if plan.blank_directory and _has_rows(plan.blank_directory):
        raise Refused(
            f"{campaign.folder.display_path(plan.blank_directory)}: has rows by now; nothing was written", fix=_AGAIN
        )
    create_files(plan.texts, empty_file=plan.blank_directory)
    return ImportResult(None, _commands(campaign, plan))


def _check_names(name: str, language: str, update: str) -> None:
    if name and update:
        raise UsageError("--as and --update exclude each other", fix="--as makes a letter, --update changes one")
    if name and not _NAME.fullmatch(name):
        raise UsageError(f"--as {name!r} is no name of a folder", fix="use letters, digits and -, for instance ai-act")
    if language and not _LANGUAGE.fullmatch(language):
        raise UsageError(f"--language {language!r} is no language", fix="write a code such as en, de or fr")


def _read(file: Path, language: str) -> Draft:
    data = _bytes(file)
    if data.startswith(b"PK"):
        return _read_word(file, data, language)
    text, remarks = decode_text(data, str(file))
    try:
        letter = draft(text, file.name, language)
    except LetterError as error:
        raise LetterError(f"{file}: {error.message}", fix=error.fix) from error
    encoding = tuple(Problem(LETTER, None, remark.what, remark.fix) for remark in remarks)
    return replace(letter, review=(*encoding, *letter.review))


def _bytes(file: Path) -> bytes:
    """The file's bytes, no more of them than any letter has."""
    try:
        with file.open("rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as error:
        raise FolderError(f"{file}: cannot be read ({cause_of(error)})", fix="name a Word or text file") from error


def _read_word(file: Path, data: bytes, language: str) -> Draft:
    try:
        return draft_of(word.read_docx(data), language)
    except CampaignError as error:
        raise LetterError(f"{file}: {error.message}", fix=error.fix) from error


def _name_of(letter: Draft, file: Path) -> str:
    return slug(letter.title)[:60].rstrip("-") or slug(file.stem)[:60].rstrip("-") or "letter"


def _plan(folder: Folder, name: str, letter: Draft, *, update: bool) -> ImportPlan:
    place = folder.letter(name)
    path = place / f"letter.{letter.language}.md"
    if update:
        before = read_bytes(path) if path.is_file() else None
        return ImportPlan(name, letter, {path: letter.letter}, _review(folder, letter, {LETTER: path}), previous=before)
    paths = {LETTER: path, ADDRESSEES: folder.addressees_csv(name)}
    texts = {path: letter.letter, paths[ADDRESSEES]: sheets.addressees(letter.addressees)}
    directory = blank = None
    if letter.organisations:
        blank = None if _has_rows(folder.organisations_csv) else folder.organisations_csv
        directory = paths[ORGANISATIONS] = blank or place / "signatories.csv"
        texts[directory] = sheets.organisations(letter.organisations)
    return ImportPlan(name, letter, texts, _review(folder, letter, paths), blank, directory)


def _review(folder: Folder, letter: Draft, paths: dict[str, Path]) -> tuple[Problem, ...]:
    """What the reader of the file remarked on the parts that are written, with the paths of their files."""
    return tuple(
        replace(problem, path=folder.display_path(paths[problem.path]))
        for problem in letter.review
        if problem.path in paths
    )


def _has_rows(directory: Path) -> bool:
    """Whether it is there with more than the header that `campaign init` leaves."""
    if directory.is_symlink() or not directory.is_file():
        return directory.exists()
    return not is_blank(read_bytes(directory))


def _check_free(folder: Folder, plan: ImportPlan, *, update: bool) -> None:
    """An update needs its file, a new letter the place for each of its own."""
    if update:
        if plan.previous is None:
            what = f"{folder.display_path(next(iter(plan.texts)))}: there is no such text to update"
            raise UsageError(what, fix="give the letter's name, or import it as a new one: --as NAME")
        return
    there = [
        folder.display_path(path)
        for path in plan.texts
        if path != plan.blank_directory and (path.exists() or path.is_symlink())
    ]
    if there:
        raise Refused(
            f"{', '.join(there)}: there already; nothing was written", fix="import under another name: --as NAME"
        )


def _commands(campaign: Campaign, plan: ImportPlan) -> tuple[str, ...]:
    if plan.previous is not None:
        return ("campaign letter check",)
    chosen = _active_letter(campaign)
    several = chosen or len(letter_names(campaign.folder)) > 1
    choose = [f'set letter = "{plan.name}" in campaign.toml'] if chosen != plan.name and several else []
    table = "" if plan.blank_directory or not plan.directory else f" {campaign.folder.display_path(plan.directory)}"
    signatories = [f"campaign signatory import{table}"] if plan.directory else []
    addressees = f"campaign addressee import --letter {plan.name}"
    return (*choose, "campaign letter check", *signatories, addressees)


def _active_letter(campaign: Campaign) -> str:
    """The letter that campaign.toml names; "" also where the settings are wrong, which is no matter of an import."""
    try:
        return campaign.settings.campaign.letter
    except SettingsError:
        return ""
