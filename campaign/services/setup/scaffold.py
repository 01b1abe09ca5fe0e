"""A new campaign folder: what is in it, and writing it whole or not at all."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files.atomic import Rename, fill_folder
from campaign.adapters.files.content import CONTENT
from campaign.adapters.files.folder import SETTINGS_FILE, read_text
from campaign.adapters.settings import parse
from campaign.adapters.settings.document import starter_env, starter_file
from campaign.errors import FolderError, Refused, SettingsError, UsageError, cause_of

ADDRESSEES = (
    "id,name,given_name,family_name,honorific,honorific_override,mail,country,group,role,language,salutation,phone\n"
)
ORGANISATIONS = "name,url,country,logo\n"
_STARTERS = CONTENT / "templates" / "init"
_ALLOWED_NAMES = frozenset({".git"})
_MOST_NAMES = 5


def starter_texts(known_settings: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Every file of a new folder: its path in the folder, and its text.

    `given` holds settings that are known already, by table and key; the rest is left to fill in.
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
        "signatories/logos/.gitkeep": "",
        "templates/README.md": read_text(CONTENT / "templates" / "README.md"),
    }


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """A campaign folder that would be made."""

    target: Path
    """A folder that is new or empty."""
    texts: Mapping[str, str]
    """The text of each file, by its path in the folder."""


def plan_folder(target: Path, known_settings: Mapping[tuple[str, str], str]) -> FolderPlan:
    """What would be written into `target`, a new or empty folder (a `.git` may be in it); `given` as in `files`.

    Raises UsageError for values that the settings would refuse, Refused when there is something already.
    """
    _check_values(known_settings)
    with _explain_os_errors(target):
        _check_free(target)
    return FolderPlan(target, starter_texts(known_settings))


def make_folder(plan: FolderPlan, move: Rename = os.rename) -> None:
    """Write the files of a plan, all or none.

    Raises Refused when something is there by now, FolderError when it cannot be written.
    """
    with _explain_os_errors(plan.target):
        _check_free(plan.target)
        fill_folder(plan.target, plan.texts, move)


@contextmanager
def _explain_os_errors(target: Path) -> Iterator[None]:
    """Gives an error of the system the folder's name and what to do."""
    try:
        yield
    except OSError as error:
        hint = "look at the rights and the space of the folder above; nothing was written"
        raise FolderError(f"{target}: cannot be written ({cause_of(error)})", fix=hint) from error


def _check_values(known_settings: Mapping[tuple[str, str], str]) -> None:
    example = {("campaign", "vote"): "2027-04-26 12:00"}
    try:
        parse(starter_file(example | dict(known_settings)), "", {})
    except SettingsError as error:
        text = "\n".join(f"{problem.message}; {problem.fix}" for problem in error.problems)
        raise UsageError(text, fix="nothing was written; `campaign init --help` shows the options") from None


def _check_free(target: Path) -> None:
    if target.is_dir():
        names = sorted(path.name for path in target.iterdir() if path.name not in _ALLOWED_NAMES)
        if names:
            more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
            raise Refused(
                f"{target}: not empty, nothing was written: {', '.join(names[:_MOST_NAMES])}{more}",
                fix="name a new folder, or move these away",
            )
    elif os.path.lexists(target):
        raise Refused(f"{target}: a file of that name is there, nothing was written", fix="name a new folder")
