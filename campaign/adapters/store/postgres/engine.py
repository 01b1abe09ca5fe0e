"""Connections to PostgreSQL, and the migration of its schema. COMMIT returns when the transaction is on disk."""

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
# If a machine stalls within a transaction, the server ends it, so that others do not wait for its locks.
_SECONDS_IDLE = 15
_STEPS_TABLE = "CREATE TABLE IF NOT EXISTS _migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)"
_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_IDENTITY = """
    SELECT system.system_identifier, checkpoint.timeline_id, database.oid, 'delivery'::regclass::oid
    FROM pg_control_system() AS system, pg_control_checkpoint() AS checkpoint, pg_database AS database
    WHERE database.datname = current_database()"""
_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position"""
_IDENTITY_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_identity = 'YES'"""
_RESTART_NUMBERING = """
    SELECT setval(pg_get_serial_sequence(%(table)s, %(column)s), coalesce((SELECT max({column}) FROM {table}), 0) + 1,
                  false)"""
_FIXES: Mapping[str, str] = {
    "refused": "start the server, or correct the address of the database (CAMPAIGN_DATABASE, or database in [store])",
    "password": "check the user and the password in the address",
    "does not exist": "create it: createdb NAME",
    "disk": "free space on the server's disk; everything that was saved before is safe",
}


class PostgresDatabase:
    """An open connection, as a `Database`."""

    def __init__(self, conn: "psycopg.Connection[Any]") -> None:
        self.conn = conn

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None, /) -> Rows:
        values = {name: value.value if isinstance(value, Enum) else value for name, value in (parameters or {}).items()}
        return _rows(self.conn.execute(statement(sql), values))

    shared = True

    def now(self) -> int:
        number: int = self.conn.execute(_NOW).fetchall()[0][0]
        return number

    def identity(self) -> str:
        """The server, its timeline, the database and a table: what a restored copy does not have."""
        return "/".join(map(str, self.conn.execute(_IDENTITY).fetchall()[0]))

    def wait_turn(self, purpose: str) -> None:
        """Take an advisory lock, which PostgreSQL releases when the transaction ends in any way."""
        self.conn.execute("SELECT pg_advisory_xact_lock(%s)", (zlib.crc32(purpose.encode()),))

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(row[0] for row in self.conn.execute(_COLUMNS, (table,)).fetchall())

    def restart_numbering(self, table: str) -> None:
        for (column,) in self.conn.execute(_IDENTITY_COLUMNS, (table,)).fetchall():
            names = {"table": table, "column": column}
            self.conn.execute(_RESTART_NUMBERING.format(**names).encode(), names)


class _NoRows:
    """The result of a statement that returns no rows: empty lists, as with SQLite."""

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

    def begin_snapshot(self) -> None:
        self.conn.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # A large copy may wait for the disk that it is written to; a snapshot holds nobody up.
        self.conn.execute("SET LOCAL idle_in_transaction_session_timeout = 0")

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
    """The database at `postgresql://user:password@host/name`. No message shows the password."""

    shared = PostgresDatabase.shared
    errors: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, address: str) -> None:
        self.address = address
        parts = urlsplit(address)
        self.name = f"postgresql://{parts.hostname or 'localhost'}{f':{parts.port}' if parts.port else ''}{parts.path}"

    def prepare(self) -> None:
        """Migrate the schema, each step in its own transaction; other processes that open the database wait."""
        try:
            conn = self._connect()
        except psycopg.Error as error:
            raise self.store_error(error) from error
        try:
            self._need_durability(conn)
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
        advice = next((fix for phrase, fix in _FIXES.items() if phrase in text), "")
        return StoreError(f"{self.name}: {text}", fix=advice)

    def scrub(self) -> None:
        """Nothing to do: the server's vacuum frees the rows. VACUUM FULL would lock everybody out."""

    def _connect(self) -> "psycopg.Connection[Any]":
        conn = psycopg.connect(self.address, autocommit=True, row_factory=tuple_row, connect_timeout=_CONNECT_SECONDS)
        conn.execute(f"SET idle_in_transaction_session_timeout = '{_SECONDS_IDLE}s'".encode())
        # A server may be set to answer a COMMIT before it is on disk; an email would then go twice after a power cut.
        conn.execute("SET synchronous_commit = on")
        return conn

    def _need_durability(self, conn: "psycopg.Connection[Any]") -> None:
        """Raises StoreError when the server does not write to disk what it has acknowledged."""
        if conn.execute("SHOW fsync").fetchall()[0][0] == "off":
            what = "fsync is off on this server, so a power cut can lose what was sent, and an email would go twice"
            raise StoreError(f"{self.name}: {what}", fix="set fsync = on in postgresql.conf, and reload the server")

    def _migrate(self, conn: "psycopg.Connection[Any]") -> None:
        with conn.transaction():
            PostgresDatabase(conn).wait_turn(_MIGRATION_LOCK)
            conn.execute(_STEPS_TABLE)
            applied = {row[0] for row in conn.execute("SELECT number FROM _migrations").fetchall()}
            newest = max(applied, default=0)
            if newest > len(STEPS):
                raise StoreError(
                    f"{self.name}: this database was made by a newer version of the program"
                    f" (schema {newest}; this version knows {len(STEPS)})",
                    fix="install the newer version again; the database is unchanged",
                )
            for number, step in enumerate(STEPS, 1):
                if number not in applied:
                    _apply(conn, number, step)


def _apply(conn: "psycopg.Connection[Any]", number: int, step: Callable[[Any], None]) -> None:
    step(_Schema(conn))
    conn.execute("INSERT INTO _migrations (number, name) VALUES (%s, %s)", (number, step.__name__))


class _Schema:
    """What a migration step receives: `db.conn.execute`, which translates SQLite's SQL."""

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
    """Open a connection outside of `Store`, for the work queue's tables and for tests."""
    engine = PostgresEngine(address)
    conn = engine._connect()
    try:
        yield PostgresDatabase(conn)
    finally:
        conn.close()
