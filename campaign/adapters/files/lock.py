"""Lock files, so that two processes do not do the same work at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from campaign.errors import Refused


@contextmanager
def try_lock(lock: Path) -> Iterator[bool]:
    """Try to hold a lock file during the block. Yields whether it is held.

    The kernel releases it when the process ends, for any reason.
    """
    file = FileLock(lock, mode=0o600)
    try:
        file.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        file.release()


@contextmanager
def hold_lock(lock: Path, refusal: str, hint: str) -> Iterator[None]:
    """Hold a lock file during the block. Raises Refused with the message `refusal` if another process holds it."""
    with try_lock(lock) as ours:
        if not ours:
            raise Refused(refusal, fix=hint)
        yield
