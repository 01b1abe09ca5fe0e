"""Writes messages as .eml files into the outbox folder, when there is no mail server. Nothing is sent."""

import re
from pathlib import Path

from campaign.adapters.files.atomic import replace_file
from campaign.core.delivery.records import Delivery
from campaign.errors import FolderError, cause_of

_OWN_NAME = re.compile(r"[0-9]{2,}-[a-z0-9-]+\.eml")


def file_name(delivery: Delivery) -> str:
    """A readable file name that sorts by delivery, such as `01-brando-benifei.eml`."""
    slug = _slug(delivery.name) or _slug(delivery.addressee) or "addressee"
    return f"{delivery.id:02d}-{slug}.eml"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def clear(folder: Path) -> None:
    """Delete the messages of an earlier preview, so that no file shows an email that is not planned any more. Other
    files stay. Raises FolderError if one cannot be deleted."""
    for path in sorted(folder.glob("*.eml")) if folder.is_dir() else ():
        if not _OWN_NAME.fullmatch(path.name):
            continue
        try:
            path.unlink()
        except OSError as error:
            fix = "close it in your email program, and check the folder's permissions"
            raise FolderError(f"{path}: an old preview cannot be deleted ({cause_of(error)})", fix=fix) from error


def write(folder: Path, delivery: Delivery, message: bytes) -> Path:
    """Write a message to its file and return the path. Raises FolderError if it cannot be written."""
    return replace_file(folder / file_name(delivery), message, 0o700)
