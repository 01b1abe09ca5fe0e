"""Back a campaign up into one file while everything runs, and restore it into a new folder."""

import datetime as dt
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from campaign import __version__
from campaign.adapters.files import restore_drills
from campaign.adapters.files.archive import extract_archive, write_archive
from campaign.adapters.files.folder import SETTINGS_FILE, Folder
from campaign.adapters.files.restore_drills import Drill
from campaign.adapters.store import Store
from campaign.adapters.store.move import copy_to_file
from campaign.adapters.store.sqlite import file_damage
from campaign.errors import FolderError, Refused, cause_of
from campaign.services.campaign import Campaign
from campaign.services.letters.verify import Verification, verify_store

_ABOUT = "backup.json"
_FORMAT = 1
_DATABASE = "campaign.db"
_CONTENT = "folder"
# What a person wrote or a recipient answered. Secrets, drafts of emails and exports are left out: they are made anew.
_BACKED_UP = (SETTINGS_FILE, "letters", "signatories", "templates", "replies")
LEFT_OUT = (".env", "outbox/", "export/", "private/")
"""What a backup does not contain, for messages: secrets, and what the program makes again."""


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup says about itself."""

    format: int
    """The number of the format, 1."""
    program: str
    """The version of the program that wrote it."""
    made_at: str
    """The time of the backup, ISO 8601, UTC."""
    campaign: str
    """The campaign's name."""
    database: str
    """Where the database was: "file", or "postgresql"."""
    versions: int
    """Number of frozen versions."""
    signons: int
    """Number of sign-ons."""
    lines: int
    """Number of entries in the record of sign-ons."""
    last_digest: str
    """The digest of the record's last entry, in hex; "" for an empty record."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written, or restored."""

    path: Path
    """The backup file, or the restored folder."""
    facts: BackupFacts
    files: int
    """Number of files besides the database."""
    flaws: tuple[str, ...]
    """Mismatches that verification found in the database; the backup has them, too."""


def back_up(campaign: Campaign, path: Path) -> Backup:
    """Write letters, tables, logos, templates, settings without secrets, replies and the database into a new file.

    Other programs may go on writing: the database is copied as it is at one moment, and the copy is checked. Raises
    Refused if `path` exists or the database is damaged, FolderError or StoreError if something cannot be read or
    written; then there is no file.
    """
    if os.path.lexists(path):
        raise Refused(f"{path}: already exists; nothing was written", fix="choose another file name")
    with _scratch_folder(path.parent) as scratch:
        copy = scratch / _DATABASE
        copy_to_file(campaign.store, copy)
        verification = _verify_copy(copy)
        facts = _facts(campaign, verification, campaign.now())
        content = {f"{_CONTENT}/{name}": file for name, file in _content(campaign.folder)}
        about = json.dumps(asdict(facts), ensure_ascii=False, indent=1).encode()
        write_archive(path, {_ABOUT: about, _DATABASE: copy, **content})
    return Backup(path, facts, len(content), verification.flaws)


def restore(path: Path, target: Path) -> Backup:
    """Restore a backup into `target`, a new or empty folder, and verify it. All or nothing.

    Raises Refused if the folder is not empty or the file is damaged or not a backup, FolderError if something cannot
    be read or written.
    """
    if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
        raise Refused(f"{target}: is not empty; nothing was restored", fix="choose a new or empty folder")
    with _scratch_folder(target.parent) as scratch:
        backup = _unpack(path, scratch)
        try:
            os.replace(scratch / _CONTENT, target)  # noqa: PTH105 -- atomic; replaces an empty folder
        except OSError as error:
            raise FolderError(f"{target}: cannot be written ({cause_of(error)}); nothing was restored") from error
    return Backup(target, backup.facts, backup.files, backup.flaws)


def check_backup(path: Path) -> Backup:
    """Restore a backup into a temporary folder, verify it, and delete the folder. Raises what `restore` raises."""
    with tempfile.TemporaryDirectory(prefix="campaign-") as scratch:
        return _unpack(path, Path(scratch))


def drill(campaign: Campaign, path: Path) -> Backup:
    """Check a backup of this campaign, and note the day, for `doctor`. Raises what `restore` raises."""
    backup = check_backup(path)
    restore_drills.note(campaign.folder.root, Drill(campaign.now(), path.name, backup.facts.made_at))
    return backup


def _unpack(path: Path, scratch: Path) -> Backup:
    """Extract and verify a backup. The campaign folder is then `scratch/folder`, with its database."""
    names = extract_archive(path, scratch)
    facts = _read_facts(path, scratch / _ABOUT) if _ABOUT in names and _DATABASE in names else None
    if facts is None or not (scratch / _CONTENT / SETTINGS_FILE).is_file():
        raise Refused(f"{path}: is not a backup of a campaign", fix="name a file that `campaign backup` wrote")
    verification = _verify_copy(scratch / _DATABASE)
    if (verification.lines, verification.head) != (facts.lines, facts.last_digest):
        raise Refused(f"{path}: its record of sign-ons is not the one that it names", fix="use another backup")
    os.replace(scratch / _DATABASE, scratch / _CONTENT / _DATABASE)  # noqa: PTH105 -- as above
    return Backup(path, facts, len(names) - 2, verification.flaws)


def _verify_copy(copy: Path) -> Verification:
    damage = file_damage(copy)
    if damage:
        raise Refused(f"the database is damaged: {damage[0]}", fix="use an earlier backup, or ask for help")
    with Store.open(copy) as store:
        verification = verify_store(store)
    Path(f"{copy}-migrate.lock").unlink(missing_ok=True)
    return verification


def _facts(campaign: Campaign, verification: Verification, now: dt.datetime) -> BackupFacts:
    return BackupFacts(
        format=_FORMAT,
        program=__version__,
        made_at=now.replace(microsecond=0).isoformat(),
        campaign=campaign.settings.campaign.name,
        database="postgresql" if campaign.store.engine.shared else "file",
        versions=verification.versions,
        signons=verification.signons,
        lines=verification.lines,
        last_digest=verification.head,
    )


def _read_facts(path: Path, about: Path) -> BackupFacts:
    try:
        values = json.loads(about.read_bytes())
        if values["format"] != _FORMAT:
            raise Refused(
                f"{path}: was written by version {values['program']} in a format that this version does not know",
                fix="restore it with that version of the program",
            )
        return BackupFacts(**values)
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path}: is not a backup of a campaign", fix="use another backup") from error


def _content(folder: Folder) -> Iterator[tuple[str, Path]]:
    """The files of the campaign folder that are backed up, by their paths in it. Links are left out."""
    for name in _BACKED_UP:
        top = folder.root / name
        files = sorted(top.rglob("*")) if top.is_dir() else [top]
        for file in files:
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(folder.root).as_posix(), file


@contextmanager
def _scratch_folder(parent: Path) -> Iterator[Path]:
    """A private folder beside the result, so that it is on the same disk."""
    scratch = parent / f".campaign-{secrets.token_hex(4)}"
    try:
        scratch.mkdir(mode=0o700)
    except OSError as error:
        raise FolderError(f"{parent}: cannot be written ({cause_of(error)})", fix="choose another folder") from error
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
