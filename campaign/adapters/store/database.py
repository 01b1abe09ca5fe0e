"""What this package needs of a database, whether SQLite or PostgreSQL: to run statements, and to serialise writers.

Both databases run the same statements: `:name` parameters, RETURNING, ON CONFLICT, partial indexes. What differs
(types, triggers, locks) is in `sqlite` and `postgres`.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Rows(Protocol):
    """The result of a statement. Fetch it at once: an unfinished one holds locks. `rowcount`: how many rows changed."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> Sequence[Any]: ...

    def fetchmany(self, size: int, /) -> Sequence[Any]: ...


class Database(Protocol):
    """An open connection, as the functions of this package use it."""

    def execute(self, sql: str, parameters: dict[str, Any] | None = None, /) -> Rows:
        """Run one statement."""
        ...

    @property
    def shared(self) -> bool:
        """Whether programs on other machines may use the database at the same time."""
        ...

    def now(self) -> int:
        """Return the time on the database's own clock, in microseconds since 1970."""
        ...

    def identity(self) -> str:
        """Return what distinguishes a shared database from a restored copy of it; "" for a file."""
        ...

    def wait_turn(self, purpose: str) -> None:
        """Wait for other transactions with the same `purpose`, and make others wait until this one ends."""
        ...

    def columns(self, table: str) -> tuple[str, ...]:
        """Return a table's columns, in order."""
        ...

    def restart_numbering(self, table: str) -> None:
        """Number new rows after the rows that were copied with their numbers."""
        ...


class Connection(Protocol):
    """A connection with its transactions, as `Store` uses it."""

    @property
    def db(self) -> Database: ...

    def begin(self) -> None: ...

    def begin_snapshot(self) -> None:
        """Begin a read-only transaction that sees the database as it is at its first query."""
        ...

    def savepoint(self) -> AbstractContextManager[Any]:
        """Return a context that undoes only its own statements if it raises."""
        ...

    @property
    def broken(self) -> bool:
        """Whether the whole transaction is lost, with all its jobs."""
        ...

    def commit(self) -> None:
        """Commit; return when the transaction is on disk."""
        ...

    def rollback(self) -> None:
        """Undo the transaction. Never raises."""
        ...

    def close(self) -> None: ...


class Engine(Protocol):
    """A kind of database and its location."""

    name: str
    """For messages: the file's path, or the address without its password."""
    shared: bool
    """Whether programs on other machines may use the database at the same time."""
    errors: tuple[type[Exception], ...]
    """What the database's library raises."""

    def prepare(self) -> None:
        """Create the database, or migrate it to the newest schema; one process at a time.

        Raises StoreError if the database belongs to another program or a newer version.
        """
        ...

    def connect(self, *, read_only: bool) -> Connection: ...

    def store_error(self, error: Exception) -> Exception:
        """Return the StoreError for an error of the library, with its fix."""
        ...

    def scrub(self) -> None:
        """Remove deleted data from the files, unless the database does so itself."""
        ...
