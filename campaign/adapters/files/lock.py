"""Lock files, so that two processes do not do the same work at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from campaign.errors import Refused


def lock_file(descriptor: int) -> None:
    """Wait until no other process holds this open file, then hold it until it is closed."""
    try:
        import fcntl
    except ImportError:  # on Windows
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


@contextmanager
def try_lock(lock: Path, patience: float = 0) -> Iterator[bool]:
    """Try to hold a lock file during the block, for up to `patience` seconds. Yields whether it is held.

    The kernel releases it when the process ends, for any reason.
    """
    file = FileLock(lock, mode=0o600)
    try:
        file.acquire(timeout=patience)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        file.release()


@contextmanager
def hold_lock(lock: Path, refusal: str, hint: str, patience: float = 0) -> Iterator[None]:
    """Hold a lock file during the block. Raises Refused with the message `refusal` if another process holds it for
    `patience` seconds: one that only asks whether it is held holds it for a moment."""
    with try_lock(lock, patience) as ours:
        if not ours:
            raise Refused(refusal, fix=hint)
        yield
