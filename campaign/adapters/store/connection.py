"""`Store`: one writer and many readers of the campaign's database, on SQLite or PostgreSQL.

Contains no SQL. Rules that were tested, and that lose data or speed when they are broken:

- One thread owns the write connection. Jobs reach it through a queue, and callers wait on futures. Jobs that wait at
  the same time share one commit (group commit), each in a savepoint, so that one failure does not undo the others.
- Every reader has its own connection and fetches its rows at once.
- What was acknowledged survives a power cut: a future is done when its transaction is on disk.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from campaign.adapters.store.database import Connection, Database, Engine
from campaign.adapters.store.ledger import sending_mark
from campaign.adapters.store.sqlite import SqliteEngine
from campaign.errors import StoreError

P = ParamSpec("P")
R = TypeVar("R")

_MAX_JOBS_PER_COMMIT = 200
POSTGRESQL_SCHEMES = ("postgresql://", "postgres://")


@dataclass(slots=True)
class _Job:
    work: Callable[[Database], Any]
    future: "Future[Any]"


class Store:
    """One campaign's database. Made by `Store.open`; close it, or use it as a context manager.

    `read`, `write` and `submit` take a function of this package, whose first parameter is the database, and the
    function's other arguments. An error of the database's library is raised as StoreError.

        with Store.open(folder / "campaign.db") as store:
            versions_of_letter = store.read(versions.all_of, "ai-act")
    """

    def __init__(self, engine: Engine, location: Path | str) -> None:
        # SQLite or PostgreSQL, with the database's name for messages.
        self.engine = engine
        # The file's path, or the PostgreSQL address with its password.
        self.location = location
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()  # so that no job is queued behind the end mark, where it would never run
        self._readers = threading.local()
        # The readers of all threads: closed with the store, or once their thread has ended.
        self._open_readers: list[tuple[threading.Thread, Connection]] = []
        self._writer = threading.Thread(target=self._run_writer, name=f"writer of {engine.name}", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, location: Path | str) -> "Store":
        """Open the database; create it or migrate it to the newest schema first, if necessary.

        `location` is a file, or the address of a PostgreSQL database (`postgresql://...`). Raises StoreError if the
        database belongs to another program, was made by a newer version, or cannot be opened.
        """
        engine = _engine(location)
        engine.prepare()
        store = cls(engine, location)
        store.write(sending_mark.ensure)
        return store

    def read(self, work: Callable[Concatenate[Database, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `work`, which only reads, with this thread's own connection, and return its result."""
        with self._store_errors():
            return work(self._reader(), *args, **kwargs)

    def write(self, work: Callable[Concatenate[Database, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `work` in a transaction, and return its result once the transaction is on disk."""
        return self.submit(work, *args, **kwargs).result()

    def submit(self, work: Callable[Concatenate[Database, P], R], *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
        """Queue `work` for the writer. The future is done when its transaction is on disk.

        Raises StoreError if the store is closed.
        """
        future: Future[R] = Future()
        with self._lock:
            if self._closed:
                raise StoreError(f"{self.engine.name}: the database is closed")
            self._jobs.put(_Job(lambda db: work(db, *args, **kwargs), future))
        return future

    def scrub(self) -> None:
        """Remove deleted data from the database's files, too."""
        self.engine.scrub()

    def close(self) -> None:
        """Finish the queued writes, then close all connections."""
        with self._lock:
            if not self._closed:
                self._jobs.put(None)
            self._closed = True
        self._writer.join()
        with self._lock:
            while self._open_readers:
                self._open_readers.pop()[1].close()
        self._readers = threading.local()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _reader(self) -> Database:
        reader: Connection | None = getattr(self._readers, "connection", None)
        if reader is not None and reader.broken:
            reader.close()
            reader = None
        if reader is None:
            reader = self._readers.connection = self.engine.connect(read_only=True)
            with self._lock:
                self._close_readers_of_ended_threads()
                self._open_readers.append((threading.current_thread(), reader))
        return reader.db

    def _close_readers_of_ended_threads(self) -> None:
        """Threads that answer pages come and go; their connections would stay open as long as the program runs."""
        for thread, reader in self._open_readers:
            if not thread.is_alive():
                reader.close()
        self._open_readers = [entry for entry in self._open_readers if entry[0].is_alive()]

    @contextmanager
    def _store_errors(self) -> Iterator[None]:
        try:
            yield
        except self.engine.errors as error:
            raise self.engine.store_error(error) from error

    def _run_writer(self) -> None:
        connection: Connection | None = None
        while batch := self._next_batch():
            try:
                connection = connection or self.engine.connect(read_only=False)
            except self.engine.errors as error:
                _fail(batch, self.engine.store_error(error))
                continue
            if not _commit_together(connection, batch, self.engine):
                connection.close()
                connection = None
        if connection is not None:
            connection.close()

    def _next_batch(self) -> list[_Job]:
        batch: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            batch.append(job)
            if len(batch) == _MAX_JOBS_PER_COMMIT or self._jobs.empty():
                return batch
            job = self._jobs.get()
        if batch:
            self._jobs.put(None)
        return batch


def _engine(location: Path | str) -> Engine:
    if isinstance(location, str) and location.startswith(POSTGRESQL_SCHEMES):
        return _postgres(location)
    return SqliteEngine(Path(location))


def _postgres(address: str) -> Engine:
    try:
        from campaign.adapters.store.postgres.engine import PostgresEngine
    except ImportError as error:
        raise StoreError(
            "the database is on PostgreSQL, but the PostgreSQL driver is not installed",
            fix="pip install 'undersigned[postgresql]'",
        ) from error
    return PostgresEngine(address)


def _commit_together(connection: Connection, batch: list[_Job], engine: Engine) -> bool:
    """Run all jobs in one transaction, and resolve their futures after the commit. If there are several, each runs in
    its own savepoint. Returns False if the transaction was lost, and perhaps the connection with it."""
    batch = [job for job in batch if job.future.set_running_or_notify_cancel()]  # cannot be cancelled from here on
    savepoint = connection.savepoint if len(batch) > 1 else nullcontext
    finished: list[tuple[_Job, Any]] = []
    try:
        connection.begin()
        for job in batch:
            try:
                with savepoint():
                    finished.append((job, job.work(connection.db)))
            except engine.errors as error:
                if connection.broken:
                    raise  # a full disk or a lost server undoes the whole transaction
                job.future.set_exception(engine.store_error(error))
            except Exception as error:  # noqa: BLE001 -- raised where the future is awaited
                job.future.set_exception(error)
        if finished:
            connection.commit()
        else:
            connection.rollback()
    except engine.errors as error:
        connection.rollback()
        _fail(batch, engine.store_error(error))
        return False
    for job, result in finished:
        if not job.future.done():
            job.future.set_result(result)
    return True


def _fail(batch: list[_Job], error: Exception) -> None:
    for job in batch:
        if not job.future.done():
            job.future.set_exception(error)
