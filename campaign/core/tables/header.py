"""Maps the columns of a table to fields, by headers in any sensible wording."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.core.tables.table_record import RawRow
from campaign.core.tables.text import escape_invisible, quote_value
from campaign.core.tables.wording import known_wordings, loose_wordings, plain_wording
from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class TableField:
    """A field, and the headers that name it, best first. Case, accents, spaces and punctuation are ignored."""

    name: str
    headers: Sequence[str]

    @property
    def label(self) -> str:
        """The field in words: "family name"."""
        return self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns of a table, and problems and remarks on its header."""

    index: Mapping[str, int]
    """The index of each field's column."""
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def known_headers(fields: Iterable[TableField]) -> frozenset[str]:
    """All headers of these fields, in the forms that `rows.read` takes."""
    return known_wordings(header for field in fields for header in field.headers)


def map_columns(header: RawRow, fields: Sequence[TableField], path: str) -> ColumnMap:
    """Map a header to fields: by a known header, else by what a question asks for ("Name of your organisation").

    A repeated header is a problem; a column that is not used gets a remark.
    """
    plain_headers = [plain_wording(cell) for cell in header.value]
    index = _known_columns(plain_headers, fields)
    questions = _asked_columns(header.value, fields, index)
    index = {field.name: (index | questions)[field.name] for field in fields if field.name in index | questions}
    duplicates = tuple(
        Problem(path, header.line, f"the column {escape_invisible(header.value[at])} appears twice", "keep one of them")
        for at in index.values()
        if plain_headers.count(plain_headers[at]) > 1
    )
    unused = [
        header.value[at].strip() for at in range(len(plain_headers)) if plain_headers[at] and at not in index.values()
    ]
    remarks = _remarks(unused, _unmatched_headers(fields, index), header.line, path)
    if questions:
        labels = {field.name: field.label for field in fields}
        read_as = (f"{quote_value(header.value[at].strip())} as {labels[name]}" for name, at in questions.items())
        remarks.insert(0, Problem(path, header.line, f"columns read by their meaning: {', '.join(read_as)}"))
    return ColumnMap(index, duplicates, tuple(remarks))


def _known_columns(plain_headers: Sequence[str], fields: Sequence[TableField]) -> dict[str, int]:
    index: dict[str, int] = {}
    for field in fields:
        free = [at for at in range(len(plain_headers)) if at not in index.values()]
        words = (plain_wording(header) for header in field.headers)
        at = next((at for word in words for at in free if plain_headers[at] == word), None)
        if at is not None:
            index[field.name] = at
    return index


def _asked_columns(headers: Sequence[str], fields: Sequence[TableField], index: Mapping[str, int]) -> dict[str, int]:
    """The columns of the fields that have none yet, by the words of questions such as "Your e-mail address"."""
    asked: dict[str, int] = {}
    for field in fields:
        if field.name in index:
            continue
        wordings = {wording for header in field.headers for wording in loose_wordings(header)}
        taken = {*index.values(), *asked.values()}
        free = (at for at in range(len(headers)) if at not in taken)
        at = next((at for at in free if not wordings.isdisjoint(loose_wordings(headers[at]))), None)
        if at is not None:
            asked[field.name] = at
    return asked


def missing_column(header: RawRow, wanted: str, path: str) -> Problem:
    """Return a problem for a missing column; `wanted` says in words what it should hold."""
    headers = ", ".join(escape_invisible(cell.strip()) for cell in header.value if cell.strip())
    if "@" in headers:
        what = f"the first line is not a header, because it has an email address: {headers}"
        return Problem(path, header.line, what, "write a line with the names of the columns above it: name,mail")
    return Problem(
        path, header.line, f"no column for {wanted}; the columns are: {headers}", "name the column in the header"
    )


def _unmatched_headers(fields: Sequence[TableField], index: Mapping[str, int]) -> dict[str, str]:
    """Return the headers of fields without a column, by their plain form."""
    return {plain_wording(wording): wording for field in fields if field.name not in index for wording in field.headers}


def _remarks(unused: Sequence[str], unmatched: Mapping[str, str], line: int, path: str) -> list[Problem]:
    matches_of = {cell: difflib.get_close_matches(plain_wording(cell)[:40], unmatched, 1, 0.8) for cell in unused}
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
