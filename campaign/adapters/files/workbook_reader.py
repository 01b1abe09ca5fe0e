"""The process that reads a spreadsheet: its first sheet with cells from the standard input, as CSV to the output.

A file of a few hundred bytes may have one cell at the very end of its sheet, and the library then makes all of the
cells before it. It ends the whole process when the memory runs out, so that must not be the program's. Nothing of
`campaign` is imported here: the file is run as a script.
"""

import csv
import datetime as dt
import io
import sys
import zipfile
from contextlib import suppress
from typing import TypeAlias
from xml.etree.ElementTree import ParseError, iterparse

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

MOST_SECONDS = 20
MOST_MEMORY = 1_000_000_000  # bytes of address space
MOST_CSV = 25_000_000
"""A CSV file as large as this is not accepted either."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_Range: TypeAlias = tuple[int, int, int]  # first row, column, last row
UNREADABLE, TOO_LARGE = 3, 4
"""What the process ends with; with UNREADABLE, the cause is written to the output."""


def as_csv(data: bytes) -> bytes:
    """The first sheet with cells as CSV in UTF-8, a line for each row of the sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    ranges = _opendocument_ranges(data)
    sheets = (_rows(book.get_sheet_by_index(at), ranges.get(at, [])) for at in range(len(book.sheet_names)))
    rows = next((rows for rows in sheets if any(cell not in ("", None) for row in rows for cell in row)), [])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _rows(sheet: CalamineSheet, ranges: list[_Range]) -> list[list[object]]:
    """The cells of a sheet. One that is joined over several rows stands in each of them: `ranges` are those of an
    OpenDocument file, which the library does not tell."""
    rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    excel = ((top, left, bottom) for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ())
    for top, left, bottom in (*excel, *ranges):
        for row in rows[top + 1 : bottom + 1]:
            row[left : left + 1] = rows[top][left : left + 1]  # nothing, beyond the cells of the sheet
    return rows


def _opendocument_ranges(data: bytes) -> dict[int, list[_Range]]:
    """The cells that are joined over rows in an OpenDocument file, by the index of their sheet; none in another."""
    ranges: dict[int, list[_Range]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        if "content.xml" not in file.namelist():
            return ranges
        sheet, row, column = -1, 0, 0
        with file.open("content.xml") as content:
            for event, element in iterparse(content, ("start", "end")):  # noqa: S314 -- a process of its own, with limits
                name = element.tag.removeprefix(_TABLE)
                if event == "end":
                    if name == "table-row":
                        row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                        element.clear()
                elif name == "table":
                    sheet, row = sheet + 1, 0
                elif name == "table-row":
                    column = 0
                elif name in ("table-cell", "covered-table-cell"):
                    height = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
                    if height > 1:
                        ranges.setdefault(sheet, []).append((row, column, row + height - 1))
                    column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
    return ranges


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
    except (CalamineError, OSError, ValueError, ParseError, zipfile.BadZipFile) as error:
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
