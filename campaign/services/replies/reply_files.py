"""The files attached to replies."""

import hashlib
import shutil
from pathlib import Path

from campaign.adapters.store import Store, replies
from campaign.core.replies import HumanReply, IncomingMail
from campaign.errors import FolderError, cause_of


def folder_name(message_id: str) -> str:
    """The name of the folder in replies/ that holds the files of a reply."""
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()[:16]


def write_files(folder: Path, mail: IncomingMail) -> None:
    """Write the files of a reply into its own folder in `folder`, readable only by the owner. They are never opened.
    Raises FolderError."""
    if not isinstance(mail.content, HumanReply) or not mail.content.attachments:
        return
    target = folder / folder_name(mail.message_id)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        target.mkdir(mode=0o700, exist_ok=True)
        for file in mail.content.attachments:
            (target / file.name).touch(mode=0o600)
            (target / file.name).write_bytes(file.data)
    except OSError as error:
        raise FolderError(f"{target}: the files of a reply cannot be saved ({cause_of(error)})") from error


def delete_files(store: Store, folder: Path) -> int:
    """Delete the files of replies that are no longer stored. Returns the number of replies. Raises FolderError."""
    known = {folder_name(message_id) for message_id in store.read(replies.message_ids_with_files)}
    unknown = [path for path in (folder.iterdir() if folder.is_dir() else ()) if path.name not in known]
    try:
        for path in unknown:
            shutil.rmtree(path)
    except OSError as error:
        raise FolderError(f"{folder}: a file cannot be deleted ({cause_of(error)})") from error
    return len(unknown)
