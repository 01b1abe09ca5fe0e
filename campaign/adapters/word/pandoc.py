"""Runs pandoc, from the extra `word`, in its sandbox and with limits on time and memory."""

import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from campaign.errors import CampaignError, cause_of

INSTALL = "pip install 'undersigned[word]'"

# A letter of 50 pages takes a second and 150 MB.
_SECONDS = 60
_MEMORY = "800M"


def program() -> Path | None:
    """Return the path of the extra's pandoc; None if it is not installed. The system's pandoc may be too old."""
    spec = find_spec("pypandoc")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "files"
    return next((path for path in (folder / "pandoc", folder / "pandoc.exe") if path.is_file()), None)


def run(pandoc: Path, arguments: Sequence[str], document: bytes, environment: Mapping[str, str] | None = None) -> bytes:
    """Run pandoc on `document` and return its output. It may read only the files that `arguments` name.

    Raises CampaignError with pandoc's message if it fails, takes too long or needs too much memory.
    """
    command = [str(pandoc), "--sandbox", *arguments, "+RTS", f"-M{_MEMORY}", "-RTS"]
    try:
        done = subprocess.run(  # noqa: S603 -- our program, our arguments
            command, input=document, env=dict(environment or {}), capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise CampaignError(
            f"pandoc took more than {_SECONDS} seconds", fix="check that the file is a letter"
        ) from None
    except OSError as error:
        raise CampaignError(f"{pandoc}: cannot be run ({cause_of(error)})", fix=INSTALL) from error
    if done.returncode:
        message = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise CampaignError(f"pandoc failed: {message[:300] or f'exit status {done.returncode}'}")
    return done.stdout
