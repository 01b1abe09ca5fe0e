"""What the store's rooms need of a database, be it SQLite's one file or PostgreSQL: statements, and a word for order.

The statements are one catalogue for both: `:name` parameters, RETURNING, ON CONFLICT, partial indexes. What differs
(types, triggers, locks, text search) stands in the engines' own rooms.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Rows(Protocol):
    """What a statement gave. Read at once: an unfinished one holds locks. `rowcount` is how many rows it changed."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> Sequence[Any]: ...

    def fetchmany(self, size: int, /) -> Sequence[Any]: ...


class Database(Protocol):
    """An open connection, as the store's functions use it."""

    def execute(self, sql: str, parameters: dict[str, Any] | None = None, /) -> Rows:
        """Run one statement of the catalogue."""
        ...

    @property
    def shared(self) -> bool:
        """Whether programs on other machines may be at work in it, too."""
        ...

    def now(self) -> int:
        """The time on the database's own clock, in microseconds since 1970."""
        ...

    def wait_turn(self, purpose: str) -> None:
        """Wait until no other transaction does `what`, and keep others from it until this one ends."""
        ...

    def columns(self, table: str) -> tuple[str, ...]:
        """A table's columns in their order."""
        ...

    def restart_numbering(self, table: str) -> None:
        """Let new rows be numbered behind those that were given their numbers."""
        ...


class Connection(Protocol):
    """A connection with its transactions, as the writer uses it."""

    @property
    def db(self) -> Database: ...

    def begin(self) -> None: ...

    def savepoint(self) -> AbstractContextManager[Any]:
        """One job among others: undone by itself when it raises."""
        ...

    @property
    def broken(self) -> bool:
        """Whether the whole transaction is lost, with all its jobs."""
        ...

    def commit(self) -> None:
        """Returns when the transaction is on disk."""
        ...

    def rollback(self) -> None:
        """Never raises."""
        ...

    def close(self) -> None: ...


class Engine(Protocol):
    """One kind of database, and where it is. `errors` are what its library raises; `shared` as with its databases."""

    name: str
    shared: bool
    errors: tuple[type[Exception], ...]

    def prepare(self) -> None:
        """Make it, or bring it to the newest schema; one process at a time. Raises StoreError for one not ours."""
        ...

    def connect(self, *, read_only: bool) -> Connection: ...

    def store_error(self, error: Exception) -> Exception:
        """The StoreError for an error of the library's, with what to do."""
        ...

    def scrub(self) -> None:
        """Take what was deleted out of the files, as far as the engine leaves that to us."""
        ...
