"""Who sends: this process, or a mailer that runs already and takes over what is released."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from campaign.adapters.files.folder import Folder
from campaign.adapters.files.lock import try_lock
from campaign.core.delivery.records import MailQueue
from campaign.errors import Refused


def queue_lock(folder: Folder, queue: MailQueue) -> Path:
    """The lock that whoever sends from a queue holds."""
    return folder.mailer_lock if queue is MailQueue.LETTER else folder.signers_lock


@contextmanager
def hold_queue(folder: Folder, queue: MailQueue) -> Iterator[bool]:
    """Be the only one who sends from a queue within the block.

    Yields False, and holds nothing, when `campaign serve` or `campaign send run` is sending from it: it also sends what
    is released now. Raises Refused when another command is sending, which ends after its own emails.
    """
    with try_lock(queue_lock(folder, queue)) as is_ours:
        if not is_ours and not runs_on(folder):
            raise Refused("another mailer is at work on this campaign", fix="wait for it, or stop it first")
        yield is_ours


def runs_on(folder: Folder) -> bool:
    """Whether `campaign serve` or `campaign send run` is running for this campaign on this machine."""
    return any(_is_taken(lock) for lock in (folder.server_lock, folder.run_lock))


def _is_taken(lock: Path) -> bool:
    if not lock.exists():
        return False
    with try_lock(lock) as is_ours:
        return not is_ours
