"""Connections to PostgreSQL, and its schema brought up step by step. COMMIT returns when it is on disk."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import tuple_row

from campaign.adapters.store.database import Connection, Rows
from campaign.adapters.store.migrations import STEPS
from campaign.adapters.store.postgres.dialect import definition, statement
from campaign.errors import StoreError

_MIGRATION_LOCK = "migrations"
_CONNECT_SECONDS = 10
# A machine that stands still within a transaction must not keep the others waiting for its locks: the server ends it.
_SECONDS_IDLE = 15
_STEPS_TABLE = "CREATE TABLE IF NOT EXISTS _migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)"
_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position"""
_IDENTITY_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_identity = 'YES'"""
_RESTART_NUMBERING = """
    SELECT setval(pg_get_serial_sequence(%(table)s, %(column)s), coalesce((SELECT max({column}) FROM {table}), 0) + 1,
                  false)"""
_HINTS: Mapping[str, str] = {
    "refused": "start the server, or mend the address in database",
    "password": "check user and password in the address",
    "does not exist": "create it: createdb NAME",
    "disk": "make room on the server's disk; nothing that was acknowledged is lost",
}


class PostgresDatabase:
    """A connection in the words of the store's functions."""

    def __init__(self, conn: "psycopg.Connection[Any]") -> None:
        self.conn = conn

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None, /) -> Rows:
        values = {name: value.value if isinstance(value, Enum) else value for name, value in (parameters or {}).items()}
        return _rows(self.conn.execute(statement(sql), values))

    shared = True

    def now(self) -> int:
        number: int = self.conn.execute(_NOW).fetchall()[0][0]
        return number

    def wait_turn(self, purpose: str) -> None:
        """A lock of the transaction's: it ends with it, whatever happens to us."""
        self.conn.execute("SELECT pg_advisory_xact_lock(%s)", (zlib.crc32(purpose.encode()),))

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(row[0] for row in self.conn.execute(_COLUMNS, (table,)).fetchall())

    def restart_numbering(self, table: str) -> None:
        for (column,) in self.conn.execute(_IDENTITY_COLUMNS, (table,)).fetchall():
            names = {"table": table, "column": column}
            self.conn.execute(_RESTART_NUMBERING.format(**names).encode(), names)


class _NoRows:
    """What a statement gives that returns nothing, where SQLite gives an empty list."""

    def __init__(self, rowcount: int) -> None:
        self.rowcount = rowcount

    def fetchone(self) -> None:
        return None

    def fetchall(self) -> list[Any]:
        return []

    def fetchmany(self, size: int, /) -> list[Any]:
        return []


def _rows(cursor: "psycopg.Cursor[Any]") -> Rows:
    return cursor if cursor.description is not None else _NoRows(cursor.rowcount)


class PostgresConnection:
    """One connection to the server."""

    def __init__(self, conn: "psycopg.Connection[Any]") -> None:
        self.conn = conn
        self.db = PostgresDatabase(conn)

    def begin(self) -> None:
        self.conn.execute("BEGIN")

    def savepoint(self) -> AbstractContextManager[Any]:
        return self.conn.transaction()

    @property
    def broken(self) -> bool:
        return self.conn.closed

    def commit(self) -> None:
        self.conn.execute("COMMIT")

    def rollback(self) -> None:
        with suppress(psycopg.Error):
            self.conn.execute("ROLLBACK")

    def close(self) -> None:
        self.conn.close()


class PostgresEngine:
    """The database of an address `postgresql://user:password@host/name`. The password is never told."""

    shared = PostgresDatabase.shared
    errors: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, address: str) -> None:
        self.address = address
        parts = urlsplit(address)
        self.name = f"postgresql://{parts.hostname or 'localhost'}{f':{parts.port}' if parts.port else ''}{parts.path}"

    def prepare(self) -> None:
        """Each step in a transaction of its own; others who open it wait."""
        try:
            conn = self._connect()
        except psycopg.Error as error:
            raise self.store_error(error) from error
        try:
            self._migrate(conn)
        except psycopg.Error as error:
            raise self.store_error(error) from error
        finally:
            conn.close()

    def connect(self, *, read_only: bool) -> Connection:
        conn = self._connect()
        if read_only:
            conn.execute("SET default_transaction_read_only = on")
        return PostgresConnection(conn)

    def store_error(self, error: Exception) -> StoreError:
        text = " ".join(str(error).split())
        hint = next((fix for phrase, fix in _HINTS.items() if phrase in text), "")
        return StoreError(f"{self.name}: {text}", fix=hint)

    def scrub(self) -> None:
        """The server's own vacuum does this; a full one would shut everybody out."""

    def _connect(self) -> "psycopg.Connection[Any]":
        conn = psycopg.connect(self.address, autocommit=True, row_factory=tuple_row, connect_timeout=_CONNECT_SECONDS)
        conn.execute(f"SET idle_in_transaction_session_timeout = '{_SECONDS_IDLE}s'".encode())
        return conn

    def _migrate(self, conn: "psycopg.Connection[Any]") -> None:
        with conn.transaction():
            PostgresDatabase(conn).wait_turn(_MIGRATION_LOCK)
            conn.execute(_STEPS_TABLE)
            applied = {row[0] for row in conn.execute("SELECT number FROM _migrations").fetchall()}
            newest = max(applied, default=0)
            if newest > len(STEPS):
                raise StoreError(
                    f"{self.name}: made by a newer version (schema {newest}; this program knows up to {len(STEPS)})",
                    fix="install the newer version again; nothing was changed",
                )
            for number, step in enumerate(STEPS, 1):
                if number not in applied:
                    _apply(conn, number, step)


def _apply(conn: "psycopg.Connection[Any]", number: int, step: Callable[[Any], None]) -> None:
    step(_Schema(conn))
    conn.execute("INSERT INTO _migrations (number, name) VALUES (%s, %s)", (number, step.__name__))


class _Schema:
    """What a step of the schema is given: `db.conn.execute` with SQLite's words, translated."""

    def __init__(self, conn: "psycopg.Connection[Any]") -> None:
        self._conn = conn
        self.conn = self

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> Rows:
        translated = definition(sql)
        if parameters:
            return _rows(self._conn.execute(translated.replace("?", "%s"), parameters))
        return _rows(self._conn.execute(translated.encode()))


@contextmanager
def database(address: str) -> Iterator[PostgresDatabase]:
    """A connection of one's own, for what is neither read nor written by the store: moving it, tests."""
    engine = PostgresEngine(address)
    conn = engine._connect()
    try:
        yield PostgresDatabase(conn)
    finally:
        conn.close()
