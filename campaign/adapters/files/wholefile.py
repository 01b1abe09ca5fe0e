"""One file, written whole or not at all. An older one of its name is replaced."""

import os
from pathlib import Path

from campaign.errors import FolderError


def write_file(path: Path, data: bytes, folder_mode: int = 0o777, *, durable: bool = False) -> Path:
    """Write `data`, making the folder where it is missing; `durable` waits until it is on the disk. Raises FolderError
    naming the file and the cause."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=folder_mode)
        try:
            with partial.open("wb") as file:
                file.write(data)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(partial, path)  # noqa: PTH105 -- atomic on every system
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        what = f"{path}: cannot be written ({error.strerror or error})"
        raise FolderError(what, hint="look at its rights and the space left") from error
    return path
