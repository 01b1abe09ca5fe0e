"""A new campaign folder: what is in it, and writing it whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from campaign.adapters.files.content import CONTENT
from campaign.adapters.files.folder import SETTINGS_FILE, read_text
from campaign.adapters.settings.document import starter_env, starter_file
from campaign.errors import FolderError, Refused

ADDRESSEES = (
    "id,name,given_name,family_name,honorific,honorific_override,mail,country,group,role,language,salutation,phone\n"
)
ORGANISATIONS = "name,url,country,logo\n"
_STARTERS = CONTENT / "templates" / "init"
_MAY_BE_THERE = frozenset({".git"})
_MOST_NAMED = 5

Move = Callable[[Path, Path], object]


def files(given: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Every file of a new folder: its path in the folder, and its text.

    `given` holds settings that are known already, by table and key; the rest is left to fill in.
    """
    return {
        SETTINGS_FILE: starter_file(given),
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


def write(target: Path, texts: Mapping[str, str], move: Move = os.rename) -> None:
    """Write the files into `target`, a new or empty folder (a `.git` may be in it), all or none.

    Raises Refused when there is something already, FolderError when it cannot be written.
    """
    try:
        _check_free(target)
        _write(target, texts, move)
    except OSError as error:
        hint = "look at the rights and the space of the folder above; nothing was written"
        raise FolderError(f"{target}: cannot be written ({error.strerror or error})", hint=hint) from error


def _write(target: Path, texts: Mapping[str, str], move: Move) -> None:
    fresh = not target.is_dir()
    # A new folder is made beside and renamed. In one that exists, what is made inside is moved up: a shell may stand
    # in it, and would be left in a folder that is gone.
    with _workshop(target.parent if fresh else target) as place:
        for name, text in texts.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8", newline="\n")
        if fresh:
            move(place, target)
        else:
            _move_all(place, target, move)


def _check_free(target: Path) -> None:
    if target.is_dir():
        there = sorted(each.name for each in target.iterdir() if each.name not in _MAY_BE_THERE)
        if there:
            more = f" and {len(there) - _MOST_NAMED} more" if len(there) > _MOST_NAMED else ""
            raise Refused(
                f"{target}: not empty, nothing was written: {', '.join(there[:_MOST_NAMED])}{more}",
                hint="name a new folder, or move these away",
            )
    elif os.path.lexists(target):
        raise Refused(f"{target}: a file of that name is there, nothing was written", hint="name a new folder")


@contextmanager
def _workshop(parent: Path) -> Iterator[Path]:
    """A folder to make things in, gone afterwards whatever happens."""
    place = parent / f".campaign-init-{secrets.token_hex(4)}"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _move_all(place: Path, target: Path, move: Move) -> None:
    moved: list[str] = []
    try:
        for name in sorted(each.name for each in place.iterdir()):
            move(place / name, target / name)
            moved.append(name)
    except OSError:
        for name in moved:
            os.rename(target / name, place / name)  # noqa: PTH104 -- as above
        raise
