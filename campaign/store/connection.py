"""The store's file: opened, checked, migrated; one writer, many readers.

Contains no SQL of the campaign's own. Rules that were each tried, and that lose data or speed when broken:

- One thread owns the write connection; jobs reach it through a queue and wait on futures. Jobs that are waiting
  together share one commit (group commit), each in its own savepoint, so one that fails takes no other with it.
- Every reader has a connection of its own and reads its rows at once.
- `BEGIN IMMEDIATE` is ours; sqlite-utils' `atomic()` inside it becomes a savepoint.
- WAL with `synchronous=FULL`: what was acknowledged survives a power cut.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from filelock import FileLock
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # pysqlite3 where it is installed: never two SQLite copies on one file

from campaign.errors import CampaignError, StoreError
from campaign.store.migrations import SCHEMA_VERSION, migrate

P = ParamSpec("P")
R = TypeVar("R")

# The first SQLite without the WAL-reset bug (sqlite.org/wal.html#walresetbug).
SAFE_SQLITE = (3, 51, 3)
_APPLICATION_ID = 0x756E6473  # "unds"
_BUSY_SECONDS = 10.0
_MOST_IN_A_COMMIT = 200


@dataclass(slots=True)
class _Job:
    work: Callable[[Database], Any]
    future: "Future[Any]"


class Store:
    """One campaign's database. Made by `Store.open`; close it, or use it as a context manager.

    `read` and `write` take a function of a store room, whose first parameter is the database, and its arguments.
    Each raises StoreError in place of any sqlite3.Error.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._gate = threading.Lock()  # so that no job is put behind the end of the queue, where nobody looks
        self._readers = threading.local()
        self._writer = threading.Thread(target=self._serve, name=f"writer of {path.name}", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open the store, making or migrating the file under an exclusive lock.

        Raises StoreError for a file that is not ours, that a newer version made, or that cannot be opened.
        """
        with _translated(path), FileLock(f"{path}-migrate.lock", mode=0o600):
            if not path.exists():
                path.touch(mode=0o600)
            db = Database(_plain_connection(path))
            try:
                _check_ours(db, path)
                _make_durable(db)
                # Marked before it has tables: a process killed half-way leaves a file that the next one takes up.
                db.conn.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                migrate(db)
                db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            finally:
                db.conn.close()
        return cls(path)

    def read(self, work: Callable[Concatenate[Database, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a reading function with this thread's own connection."""
        with _translated(self.path):
            return work(self._reader(), *args, **kwargs)

    def write(self, work: Callable[Concatenate[Database, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a writing function in a transaction; returns when it is on disk."""
        return self.submit(work, *args, **kwargs).result()

    def submit(self, work: Callable[Concatenate[Database, P], R], *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
        """Hand a writing function to the writer. The future is done when its transaction is on disk."""
        future: Future[R] = Future()
        with self._gate:
            if self._closed:
                raise StoreError(f"{self.path}: is closed")
            self._jobs.put(_Job(lambda db: work(db, *args, **kwargs), future))
        return future

    def scrub(self) -> None:
        """Write the file anew without what was deleted: SQLite leaves it in freed pages and in the write-ahead log."""
        with _translated(self.path), closing(_plain_connection(self.path)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Finish what is waiting and close."""
        with self._gate:
            if not self._closed:
                self._jobs.put(None)
            self._closed = True
        self._writer.join()
        reader = getattr(self._readers, "db", None)
        if reader is not None:
            reader.conn.close()
            del self._readers.db

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _reader(self) -> Database:
        if not hasattr(self._readers, "db"):
            self._readers.db = _connect(self.path)
            self._readers.db.conn.execute("PRAGMA query_only = ON")
        db: Database = self._readers.db
        return db

    def _serve(self) -> None:
        db: Database | None = None
        while batch := self._next_batch():
            try:
                db = db or _connect(self.path)
            except sqlite3.Error as error:
                _fail(batch, _as_store_error(self.path, error))
                continue
            _commit_together(db, batch, self.path)
        if db is not None:
            db.conn.close()

    def _next_batch(self) -> list[_Job]:
        batch: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            batch.append(job)
            if len(batch) == _MOST_IN_A_COMMIT or self._jobs.empty():
                return batch
            job = self._jobs.get()
        if batch:
            self._jobs.put(None)
        return batch


def _commit_together(db: Database, batch: list[_Job], path: Path) -> None:
    """Each job in its own savepoint, all in one transaction; futures are settled after the commit."""
    batch = [job for job in batch if job.future.set_running_or_notify_cancel()]  # from here on it cannot be cancelled
    done: list[tuple[_Job, Any]] = []
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        for job in batch:
            try:
                with db.atomic():
                    done.append((job, job.work(db)))
            except sqlite3.Error as error:
                if not db.conn.in_transaction:
                    raise  # a full disk rolls the whole transaction back
                job.future.set_exception(_as_store_error(path, error))
            except Exception as error:  # noqa: BLE001 -- it belongs to the one who waits on this future
                job.future.set_exception(error)
        db.conn.execute("COMMIT")
    except sqlite3.Error as error:
        with suppress(sqlite3.Error):  # already rolled back, or the file is out of reach: the next batch will tell
            db.conn.execute("ROLLBACK")
        _fail(batch, _as_store_error(path, error))
        return
    for job, result in done:
        if not job.future.done():
            job.future.set_result(result)


def _fail(batch: list[_Job], error: CampaignError) -> None:
    for job in batch:
        if not job.future.done():
            job.future.set_exception(error)


def _plain_connection(path: Path) -> sqlite3.Connection:
    """A connection that has changed nothing yet: whose file it is must be looked at first."""
    return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _connect(path: Path) -> Database:
    db = Database(_plain_connection(path))
    _make_durable(db)
    return db


def _make_durable(db: Database) -> None:
    db.conn.execute("PRAGMA journal_mode = WAL")
    db.conn.execute("PRAGMA synchronous = FULL")
    db.conn.execute("PRAGMA foreign_keys = ON")


def _check_ours(db: Database, path: Path) -> None:
    version = db.conn.execute("PRAGMA user_version").fetchone()[0]
    application = db.conn.execute("PRAGMA application_id").fetchone()[0]
    if application not in (0, _APPLICATION_ID) or (application == 0 and db.table_names()):
        raise StoreError(f"{path}: not a database of this program", hint="move it away, or name another folder with -C")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path}: made by a newer version (schema {version}; this program knows up to {SCHEMA_VERSION})",
            hint="install the newer version again; nothing was changed",
        )


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _as_store_error(path, error) from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}", hint="look at the folder's rights and space") from error


def _as_store_error(path: Path, error: Exception) -> StoreError:
    text = str(error)
    hints = {
        "disk I/O": "make room on the disk, or look at the disk's health; nothing that was acknowledged is lost",
        "full": "make room on the disk; nothing that was acknowledged is lost",
        "readonly": "give yourself write rights on the file and its folder",
        "unable to open": "look at the rights of the folder",
        "locked": "another program holds the database; try again when it is done",
        "malformed": "restore the database from a copy",
        "not a database": "move the file away; a new one is made",
    }
    hint = next((mend for sign, mend in hints.items() if sign in text), "")
    return StoreError(f"{path}: {text}", hint=hint)


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite in use."""
    return tuple(int(part) for part in sqlite3.sqlite_version.split("."))
