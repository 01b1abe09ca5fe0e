"""A new campaign folder: its files, written completely or not at all."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files.atomic import Rename, fill_folder
from campaign.adapters.files.content import CONTENT
from campaign.adapters.files.folder import SETTINGS_FILE, read_text
from campaign.adapters.settings import parse
from campaign.adapters.settings.settings_doc import starter_env, starter_file
from campaign.errors import FolderError, Refused, SettingsError, UsageError, cause_of

ADDRESSEES = (
    "id,name,given_name,family_name,honorific,honorific_override,mail,country,group,role,language,salutation,phone,"
    "sentence\n"
)
ORGANISATIONS = "name,url,country,logo\n"
INVITATIONS = "organisation,contact,role,mail,language,country\n"
_STARTERS = CONTENT / "templates" / "init"
_ALLOWED_NAMES = frozenset({".git"})
_MOST_NAMES = 5


def starter_texts(known_settings: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """The text of every file of a new folder, by its path in the folder.

    `known_settings` are settings that are known already, by table and key. The others are left to be filled in.
    """
    return {
        SETTINGS_FILE: starter_file(known_settings),
        ".env.example": starter_env(),
        ".gitignore": read_text(_STARTERS / "gitignore.txt"),
        "letters/README.md": read_text(_STARTERS / "letters.md"),
        "letters/first/letter.en.md": read_text(_STARTERS / "letter.en.md"),
        "letters/first/addressees.csv": ADDRESSEES,
        "signatories/README.md": read_text(_STARTERS / "signatories.md"),
        "signatories/organisations.csv": ORGANISATIONS,
        "signatories/invitations.private.csv": INVITATIONS,
        "signatories/logos/.gitkeep": "",
        "templates/README.md": read_text(CONTENT / "templates" / "README.md"),
    }


def is_starter(letter: Path) -> bool:
    """Whether the folder of a letter holds exactly what `campaign init` writes into it, and nothing else."""
    expected = {Path(path).name: text for path, text in starter_texts({}).items() if path.startswith("letters/first/")}
    if letter.is_symlink() or {path.name for path in letter.iterdir()} != set(expected):
        return False
    return all((letter / name).read_bytes() == text.encode() for name, text in expected.items())


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """A campaign folder that would be created."""

    target: Path
    """A new or empty folder."""
    texts: Mapping[str, str]
    """The text of each file, by its path in the folder."""


def plan_folder(target: Path, known_settings: Mapping[tuple[str, str], str]) -> FolderPlan:
    """What would be written into `target`, a new or empty folder; it may contain `.git`.

    Raises UsageError for invalid settings, Refused when the folder is not empty.
    """
    _check_values(known_settings)
    with _explain_os_errors(target):
        _check_free(target)
    return FolderPlan(target, starter_texts(known_settings))


def make_folder(plan: FolderPlan, move: Rename = os.rename) -> None:
    """Write the files of a plan, all or none.

    Raises Refused when the folder is no longer empty, FolderError when it cannot be written.
    """
    with _explain_os_errors(plan.target):
        _check_free(plan.target)
        fill_folder(plan.target, plan.texts, move)


@contextmanager
def _explain_os_errors(target: Path) -> Iterator[None]:
    """Turns an OSError into a FolderError that names the folder and says what to do."""
    try:
        yield
    except OSError as error:
        fix = "nothing was written; check the permissions and free space of the folder above"
        raise FolderError(f"{target}: cannot be written ({cause_of(error)})", fix=fix) from error


def _check_values(known_settings: Mapping[tuple[str, str], str]) -> None:
    example = {("campaign", "vote"): "2027-04-26 12:00"}
    try:
        parse(starter_file(example | dict(known_settings)), "", {})
    except SettingsError as error:
        text = "\n".join(f"{problem.message}; {problem.fix}" for problem in error.problems)
        raise UsageError(text, fix="nothing was written; `campaign init --help` shows the options") from None


def is_free(target: Path) -> bool:
    """Whether a folder is new or empty; it may contain `.git`."""
    return not os.path.lexists(target) or (target.is_dir() and not _other_names(target))


def _other_names(target: Path) -> list[str]:
    return sorted(path.name for path in target.iterdir() if path.name not in _ALLOWED_NAMES)


def _check_free(target: Path) -> None:
    if target.is_dir():
        names = _other_names(target)
        if names:
            more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
            listed = f"{', '.join(names[:_MOST_NAMES])}{more}"
            raise Refused(
                f"{target}: nothing was written, because the folder is not empty: {listed}",
                fix="choose a new folder, or move these files away",
            )
    elif os.path.lexists(target):
        raise Refused(f"{target}: nothing was written, because a file has this name", fix="choose another name")
