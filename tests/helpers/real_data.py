"""Real data, which is nobody's to pass on: it lies outside the repository, where UNDERSIGNED_DATA says."""

import os
from pathlib import Path

import pytest


def real_data(name: str, content: str) -> Path:
    """The folder `name` in the folder of UNDERSIGNED_DATA, or beside it. Skips the test where there is none.

    `content` says in words what the folder holds: the reason for the skip asks for it.
    """
    data = os.environ.get("UNDERSIGNED_DATA")
    folders = [Path(data) / name, Path(data).parent / name] if data else []
    chosen = next((folder for folder in folders if folder.is_dir()), None)
    return chosen or pytest.skip(f"set UNDERSIGNED_DATA to a folder with {name}/ ({content})")
