"""Spreadsheet files (.xlsx, .ods) read as CSV, so that one reader of tables does for all of them."""

import csv
import datetime as dt
import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

from campaign.errors import FolderError

# A spreadsheet of addresses has a few MB when it is unpacked; a file that is built to fill the memory has more.
MOST_UNPACKED = 200_000_000
_FIX = "save it as CSV (UTF-8), and choose that file"


def is_workbook(data: bytes) -> bool:
    """Whether a file is a spreadsheet in a ZIP file, as .xlsx and .ods are."""
    return data.startswith(b"PK\x03\x04")


def csv_of_workbook(data: bytes, path: str) -> bytes:
    """The first sheet with cells as CSV in UTF-8, a line for each row of the sheet. `path` is its name for messages.

    Raises FolderError if it cannot be read, or is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if sum(entry.file_size for entry in file.infolist()) > MOST_UNPACKED:
                raise FolderError(f"{path}: too large when it is unpacked", fix=_FIX)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = (book.get_sheet_by_index(at).to_python(skip_empty_area=False) for at in range(len(book.sheet_names)))
        rows = next((rows for rows in sheets if any(cell not in ("", None) for row in rows for cell in row)), [])
    except (zipfile.BadZipFile, CalamineError, OSError, ValueError) as error:
        raise FolderError(f"{path}: cannot be read as a spreadsheet ({error})", fix=_FIX) from error
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _text(cell: object) -> str:
    """A cell as a person reads it: whole numbers without a point, days without midnight, no line breaks."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case _:
            return " ".join(str(cell).split())
