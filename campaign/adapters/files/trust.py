"""What a campaign folder may run on this machine: own templates and commands that settings name, trusted once, by
digest.

Folders are shared, so whoever edits one would otherwise run programs on the machines of all others. What is trusted is
remembered in the user's state folder, outside of every campaign folder.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from campaign.adapters.files.package_data import CONTENT
from campaign.adapters.files.sending_mark import state_folder
from campaign.errors import FolderError, Refused, cause_of

FIX = "look at them, then run campaign trust"
_BETWEEN_PATHS = re.compile(r"[\s\"'`$(){}\[\];&|<>=:,@]+")
_TEMPLATES = CONTENT / "templates"
_SETTINGS = "campaign.toml"
# Catalogues, style sheets, fonts, pictures and notes run nothing. Everything else may: a template, a script of the
# desk, and whatever a template includes.
_RUN_NOTHING = frozenset(
    (".po", ".pot", ".mo", ".css", ".otf", ".ttf", ".docx", ".md", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
)


def own_templates(folder: Path) -> tuple[Path, ...]:
    """The files below a campaign's `templates/` that may run and are not those of the program, sorted. Templates are
    read through links, so links to folders are followed here too. None without such a folder."""
    if not folder.is_dir():
        return ()
    paths = (path for path in sorted(_files(folder, (folder.resolve(),))) if may_run(path.name))
    return tuple(path for path in paths if not _is_ours(folder, path))


def templates_digest(folder: Path) -> str:
    """The digest of a campaign's own templates; "" if it has none."""
    return _digest_of(_contents(folder))


def command_digest(command: Sequence[str]) -> str:
    """The digest of a command with its arguments, and of the files in a campaign folder that it names: whoever edits
    the folder could change a script there. Files in `private/` are not shared, and may change, as saved tokens do."""
    digest = hashlib.sha256("\0".join(("command", *command)).encode())
    for word in _possible_paths(command):
        if os.path.isfile(word) and _is_shared(Path(word)):  # noqa: PTH113 -- False for a word that is no path at all
            digest.update(b"\0" + hashlib.sha256(Path(word).read_bytes()).digest())
    return digest.hexdigest()


def _possible_paths(command: Sequence[str]) -> Iterator[str]:
    """Every part of a command that may name a file: each word, what follows a `=` or `@` in it, and, if it is a
    command line of its own for a shell, each of its words."""
    for word in command:
        parts = dict.fromkeys(_BETWEEN_PATHS.split(word))
        ends = (word[place + 1 :] for place, sign in enumerate(word) if sign in "=:@,")
        options = (word[2:],) if word.startswith("-") else ()  # -fFILE
        yield from dict.fromkeys((word, *parts, *ends, *options))


def is_trusted(digest: str) -> bool:
    """Whether the user of this machine has trusted what has this digest."""
    return (_folder() / digest).exists()


def trust(digest: str) -> None:
    """Remember that the user trusts what has this digest. Raises FolderError."""
    try:
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        (_folder() / digest).touch(mode=0o600)
    except OSError as error:
        what = f"{_folder()}: cannot be written ({cause_of(error)})"
        raise FolderError(what, fix="set XDG_STATE_HOME to a folder that you can write to") from error


def need_trusted_templates(folder: Path) -> dict[str, bytes]:
    """The contents of a campaign's own templates, by their paths below the folder, exactly as they were trusted. Raises
    Refused if they are not trusted on this machine."""
    contents = _contents(folder) if folder.is_dir() else {}
    if contents and not is_trusted(_digest_of(contents)):
        names = ", ".join(_names(list(contents)))
        raise Refused(f"the folder has templates of its own that you have not trusted here: {names}", fix=FIX)
    return contents


def may_run(name: str) -> bool:
    """Whether a file below `templates/` may run, by its name or path: all but catalogues, style sheets, fonts,
    pictures, notes and hidden files."""
    path = PurePath(name)
    return path.suffix.lower() not in _RUN_NOTHING and not path.name.startswith(".")


def need_trusted_command(command: Sequence[str]) -> None:
    """Raises Refused if a command that settings name is not trusted on this machine."""
    if not is_trusted(command_digest(command)):
        what = f"campaign.toml names a command that you have not trusted here: {' '.join(command)}"
        raise Refused(what, fix=FIX)


def _names(names: list[str]) -> Iterator[str]:
    yield from names[:5]
    if len(names) > 5:
        yield f"{len(names) - 5} more"


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): _content(path) for path in own_templates(folder)}


def _digest_of(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(b"templates\0")
    for name, content in contents.items():
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest() if contents else ""


def _files(folder: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    """The files below a folder, also through links. A link to a folder above is given as it is."""
    for path in folder.iterdir():
        if path.is_dir():
            real = path.resolve()
            if real in above:
                yield path
            else:
                yield from _files(path, (*above, real))
        elif path.is_file():
            yield path


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else bytes(path.resolve())


def _is_shared(path: Path) -> bool:
    """Whether a file is in a campaign folder, or linked from there, and not in its `private/`."""
    return any(
        (folder / _SETTINGS).exists() and place.relative_to(folder).parts[0] != "private"
        for place in {path.absolute(), path.resolve()}
        for folder in place.parents
    )


def _is_ours(folder: Path, path: Path) -> bool:
    ours = _TEMPLATES / path.relative_to(folder)
    return ours.is_file() and ours.read_bytes() == path.read_bytes()


def _folder() -> Path:
    return state_folder() / "trusted"
