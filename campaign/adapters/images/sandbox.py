"""Redraws an uploaded logo in a separate process with limits.

A hostile file may use up memory or time, or crash whatever reads it. The process has little of both, and no access to
the campaign's database, secrets or folder.
"""

import subprocess
import sys
from contextlib import suppress

from campaign.adapters.images.logos import Flaw, RejectedLogo, redraw_logo

_MOST_SECONDS = 5
_MOST_MEMORY = 512_000_000  # bytes of address space
_REJECTED = 3


def rasterise(data: bytes) -> bytes:
    """Redraw a logo as PNG. Raises RejectedLogo; a file that needs too much time or memory counts as INTRICATE."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "campaign.adapters.images.sandbox"],
            input=data,
            capture_output=True,
            timeout=4 * _MOST_SECONDS,  # wall-clock time on a busy machine; _MOST_SECONDS is CPU time
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise _too_intricate() from None
    if done.returncode == 0 and done.stdout:
        return done.stdout
    if done.returncode == _REJECTED:
        flaw, _, cause = done.stdout.decode().partition(":")
        raise RejectedLogo(Flaw(flaw), cause)
    raise _too_intricate()


def _too_intricate() -> RejectedLogo:
    return RejectedLogo(Flaw.INTRICATE, "takes too long to draw; save it as PNG")


def _run_child() -> int:
    """The child process: reads a file, writes its picture, or the reason why there is none."""
    with suppress(ImportError, ValueError, OSError):  # a system without such limits still has the timeout
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        sys.stdout.buffer.write(redraw_logo(sys.stdin.buffer.read()))
    except RejectedLogo as rejected:
        sys.stdout.buffer.write(f"{rejected.flaw}:{rejected}".encode("utf-8", "replace"))
        return _REJECTED
    return 0


if __name__ == "__main__":
    sys.exit(_run_child())
