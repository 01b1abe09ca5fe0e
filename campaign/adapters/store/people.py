"""The addressees of each letter and the coalition's directory of organisations, in the store.

Functions for `Store.read` and `Store.write`. An import never deletes: who is not in the file stays, behind the others.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from campaign.adapters.store.columns import Columns, insert, set_excluded, update
from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation
from campaign.core.tables.changes import HasKey, TableChange, differences

T = TypeVar("T", bound=HasKey)


class _OrderedTable(Generic[T]):
    """The statements of a table that follows a file: in the file's order, rows found again by their keys.

    `owner` is the column that says whose list it is, "" where the table holds one list.
    """

    def __init__(self, table: str, kind: type[T], owner: str = "", renamed: Mapping[str, str] | None = None) -> None:
        self._columns = Columns(kind, renamed=renamed)
        owners = (owner,) if owner else ()
        names, key_columns = (*owners, *self._columns.names, "position", "changed_at"), (*owners, "key")
        one = " AND ".join(f"{name} = :{name}" for name in key_columns)
        of_owner = f" WHERE {owner} = :{owner}" if owner else ""
        self._put = f"""
            {insert(table, names)}
            ON CONFLICT ({", ".join(key_columns)}) DO UPDATE SET {set_excluded(name for name in names if name not in key_columns)}"""
        self._move = f"{update(table, 'position')} WHERE {one}"
        self._all = f"SELECT {self._columns.select()} FROM {table}{of_owner} ORDER BY position, key"
        self._remove = f"DELETE FROM {table} WHERE {one} RETURNING key"

    def put(self, db: Database, rows: Sequence[T], at: dt.datetime, owner: dict[str, str]) -> TableChange:
        """Add and update rows, in this order."""
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
        """The rows in their order."""
        return tuple(self._columns.read(row) for row in db.execute(self._all, owner).fetchall())

    def remove(self, db: Database, key: str, owner: dict[str, str]) -> bool:
        """Take a row away; whether there was one."""
        return bool(db.execute(self._remove, {**owner, "key": key}).fetchall())


_ADDRESSEES = _OrderedTable("addressee", Addressee, "letter", {"address": "mail"})
_ORGANISATIONS = _OrderedTable("organisation", Organisation)


def put_addressees(db: Database, letter: str, people: Sequence[Addressee], at: dt.datetime) -> TableChange:
    """Add and update a letter's addressees, in this order. `at` is aware."""
    return _ADDRESSEES.put(db, people, at, {"letter": letter})


def addressees(db: Database, letter: str) -> tuple[Addressee, ...]:
    """A letter's addressees in their order, which is the order of the joint salutation."""
    return _ADDRESSEES.all(db, {"letter": letter})


def remove_addressee(db: Database, letter: str, key: str) -> bool:
    """Take an addressee off a letter; whether there was one. What was sent stays on record."""
    return _ADDRESSEES.remove(db, key, {"letter": letter})


def put_organisations(db: Database, directory: Sequence[Organisation], at: dt.datetime) -> TableChange:
    """Add and update organisations, in this order. `at` is aware."""
    return _ORGANISATIONS.put(db, directory, at, {})


def organisations(db: Database) -> tuple[Organisation, ...]:
    """The directory in its order, whatever the state."""
    return _ORGANISATIONS.all(db, {})


def remove_organisation(db: Database, key: str) -> bool:
    """Take an organisation out of the directory; whether there was one."""
    return _ORGANISATIONS.remove(db, key, {})
