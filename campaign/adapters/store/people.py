"""The addressees of each letter, and the coalition's directory of organisations.

Functions for `Store.read` and `Store.write`. An import never deletes a row: rows that are not in the file come last.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from campaign.adapters.store.columns import Columns, insert, set_excluded, update
from campaign.adapters.store.database import Database
from campaign.adapters.store.text_search import pattern_of
from campaign.adapters.store.times import to_text
from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation
from campaign.core.tables.changes import HasKey, TableChange, differences

T = TypeVar("T", bound=HasKey)


class _OrderedTable(Generic[T]):
    """A table that follows a file: in the file's order, with its rows identified by their keys.

    `owner` is the column that names the list of a row, "" if the table holds only one list. `renamed` as in `Columns`.
    """

    def __init__(self, table: str, kind: type[T], owner: str = "", renamed: Mapping[str, str] | None = None) -> None:
        self._columns = Columns(kind, renamed=renamed)
        owners = (owner,) if owner else ()
        names, key_columns = (*owners, *self._columns.names, "position", "changed_at"), (*owners, "key")
        others = [name for name in names if name not in key_columns]
        one = " AND ".join(f"{name} = :{name}" for name in key_columns)
        of_owner = f" WHERE {owner} = :{owner}" if owner else ""
        self._put = f"""
            {insert(table, names)}
            ON CONFLICT ({", ".join(key_columns)}) DO UPDATE SET {set_excluded(others)}"""
        self._move = f"{update(table, 'position')} WHERE {one}"
        self._all = f"SELECT {self._columns.select()} FROM {table}{of_owner} ORDER BY position, key"
        self._remove = f"DELETE FROM {table} WHERE {one} RETURNING key"

    def put(self, db: Database, rows: Sequence[T], at: dt.datetime, owner: dict[str, str]) -> TableChange:
        """Add and update rows, in this order. Returns what changed."""
        change = differences(self.all(db, owner), rows)
        by_key = {row.key: row for row in rows}
        to_write = {*change.added, *change.changed}
        for position, key in enumerate((*by_key, *change.missing), 1):
            values = {**owner, "key": key, "position": position}
            if key in to_write:
                db.execute(self._put, self._columns.values(by_key[key]) | values | {"changed_at": to_text(at)})
            else:
                db.execute(self._move, values)
        return change

    def all(self, db: Database, owner: dict[str, str]) -> tuple[T, ...]:
        """Return the rows, in order."""
        return tuple(self._columns.read(row) for row in db.execute(self._all, owner).fetchall())

    def remove(self, db: Database, key: str, owner: dict[str, str]) -> bool:
        """Remove a row. Returns whether there was one."""
        return bool(db.execute(self._remove, {**owner, "key": key}).fetchall())


_ADDRESSEES = _OrderedTable("addressee", Addressee, "letter", {"address": "mail"})
_ORGANISATIONS = _OrderedTable("organisation", Organisation)
_COLUMNS = Columns(Organisation)
_NAMED = "(lower(name) LIKE :low ESCAPE '!' OR name LIKE :typed ESCAPE '!')"
_AFTER_KEY = f"SELECT {_COLUMNS.select()} FROM organisation WHERE key > :after AND {_NAMED} ORDER BY key LIMIT :most"
_COUNT_NAMED = f"SELECT count(*) FROM organisation WHERE {_NAMED}"


def put_addressees(db: Database, letter: str, people: Sequence[Addressee], at: dt.datetime) -> TableChange:
    """Add and update a letter's addressees, in this order. Returns what changed."""
    return _ADDRESSEES.put(db, people, at, {"letter": letter})


def addressees(db: Database, letter: str) -> tuple[Addressee, ...]:
    """Return a letter's addressees in order, which is the order of the joint salutation."""
    return _ADDRESSEES.all(db, {"letter": letter})


def remove_addressee(db: Database, letter: str, key: str) -> bool:
    """Remove an addressee of a letter; past deliveries stay. Returns whether there was one."""
    return _ADDRESSEES.remove(db, key, {"letter": letter})


def put_organisations(db: Database, directory: Sequence[Organisation], at: dt.datetime) -> TableChange:
    """Add and update organisations, in this order. Returns what changed."""
    return _ORGANISATIONS.put(db, directory, at, {})


def organisations(db: Database) -> tuple[Organisation, ...]:
    """Return the directory in order, in any state."""
    return _ORGANISATIONS.all(db, {})


def organisations_after(db: Database, text: str, key: str, limit: int) -> tuple[Organisation, ...]:
    """Return up to `limit` organisations with a text in their name, in the order of their keys, after a key."""
    rows = db.execute(_AFTER_KEY, {"after": key, "most": limit} | _like(text)).fetchall()
    return tuple(_COLUMNS.read(row) for row in rows)


def count_organisations(db: Database, text: str = "") -> int:
    """Return how many organisations have a text in their name."""
    return int(db.execute(_COUNT_NAMED, _like(text)).fetchone()[0])


def _like(text: str) -> dict[str, str]:
    return {"low": pattern_of(text.lower()), "typed": pattern_of(text)}


def remove_organisation(db: Database, key: str) -> bool:
    """Remove an organisation from the directory. Returns whether there was one."""
    return _ORGANISATIONS.remove(db, key, {})
