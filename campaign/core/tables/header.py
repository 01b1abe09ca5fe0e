"""Which column holds what: a header in any sensible wording is mapped to the fields that are looked for."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.core.tables.table import RawRow
from campaign.core.tables.text import folded, printable
from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class Field:
    """A field and the headers it goes by, best first. Case, accents, spaces and signs do not count in them."""

    name: str
    headers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands (field to index), and what is wrong or remarkable in the header."""

    index: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def columns(header: RawRow, fields: Sequence[Field], path: str) -> Columns:
    """Map a header. A header that stands twice is a problem; columns that are not used are remarked."""
    seen = [_plain(cell) for cell in header.value]
    index = {field.name: seen.index(word) for field in fields if (word := _best(field, seen))}
    twice = tuple(
        Problem(path, header.line, f"the column {printable(header.value[at])} stands twice", "keep one")
        for at in index.values()
        if seen.count(seen[at]) > 1
    )
    unused = [header.value[at].strip() for at in range(len(seen)) if seen[at] and at not in index.values()]
    return Columns(index, twice, tuple(_remarks(unused, _unfound(fields, index), header.line, path)))


def missing(header: RawRow, wanted: str, path: str) -> Problem:
    """No column for what is needed: `wanted` in words."""
    seen = ", ".join(printable(cell.strip()) for cell in header.value)
    return Problem(path, header.line, f"no column for {wanted}; the columns are: {seen}", "name one so in the header")


def _plain(cell: str) -> str:
    return folded(cell).replace(" ", "")


def _best(field: Field, seen: Sequence[str]) -> str:
    return next((word for word in map(_plain, field.headers) if word in seen), "")


def _unfound(fields: Sequence[Field], index: Mapping[str, int]) -> dict[str, str]:
    """The headers that were not found, plain, to how we write them."""
    return {_plain(each): each for field in fields if field.name not in index for each in field.headers}


def _remarks(unused: Sequence[str], unfound: Mapping[str, str], line: int, path: str) -> list[Problem]:
    near = {cell: difflib.get_close_matches(_plain(cell)[:40], unfound, 1, 0.8) for cell in unused}
    remarks = [
        Problem(path, line, f"the column {printable(cell)} is not used", f"did you mean {unfound[found[0]]}?")
        for cell, found in near.items()
        if found
    ]
    rest = [cell for cell, found in near.items() if not found]
    if rest:
        remarks.append(Problem(path, line, f"columns that are not used: {', '.join(map(printable, rest))}"))
    return remarks
