"""Files that came with a person's reply."""

import hashlib
import shutil
from pathlib import Path

from campaign.adapters.store import Store, replies
from campaign.core.replies import HumanReply, Incoming
from campaign.errors import FolderError, cause_of


def folder_name(message_id: str) -> str:
    """The name of the folder below replies/ that holds the files of a reply."""
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()[:16]


def keep_files(folder: Path, mail: Incoming) -> None:
    """Write a reply's files into a folder of their own below `folder`, which only the owner reads. They are never
    opened. Raises FolderError."""
    if not isinstance(mail.what, HumanReply) or not mail.what.attachments:
        return
    place = folder / folder_name(mail.message_id)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        for each in mail.what.attachments:
            (place / each.name).touch(mode=0o600)
            (place / each.name).write_bytes(each.data)
    except OSError as error:
        raise FolderError(f"{place}: cannot be written ({cause_of(error)})") from error


def forget_files(store: Store, folder: Path) -> int:
    """Delete the files of replies that are kept no longer. Returns of how many replies. Raises FolderError."""
    known = {folder_name(each) for each in store.read(replies.with_files)}
    strange = [each for each in (folder.iterdir() if folder.is_dir() else ()) if each.name not in known]
    try:
        for each in strange:
            shutil.rmtree(each)
    except OSError as error:
        raise FolderError(f"{folder}: a file cannot be deleted ({cause_of(error)})") from error
    return len(strange)
