"""One row of a table, with the line in which it starts."""

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """One row of a file, with what was made from it: its raw cells, its cells by field, an addressee or an
    organisation."""

    line: int
    """The line of the file in which it starts, from 1."""
    value: T


RawRow: TypeAlias = Record[tuple[str, ...]]
