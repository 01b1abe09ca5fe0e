"""Files that came with a person's reply."""

import hashlib

from campaign.answers.box import Mailbox
from campaign.bounces import HumanReply, Incoming
from campaign.errors import FolderError
from campaign.store import replies


def folder_name(message_id: str) -> str:
    """The name of the folder below replies/ that holds the files of a reply."""
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()[:16]


def keep_files(box: Mailbox, mail: Incoming) -> None:
    """Files of a reply that is ours, in a folder of their own that only the owner reads. They are never opened."""
    if not isinstance(mail.what, HumanReply) or not mail.what.attachments or box.store.read(replies.find, mail) is None:
        return
    place = box.folder / folder_name(mail.message_id)
    try:
        box.folder.mkdir(mode=0o700, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        for each in mail.what.attachments:
            (place / each.name).touch(mode=0o600)
            (place / each.name).write_bytes(each.data)
    except OSError as error:
        raise FolderError(f"{place}: cannot be written ({error.strerror or error})") from error
