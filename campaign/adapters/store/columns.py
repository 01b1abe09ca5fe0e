"""Columns of a table, derived from the fields of the values that its rows hold, and statements built from them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from operator import attrgetter
from types import UnionType
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from campaign.adapters.store.times import from_number, from_text, to_number, to_text

T = TypeVar("T")

_RESERVED_WORDS = frozenset({"group"})  # of SQL; a column with such a name is quoted


class Codec(NamedTuple):
    """Converts a field's value to its column's value, and back. None stays None both ways."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


TEXT_TIME = Codec(to_text, from_text)
NUMBER_TIME = Codec(to_number, from_number)
LINES = Codec("\n".join, lambda text: tuple(text.splitlines()))
_BY_TYPE: Mapping[type, Codec] = {
    dt.datetime: TEXT_TIME,
    dt.date: Codec(dt.date.isoformat, dt.date.fromisoformat),
    bool: Codec(int, bool),
    bytes: Codec(bytes, bytes),
}


class Columns(Generic[T]):
    """Maps a dataclass or a named tuple to the columns of a table: a column for each field, in the order of the fields.

    A column has the name of its field, or the one in `renamed` (field to column). The type of the field decides how
    its value is stored: times as text, days in ISO form, enums by their value. `codecs` overrides this by field.
    """

    def __init__(self, kind: type[T], *, renamed: Mapping[str, str] | None = None, **codecs: Codec) -> None:
        hints = get_type_hints(kind)
        by_field = {name: codecs.get(name) or _codec(hint) for name, hint in hints.items()}
        self._kind = kind
        self._fields = attrgetter(*hints)
        self.names = tuple((renamed or {}).get(field, field) for field in hints)
        self._codecs = [(index, codec) for index, codec in enumerate(by_field.values()) if codec]

    def select(self, table: str = "") -> str:
        """Return the columns for SELECT or RETURNING, each prefixed with `table`, if there is one."""
        return ", ".join(f"{table}.{quote(name)}" if table else quote(name) for name in self.names)

    def without(self, *names: str) -> tuple[str, ...]:
        """Return all columns except these."""
        return tuple(name for name in self.names if name not in names)

    def values(self, value: T) -> dict[str, Any]:
        """Return the parameters of a statement that writes `value`, by column."""
        values = list(self._fields(value))
        for index, codec in self._codecs:
            if values[index] is not None:
                values[index] = codec.write(values[index])
        return dict(zip(self.names, values, strict=True))

    def read(self, row: Iterable[Any]) -> T:
        """Return the value of a row with the columns of `select`."""
        values = list(row)
        for index, codec in self._codecs:
            if values[index] is not None:
                values[index] = codec.read(values[index])
        return self._kind(*values)


def insert(table: str, names: Iterable[str]) -> str:
    """Return an INSERT that binds each column to a parameter of the same name."""
    column_names = tuple(names)
    parameters = ", ".join(f":{name}" for name in column_names)
    return f"INSERT INTO {table} ({', '.join(map(quote, column_names))}) VALUES ({parameters})"


def update(table: str, *names: str) -> str:
    """Return an UPDATE without its WHERE, which binds each column to a parameter of the same name."""
    return f"UPDATE {table} SET " + ", ".join(f"{quote(name)} = :{name}" for name in names)


def set_excluded(names: Iterable[str]) -> str:
    """Return what follows DO UPDATE SET, so that an existing row takes the values of the new one."""
    return ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in names)


def quote(name: str) -> str:
    """Return a column's name as it is written in a statement."""
    return f'"{name}"' if name in _RESERVED_WORDS else name


def _codec(hint: Any) -> Codec | None:
    kind = get_args(hint)[0] if get_origin(hint) is UnionType else hint  # in `X | None`, None comes last
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Codec(attrgetter("_value_"), kind)  # takes a third of the time of `value`
    return _BY_TYPE.get(kind)
