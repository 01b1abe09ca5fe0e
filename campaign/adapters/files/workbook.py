"""Spreadsheet files (.xlsx, .ods) read as CSV, so that one reader of tables does for all of them."""

import subprocess
import sys

from campaign.adapters.files import workbook_reader
from campaign.errors import FolderError

_FIX = "save it as CSV (UTF-8), and choose that file"


def is_workbook(data: bytes) -> bool:
    """Whether a file is a spreadsheet in a ZIP file, as .xlsx and .ods are."""
    return data.startswith(b"PK\x03\x04")


def csv_of_workbook(data: bytes, path: str) -> bytes:
    """The first sheet with cells as CSV in UTF-8, a line for each row of the sheet. `path` is its name for messages.

    It is read in a process of its own, with limits. Raises FolderError if it cannot be read, or is too large.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- our program, our arguments
            [sys.executable, "-I", workbook_reader.__file__],
            input=data,
            capture_output=True,
            timeout=3 * workbook_reader.MOST_SECONDS,  # wall-clock time on a busy machine; the other is CPU time
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise _too_large(path) from None
    if done.returncode == 0:
        return done.stdout
    if done.returncode == workbook_reader.UNREADABLE:
        cause = done.stdout.decode("utf-8", "replace")
        raise FolderError(f"{path}: cannot be read as a spreadsheet ({cause})", fix=_FIX)
    raise _too_large(path)


def _too_large(path: str) -> FolderError:
    return FolderError(f"{path}: too large when it is unpacked", fix=f"delete its empty rows and columns, or {_FIX}")
