"""Reads the bytes of a table into rows: encoding, delimiter, quotes, and the line in which each row starts."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from campaign.core.languages.in_english import count_of
from campaign.core.tables import encoding as encodings
from campaign.core.tables.below import rows_end
from campaign.core.tables.delimiter import sniff_delimiter
from campaign.core.tables.header_line import HeaderLine, find_header
from campaign.core.tables.table_record import RawRow, Record
from campaign.core.tables.text import escape_invisible
from campaign.errors import Problem

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200

_EXCEL_HINT = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file's header and rows."""

    path: str
    header: RawRow
    rows: tuple[RawRow, ...]
    """The rows that are as wide as the header; blank rows are left out."""
    encoding: str
    delimiter: str
    problems: tuple[Problem, ...] = ()
    """Why each of the other rows is left out. A file that cannot be trusted (not text, an open quotation mark, too
    long) has one problem and no rows."""
    remarks: tuple[Problem, ...] = ()


class _UntrustedFile(Exception):
    """The file cannot be trusted, so that none of its rows is read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read(data: bytes, path: str, known: frozenset[str] = frozenset()) -> CsvTable:
    """Read a table. Never raises: the table lists its problems. `path` is shown to people.

    `known` are the known headers, of `known_wordings`: they tell the header from a title above it. Without them the
    first row is the header, and the last one is a row.
    """
    if len(data) > MOST_BYTES:
        return _no_rows(path, Problem(path, None, f"larger than {MOST_BYTES // 1_000_000} MB", "split the file"))
    text, encoding, problem = encodings.decode(data, path)
    if problem:
        return _no_rows(path, problem, encoding)
    text, repair_remark = encodings.repair(text, path)
    if not text.strip():
        return _no_rows(
            path, Problem(path, None, "the file is empty", "add a header and a row for each entry"), encoding
        )
    try:
        table = _parse_table(text, encoding, path, known)
        return replace(table, remarks=(*table.remarks, *([repair_remark] if repair_remark else [])))
    except _UntrustedFile as error:
        return _no_rows(path, error.problem, encoding)


def _no_rows(path: str, problem: Problem, encoding: str = "") -> CsvTable:
    return CsvTable(path, Record(1, ()), (), encoding, "", (problem,))


def _parse_table(text: str, encoding: str, path: str, known: frozenset[str]) -> CsvTable:
    hint = _EXCEL_HINT.match(text)
    delimiter = hint.group(1) if hint else sniff_delimiter(text, known)
    problems: list[Problem] = []
    raw_rows = _parse_rows(text, delimiter, path, problems)
    if hint:
        next(raw_rows)
    all_rows = list(raw_rows)
    if not all_rows:
        problems.append(Problem(path, None, "no header", "name the columns in the first line"))
        return CsvTable(path, Record(1, ()), (), encoding, delimiter, tuple(problems))
    line = find_header(all_rows, known)
    below = all_rows[line.rows_start :]
    end = rows_end(below) if known else len(below)
    names = _trim(line.header.value) if known else ()
    rows_below = [row for row in below[:end] if _trim(row.value) != names]
    repeated = [row for row in below[:end] if _trim(row.value) == names]
    width = _width(line.header.value, below)
    if width > MOST_COLUMNS:
        raise _UntrustedFile(
            Problem(path, line.header.line, f"{width} columns, more than {MOST_COLUMNS}", "is this the header?")
        )
    rows = tuple(_even_rows(rows_below, width, path, problems))
    if not rows and not problems:
        problems.append(Problem(path, line.header.line, "a header but no rows", "add a row for each entry"))
    again = (Problem(path, row.line, "the header again, and not read") for row in repeated)
    remarks = (encodings.remark(encoding, path), *_outside_remarks(line, below[end:], path), *again)
    header = replace(line.header, value=line.header.value[:width])
    in_order = sorted(problems, key=lambda problem: problem.line or 0)
    return CsvTable(path, header, rows, encoding, delimiter, tuple(in_order), remarks)


def _width(header: tuple[str, ...], rows: Sequence[RawRow]) -> int:
    """The number of columns: those with a header, and those at the end without one that most rows fill."""
    width = len(_trim(header))
    filled = sorted(len(_trim(row.value)) for row in rows)
    usual = filled[len(filled) // 2] if filled else 0
    return max(width, usual) if usual <= len(header) else width


def _outside_remarks(line: HeaderLine, below: Sequence[RawRow], path: str) -> Iterator[Problem]:
    """Remarks on the rows above the header and below the table, which are not read."""
    for row in line.above:
        yield Problem(path, row.line, f"above the header, and not read: {_row_text(row)}")
    for row in below:
        yield Problem(path, row.line, f"a sum or a note below the table, and not read: {_row_text(row)}")


def _row_text(row: RawRow) -> str:
    return escape_invisible(" ".join(" ".join(row.value).split()))


def _parse_rows(text: str, delimiter: str, path: str, problems: list[Problem]) -> Iterator[RawRow]:
    """Yield the rows that are not blank. Raises _UntrustedFile if the rest of the file cannot be split into rows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(_row_problem(str(error), path, line, reader.line_num))
            cells = []
        count += 1
        if count > MOST_ROWS + 1:
            raise _UntrustedFile(Problem(path, line, f"more than {MOST_ROWS:,} rows", "split the file"))
        if any(cell.strip() for cell in cells):
            yield Record(line, tuple(cells))


def _row_problem(error: str, path: str, line: int, last: int) -> Problem:
    """Return why a row is left out. An open quotation mark may swallow any number of rows, so it refuses the file."""
    if "unexpected end" in error:
        what = "this row opens a quotation mark and never closes it"
        raise _UntrustedFile(Problem(path, line, what, "close it, or remove it"))
    if "field limit" in error:
        what = "a cell has more than 100,000 characters, so the rows below it cannot be trusted"
        raise _UntrustedFile(Problem(path, line, what, "find the quotation mark that is never closed"))
    where = "" if last == line else f" (the row ends in line {last})"
    return Problem(
        path, line, f"a quotation mark in the middle of a cell{where}", "write it twice inside a quoted cell"
    )


def _even_rows(raw_rows: Sequence[RawRow], width: int, path: str, problems: list[Problem]) -> Iterator[RawRow]:
    for row in raw_rows:
        cells = row.value[:width] + _trim(row.value[width:])
        if len(cells) == width:
            yield Record(row.line, cells)
        else:
            problems.append(_uneven_problem(len(cells), width, path, row.line))


def _uneven_problem(cells: int, width: int, path: str, line: int) -> Problem:
    if cells < width:
        return Problem(
            path, line, f"{count_of(cells, 'cell')}, but the header has {width}", "add a delimiter for each empty cell"
        )
    fix = "put quotation marks around a cell that contains the delimiter"
    return Problem(path, line, f"{count_of(cells, 'cell')}, but the header has {width}", fix)


def _trim(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the empty cells at the end, which spreadsheets leave behind."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
