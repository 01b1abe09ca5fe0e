"""Pandoc as a program: found in the extra, run in its sandbox, with bounds on time and memory."""

import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from campaign.errors import CampaignError, cause_of

INSTALL = "pip install 'undersigned[word]'"

# A 50-page letter takes a second and 150 MB. What needs more is no letter.
_SECONDS = 60
_MEMORY = "800M"


def program() -> Path | None:
    """The pandoc of the extra; None where the extra is not installed. One of the system would be of any age."""
    spec = find_spec("pypandoc")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "files"
    return next((path for path in (folder / "pandoc", folder / "pandoc.exe") if path.is_file()), None)


def run(pandoc: Path, arguments: Sequence[str], document: bytes, environment: Mapping[str, str] | None = None) -> bytes:
    """What pandoc makes of `given`. It may read only the files that `arguments` name.

    Raises CampaignError with pandoc's words when it fails, takes too long or needs too much memory.
    """
    command = [str(pandoc), "--sandbox", *arguments, "+RTS", f"-M{_MEMORY}", "-RTS"]
    try:
        done = subprocess.run(  # noqa: S603 -- our program, our arguments
            command, input=document, env=dict(environment or {}), capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise CampaignError(f"pandoc took more than {_SECONDS} seconds", fix="is the file a letter?") from None
    except OSError as error:
        raise CampaignError(f"{pandoc}: cannot be run ({cause_of(error)})", fix=INSTALL) from error
    if done.returncode:
        message = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise CampaignError(f"pandoc failed: {message[:300] or f'exit status {done.returncode}'}")
    return done.stdout
