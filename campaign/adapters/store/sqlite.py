"""SQLite: one file, WAL with `synchronous=FULL`, through sqlite-utils. `BEGIN IMMEDIATE` and the savepoints of jobs are
ours."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlite_utils
from filelock import FileLock
from sqlite_utils.utils import sqlite3  # pysqlite3 where it is installed: never two SQLite copies on one file

from campaign.adapters.store.database import Connection
from campaign.adapters.store.migrations import SCHEMA_VERSION, migrate
from campaign.errors import StoreError, cause_of

# The first SQLite without the WAL-reset bug (sqlite.org/wal.html#walresetbug).
SAFE_SQLITE = (3, 51, 3)
_APPLICATION_ID = 0x756E6473  # "unds"
_BUSY_SECONDS = 10.0
_HINTS: Mapping[str, str] = {
    "disk I/O": "make room on the disk, or look at the disk's health; nothing that was acknowledged is lost",
    "full": "make room on the disk; nothing that was acknowledged is lost",
    "readonly": "give yourself write rights on the file and its folder",
    "unable to open": "look at the rights of the folder",
    "locked": "another program holds the database; try again when it is done",
    "malformed": "restore the database from a copy",
    "not a database": "move the file away; a new one is made",
}


class SqliteDatabase(sqlite_utils.Database):
    """sqlite-utils' own, with the store's word for order."""

    shared = False

    def now(self) -> int:
        """The clock of the one machine that the file is on."""
        return time.time_ns() // 1000

    def wait_turn(self, purpose: str) -> None:
        """There is one writer, so it is its turn."""

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(row[1] for row in self.execute(f"PRAGMA table_info({table})").fetchall())

    def restart_numbering(self, table: str) -> None:
        """A new row's number follows the greatest there is."""


class SqliteConnection:
    """One connection to the file."""

    def __init__(self, db: SqliteDatabase, *, read_only: bool) -> None:
        self.db = db
        self._read_only = read_only

    def begin(self) -> None:
        self.db.conn.execute("BEGIN IMMEDIATE")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Always of the same name: sqlite-utils names each of its own anew, and SQLite would have to learn each."""
        self.db.conn.execute("SAVEPOINT job")
        try:
            yield
        except BaseException:
            if self.db.conn.in_transaction:
                self.db.conn.execute("ROLLBACK TO job")
                self.db.conn.execute("RELEASE job")
            raise
        self.db.conn.execute("RELEASE job")

    @property
    def broken(self) -> bool:
        """A full disk rolls the whole transaction back; a reader has none to lose."""
        return not self._read_only and not self.db.conn.in_transaction

    def commit(self) -> None:
        self.db.conn.execute("COMMIT")

    def rollback(self) -> None:
        with suppress(sqlite3.Error):  # already rolled back, or the file is out of reach: the next batch will tell
            self.db.conn.execute("ROLLBACK")

    def close(self) -> None:
        self.db.conn.close()


class SqliteEngine:
    """A file, made when there is none."""

    shared = SqliteDatabase.shared
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def prepare(self) -> None:
        """Made or migrated under an exclusive lock."""
        with self._store_errors(), FileLock(f"{self.path}-migrate.lock", mode=0o600):
            if not self.path.exists():
                self.path.touch(mode=0o600)
            db = SqliteDatabase(_open_unchanged(self.path))
            try:
                _check_application(db, self.path)
                _make_durable(db)
                # Marked before it has tables: a process killed half-way leaves a file that the next one takes up.
                db.conn.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                migrate(db)
                db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            finally:
                db.conn.close()

    def connect(self, *, read_only: bool) -> Connection:
        db = SqliteDatabase(_open_unchanged(self.path))
        _make_durable(db)
        if read_only:
            db.conn.execute("PRAGMA query_only = ON")
        return SqliteConnection(db, read_only=read_only)

    def store_error(self, error: Exception) -> StoreError:
        text = str(error)
        hint = next((fix for phrase, fix in _HINTS.items() if phrase in text), "")
        return StoreError(f"{self.path}: {text}", fix=hint)

    def scrub(self) -> None:
        """Write the file anew: SQLite leaves what was deleted in freed pages and in the write-ahead log."""
        with self._store_errors(), closing(_open_unchanged(self.path)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _store_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self.store_error(error) from error
        except OSError as error:
            raise StoreError(f"{self.path}: {cause_of(error)}", fix="look at the folder's rights and space") from error


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite in use."""
    return tuple(int(part) for part in sqlite3.sqlite_version.split("."))


def _open_unchanged(path: Path) -> sqlite3.Connection:
    """A connection that has changed nothing yet: whose file it is must be looked at first."""
    return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _make_durable(db: SqliteDatabase) -> None:
    db.conn.execute("PRAGMA journal_mode = WAL")
    db.conn.execute("PRAGMA synchronous = FULL")
    db.conn.execute("PRAGMA foreign_keys = ON")


def _check_application(db: SqliteDatabase, path: Path) -> None:
    version = db.conn.execute("PRAGMA user_version").fetchone()[0]
    application = db.conn.execute("PRAGMA application_id").fetchone()[0]
    if application not in (0, _APPLICATION_ID) or (application == 0 and db.table_names()):
        raise StoreError(f"{path}: not a database of this program", fix="move it away, or name another folder with -C")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path}: made by a newer version (schema {version}; this program knows up to {SCHEMA_VERSION})",
            fix="install the newer version again; nothing was changed",
        )
