"""Real data, which must not be published: it is outside the repository, in the folder that UNDERSIGNED_DATA names."""

import os
from pathlib import Path

import pytest


def real_data(name: str, content: str) -> Path:
    """The folder `name` in the folder of UNDERSIGNED_DATA, or beside it. Skips the test when there is none.

    `content` says in words what the folder contains, for the skip's reason.
    """
    data = os.environ.get("UNDERSIGNED_DATA")
    folders = [Path(data) / name, Path(data).parent / name] if data else []
    chosen = next((folder for folder in folders if folder.is_dir()), None)
    return chosen or pytest.skip(f"set UNDERSIGNED_DATA to a folder with {name}/ ({content})")
