"""A campaign folder: its paths, and its letters read into core values. This module only reads."""

import re
from dataclasses import dataclass
from pathlib import Path

from campaign.core.letters import Annex, Letter
from campaign.core.letters.annex import parse_annexes
from campaign.core.letters.front_matter import LetterFile
from campaign.core.letters.letter import read_all
from campaign.errors import FolderError, Problem, Refused, cause_of

SETTINGS_FILE = "campaign.toml"
_LETTER_FILE = re.compile(r"letter\.([a-z]{2,3}(?:-[A-Za-z0-9]+)?)\.md$")


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths of a campaign folder."""

    root: Path
    """The folder itself, with campaign.toml in it."""

    @property
    def settings(self) -> Path:
        return self.root / SETTINGS_FILE

    @property
    def database(self) -> Path:
        return self.root / "campaign.db"

    @property
    def mailer_lock(self) -> Path:
        """Held by the process that sends the letter."""
        return self.root / "campaign.lock"

    @property
    def signers_lock(self) -> Path:
        """Held by the process that sends emails to signatories."""
        return self.root / "signers.lock"

    @property
    def run_lock(self) -> Path:
        """Held by `campaign send run`, which also sends what is released while it runs."""
        return self.root / "run.lock"

    @property
    def letter_lock(self) -> Path:
        """Held while a text of a letter is written."""
        return self.root / "letter.lock"

    @property
    def mailbox_lock(self) -> Path:
        return self.root / "mailbox.lock"

    @property
    def copies_lock(self) -> Path:
        return self.root / "copies.lock"

    @property
    def server_lock(self) -> Path:
        return self.root / "serve.lock"

    @property
    def outbox(self) -> Path:
        return self.root / "outbox"

    @property
    def replies(self) -> Path:
        return self.root / "replies"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def signatories(self) -> Path:
        return self.root / "signatories"

    @property
    def organisations_csv(self) -> Path:
        return self.signatories / "organisations.csv"

    @property
    def invitations_csv(self) -> Path:
        """The contacts to invite. Its name keeps this personal data out of git and of archives."""
        return self.signatories / "invitations.private.csv"

    def letter(self, name: str) -> Path:
        return self.root / "letters" / name

    def addressees_csv(self, letter: str) -> Path:
        return self.letter(letter) / "addressees.csv"

    def file_to_write(self, path: Path) -> Path:
        """The file to write in place of one of the folder: where a link leads, so that it stays a link.

        Raises Refused if a link leads out of the campaign folder: somebody else may have made it.
        """
        target = path.resolve() if path.is_symlink() else path
        if target is not path and not target.is_relative_to(self.root.resolve()):
            raise Refused(
                f"{self.display_path(path)} is a link to a file outside the campaign folder; nothing was written",
                fix=f"edit {target} itself, or put a copy of it in place of the link",
            )
        return target

    def display_path(self, path: Path) -> str:
        """A path for messages: relative to the campaign folder if it is in it."""
        try:
            return str(path.relative_to(self.root))
        except ValueError:
            return str(path)


def find(start: Path) -> Folder:
    """The campaign folder at `start` or above it. Raises FolderError if there is none."""
    start = start.resolve()
    for candidate in (start, *start.parents):
        if (candidate / SETTINGS_FILE).is_file():
            return Folder(candidate)
    raise FolderError(
        f"{start}: this is not a campaign folder (no {SETTINGS_FILE} in it or above it)",
        fix="make one with `campaign init DIR`, or choose one with -C DIR",
    )


def letter_names(folder: Folder) -> tuple[str, ...]:
    """The names of the campaign's letters, sorted: the folders below letters/ with a letter.LANGUAGE.md."""
    letters = folder.root / "letters"
    if not letters.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in _entries(letters) if entry.is_dir() and letter_files(entry)))


def choose_letter(folder: Folder, wanted: str) -> str:
    """The name of the letter to use: `wanted`, or the only letter if that is "". Raises FolderError otherwise."""
    names = letter_names(folder)
    if wanted in names:
        return wanted
    if wanted:
        known = ", ".join(names) or "none yet"
        raise FolderError(f"letters/{wanted}: there is no such letter", fix=f"letters here: {known}")
    if len(names) == 1:
        return names[0]
    if not names:
        raise FolderError("letters/: there is no letter yet", fix="write letters/NAME/letter.en.md, or import a letter")
    raise FolderError(
        f"letters/: which letter? There are {len(names)}: {', '.join(names)}",
        fix='add --letter NAME, or set letter = "NAME" in [campaign] of campaign.toml for every command',
    )


def read_letters(folder: Folder, name: str) -> tuple[dict[str, Letter], tuple[Problem, ...]]:
    """The texts of a letter with their annexes, by language, and the problems in their front matter."""
    texts = {language: _letter_file(folder, path) for language, path in letter_files(folder.letter(name)).items()}
    annexes = _annex_files(folder, name)
    return read_all(texts, annexes)


def read_annexes(folder: Folder, name: str) -> tuple[tuple[Annex, ...], tuple[Problem, ...]]:
    """The annexes of a letter in all languages, and the problems in their form."""
    return parse_annexes(_annex_files(folder, name))


def _annex_files(folder: Folder, name: str) -> list[LetterFile]:
    return [_letter_file(folder, path) for path in sorted(folder.letter(name).glob("annex*.md"))]


def _letter_file(folder: Folder, path: Path) -> LetterFile:
    return LetterFile(folder.display_path(path), read_text(path))


def read_text(path: Path) -> str:
    """The content of a UTF-8 text file. Raises FolderError naming file and cause."""
    return decode_text(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises FolderError naming file and cause."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _read_error(path, error) from error


def decode_text(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FolderError(f"{path}:{line}: not UTF-8 text", fix="save the file as UTF-8") from None


def letter_files(folder: Path) -> dict[str, Path]:
    """The texts in the folder of a letter, by language."""
    matches = ((_LETTER_FILE.match(path.name), path) for path in sorted(_entries(folder)))
    return {match.group(1): path for match, path in matches if match}


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise _read_error(folder, error) from error


def _read_error(path: Path, error: OSError) -> FolderError:
    return FolderError(f"{path}: cannot be read ({cause_of(error)})", fix="check its permissions")
