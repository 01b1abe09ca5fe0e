"""The process that reads a spreadsheet: its first sheet with cells from the standard input, as CSV to the output.

A file of a few hundred bytes may have one cell at the very end of its sheet, and the library then makes all of the
cells before it. It ends the whole process when the memory runs out, so that must not be the program's. Nothing of
`campaign` is imported here: the file is run as a script.
"""

import csv
import datetime as dt
import io
import sys
from contextlib import suppress

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

MOST_SECONDS = 20
MOST_MEMORY = 1_000_000_000  # bytes of address space
MOST_CSV = 25_000_000
"""A CSV file as large as this is not accepted either."""
UNREADABLE, TOO_LARGE = 3, 4
"""What the process ends with; with UNREADABLE, the cause is written to the output."""


def as_csv(data: bytes) -> bytes:
    """The first sheet with cells as CSV in UTF-8, a line for each row of the sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = (_rows(book.get_sheet_by_index(at)) for at in range(len(book.sheet_names)))
    rows = next((rows for rows in sheets if any(cell not in ("", None) for row in rows for cell in row)), [])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _rows(sheet: CalamineSheet) -> list[list[object]]:
    """The cells of a sheet. One that is joined over several rows stands in each of them."""
    rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        for row in rows[top + 1 : bottom + 1]:
            row[left : left + 1] = rows[top][left : left + 1]  # nothing, beyond the cells of the sheet
    return rows


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


def _run() -> int:
    with suppress(ImportError, ValueError, OSError):  # a system without such limits still has the timeout
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        table = as_csv(sys.stdin.buffer.read())
    except (CalamineError, OSError, ValueError) as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return UNREADABLE
    except MemoryError:
        return TOO_LARGE
    if len(table) > MOST_CSV:
        return TOO_LARGE
    sys.stdout.buffer.write(table)
    return 0


if __name__ == "__main__":
    sys.exit(_run())
