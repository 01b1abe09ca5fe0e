"""SQLite through sqlite-utils: one file, WAL with `synchronous=FULL`. Transactions and savepoints are managed here."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlite_utils
from filelock import FileLock
from sqlite_utils.utils import sqlite3  # pysqlite3 if installed: never two copies of SQLite on one file

from campaign.adapters.store.database import Connection
from campaign.adapters.store.migrations import SCHEMA_VERSION, migrate
from campaign.errors import StoreError, cause_of

# The first SQLite without the WAL-reset bug (sqlite.org/wal.html#walresetbug).
SAFE_SQLITE = (3, 51, 3)
_APPLICATION_ID = 0x756E6473  # "unds"
_BUSY_SECONDS = 10.0
_FIXES: Mapping[str, str] = {
    "disk I/O": "free space on the disk, or check the disk for errors; everything that was saved before is safe",
    "full": "free space on the disk; everything that was saved before is safe",
    "readonly": "give yourself permission to write the file and its folder",
    "unable to open": "check the permissions of the folder",
    "locked": "another program is using the database; try again when it has finished",
    "malformed": "restore the database from a backup",
    "not a database": "move the file elsewhere; the program then creates a new one",
}


class SqliteDatabase(sqlite_utils.Database):
    """The database of sqlite-utils, as a `Database`."""

    shared = False

    def now(self) -> int:
        """Return the clock of the machine that the file is on."""
        return time.time_ns() // 1000

    def identity(self) -> str:
        return ""

    def wait_turn(self, purpose: str) -> None:
        """Return at once: the file has only one writer."""

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(row[1] for row in self.execute(f"PRAGMA table_info({table})").fetchall())

    def restart_numbering(self, table: str) -> None:
        """Nothing to do: SQLite numbers a new row after the greatest number."""


class SqliteConnection:
    """One connection to the file."""

    def __init__(self, db: SqliteDatabase, *, read_only: bool) -> None:
        self.db = db
        self._read_only = read_only

    def begin(self) -> None:
        self.db.conn.execute("BEGIN IMMEDIATE")

    def begin_snapshot(self) -> None:
        self.db.conn.execute("BEGIN")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Use one name: sqlite-utils names every savepoint differently, and SQLite would compile each statement."""
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
        """Whether a full disk has rolled the whole transaction back; a reader has none."""
        return not self._read_only and not self.db.conn.in_transaction

    def commit(self) -> None:
        self.db.conn.execute("COMMIT")

    def rollback(self) -> None:
        with suppress(sqlite3.Error):  # already rolled back, or the file is unreachable: the next batch fails then
            self.db.conn.execute("ROLLBACK")

    def close(self) -> None:
        self.db.conn.close()


class SqliteEngine:
    """A SQLite file, created if it does not exist."""

    shared = SqliteDatabase.shared
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def prepare(self) -> None:
        """Create or migrate the file under an exclusive lock."""
        with self._store_errors(), FileLock(f"{self.path}-migrate.lock", mode=0o600):
            if not self.path.exists():
                self.path.touch(mode=0o600)
            db = SqliteDatabase(_open_unchanged(self.path))
            try:
                _check_application(db, self.path)
                _make_durable(db)
                # Marked before it has tables: if this process is killed, the next one recognises the file and goes on.
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
        hint = next((fix for phrase, fix in _FIXES.items() if phrase in text), "")
        return StoreError(f"{self.path}: {text}", fix=hint)

    def scrub(self) -> None:
        """Rewrite the file: SQLite leaves deleted data in freed pages and in the write-ahead log."""
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
            raise StoreError(
                f"{self.path}: {cause_of(error)}", fix="check the folder's permissions and free space"
            ) from error


def copy_file(source: Path, target: Path) -> None:
    """Copy a database into a new file, as it is at one moment, while other programs write to it.

    Raises StoreError.
    """
    with SqliteEngine(source)._store_errors(), closing(_open_unchanged(source)) as original:
        target.touch(mode=0o600)
        with closing(_open_unchanged(target)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, without a write-ahead log


def file_damage(path: Path) -> tuple[str, ...]:
    """Check the structure of a database file. Returns SQLite's description of each damage, a few at most."""
    try:
        with closing(_open_unchanged(path)) as connection:
            rows = connection.execute("PRAGMA integrity_check(5)").fetchall()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    except sqlite3.Error as error:
        return (str(error),)
    damage = [str(text) for (text,) in rows if text != "ok"]
    return (*damage, *(f"table {row[0]}, row {row[1]}: refers to a missing row of {row[2]}" for row in orphans))


def sqlite_version() -> tuple[int, ...]:
    """Return the version of SQLite in use."""
    return tuple(int(part) for part in sqlite3.sqlite_version.split("."))


def _open_unchanged(path: Path) -> sqlite3.Connection:
    """Connect without any change to the file, so that its owner can be checked first."""
    return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _make_durable(db: SqliteDatabase) -> None:
    db.conn.execute("PRAGMA journal_mode = WAL")
    db.conn.execute("PRAGMA synchronous = FULL")
    db.conn.execute("PRAGMA foreign_keys = ON")


def _check_application(db: SqliteDatabase, path: Path) -> None:
    version = db.conn.execute("PRAGMA user_version").fetchone()[0]
    application = db.conn.execute("PRAGMA application_id").fetchone()[0]
    if application not in (0, _APPLICATION_ID) or (application == 0 and db.table_names()):
        raise StoreError(
            f"{path}: this database belongs to another program", fix="move it elsewhere, or name another folder with -C"
        )
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path}: this database was made by a newer version of the program"
            f" (schema {version}; this version knows {SCHEMA_VERSION})",
            fix="install the newer version again; the database is unchanged",
        )
