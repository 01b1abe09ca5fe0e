"""Maps the columns of a table to fields, by headers in any sensible wording."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.core.tables.rows import RawRow
from campaign.core.tables.text import escape_invisible, fold_words
from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class TableField:
    """A field, and the headers that name it, best first. Case, accents, spaces and punctuation are ignored."""

    name: str
    headers: Sequence[str]


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns of a table, and problems and remarks on its header."""

    index: Mapping[str, int]
    """The index of each field's column."""
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def map_columns(header: RawRow, fields: Sequence[TableField], path: str) -> ColumnMap:
    """Map a header to fields. A repeated header is a problem; a column that is not used gets a remark."""
    plain_headers = [_plain(cell) for cell in header.value]
    index = {field.name: plain_headers.index(word) for field in fields if (word := _best_header(field, plain_headers))}
    duplicates = tuple(
        Problem(path, header.line, f"the column {escape_invisible(header.value[at])} appears twice", "keep one of them")
        for at in index.values()
        if plain_headers.count(plain_headers[at]) > 1
    )
    unused = [
        header.value[at].strip() for at in range(len(plain_headers)) if plain_headers[at] and at not in index.values()
    ]
    return ColumnMap(index, duplicates, tuple(_remarks(unused, _unmatched_headers(fields, index), header.line, path)))


def missing_column(header: RawRow, wanted: str, path: str) -> Problem:
    """Return a problem for a missing column; `wanted` says in words what it should hold."""
    headers = ", ".join(escape_invisible(cell.strip()) for cell in header.value)
    return Problem(
        path, header.line, f"no column for {wanted}; the columns are: {headers}", "name the column in the header"
    )


def _plain(cell: str) -> str:
    return fold_words(cell).replace(" ", "")


def _best_header(field: TableField, plain_headers: Sequence[str]) -> str:
    return next((word for word in map(_plain, field.headers) if word in plain_headers), "")


def _unmatched_headers(fields: Sequence[TableField], index: Mapping[str, int]) -> dict[str, str]:
    """Return the headers of fields without a column, by their plain form."""
    return {_plain(wording): wording for field in fields if field.name not in index for wording in field.headers}


def _remarks(unused: Sequence[str], unmatched: Mapping[str, str], line: int, path: str) -> list[Problem]:
    matches_of = {cell: difflib.get_close_matches(_plain(cell)[:40], unmatched, 1, 0.8) for cell in unused}
    remarks = [
        Problem(
            path, line, f"the column {escape_invisible(cell)} is not used", f"did you mean {unmatched[matches[0]]}?"
        )
        for cell, matches in matches_of.items()
        if matches
    ]
    rest = [cell for cell, matches in matches_of.items() if not matches]
    if rest:
        remarks.append(Problem(path, line, f"unused columns: {', '.join(map(escape_invisible, rest))}"))
    return remarks
