"""Files that one process at a time holds, so that two programs do not do the same work side by side."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from campaign.errors import Refused


@contextmanager
def try_lock(lock: Path) -> Iterator[bool]:
    """Hold a lock file meanwhile, if it is free. Yields whether it is ours; the kernel frees it when the process ends,
    however it ends."""
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
    """Hold a lock file meanwhile. Raises Refused with the sentence `taken` when another process holds it."""
    with try_lock(lock) as ours:
        if not ours:
            raise Refused(refusal, fix=hint)
        yield
