"""The database's file: saved data stays, failures are isolated, and files of other programs stay untouched."""

import datetime as dt
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import Future, wait
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from campaign.adapters.store import Store
from campaign.adapters.store.migrations import SCHEMA_VERSION
from campaign.adapters.store.sqlite import SAFE_SQLITE, sqlite_version
from campaign.adapters.store.times import from_text, to_text
from campaign.errors import StoreError
from tests.helpers.examples import examples


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "campaign.db"


def note(db: Database, key: str) -> str:
    db.execute(
        "INSERT INTO version (letter, number, digest, message, frozen_at) VALUES (:key, 1, '', '', '')", {"key": key}
    )
    return key


def letters(db: Database) -> list[str]:
    return [row[0] for row in db.execute("SELECT letter FROM version ORDER BY id").fetchall()]


def burst(store: Store, *works: object) -> list["Future[object]"]:
    """Queue all works while the writer is busy, so that they share one commit."""
    gate = threading.Event()
    store.submit(lambda db: gate.wait())
    futures = [store.submit(work) for work in works]  # type: ignore[arg-type]  # works of any result
    gate.set()
    wait(futures, 10)
    return futures


def test_waiting_writes_share_one_commit(path: Path) -> None:
    """Writes that wait at the same time share a commit, and each gets its own result."""
    statements: list[str] = []
    with Store.open(path) as store:
        store.write(lambda db: db.conn.set_trace_callback(statements.append))
        futures = burst(store, *(lambda db, key=str(number): note(db, key) for number in range(20)))
        assert [future.result() for future in futures] == [str(number) for number in range(20)]
        assert len(store.read(letters)) == 20
    assert statements.count("COMMIT") <= 3


def test_a_failing_write_takes_no_other_with_it(path: Path) -> None:
    """If one of three writes in a commit fails half done, the others are saved."""

    def half(db: Database) -> None:
        note(db, "half")
        raise ValueError("no further")

    with Store.open(path) as store:
        first, broken, last = burst(store, lambda db: note(db, "a"), half, lambda db: note(db, "b"))
        assert (first.result(), last.result()) == ("a", "b")
        with pytest.raises(ValueError, match="no further"):
            broken.result()
        assert store.read(letters) == ["a", "b"]


def test_an_error_of_the_database_is_a_store_error(path: Path) -> None:
    """A violated constraint names the file, and does not affect the other writes of the commit."""
    with Store.open(path) as store:
        first, double = burst(store, lambda db: note(db, "a"), lambda db: note(db, "a"))
        assert first.result() == "a"
        with pytest.raises(StoreError) as caught:
            double.result()
    assert caught.value.message == f"{path}: UNIQUE constraint failed: version.letter, version.number"


def test_a_cancelled_write_is_never_done(path: Path) -> None:
    """A write that is cancelled before its turn is skipped, and the writer goes on."""
    gate = threading.Event()
    with Store.open(path) as store:
        store.submit(lambda db: gate.wait())
        dropped = store.submit(note, "dropped")
        assert dropped.cancel()
        gate.set()
        assert store.write(note, "kept") == "kept"
        assert store.read(letters) == ["kept"]


def test_close_finishes_what_waits_and_takes_no_more(path: Path) -> None:
    """All writes queued before closing are saved; later ones are refused at once."""
    store = Store.open(path)
    futures = [store.submit(note, str(number)) for number in range(300)]
    store.close()
    store.close()
    assert [future.result() for future in futures] == [str(number) for number in range(300)]
    with pytest.raises(StoreError, match="the database is closed"):
        store.write(note, "late")


def test_readers_cannot_write(path: Path) -> None:
    """A reading function that writes raises an error."""
    with Store.open(path) as store, pytest.raises(StoreError, match="readonly"):
        store.read(note, "x")


def test_every_thread_reads_for_itself(path: Path) -> None:
    """Readers in several threads see committed data."""
    seen: list[list[str]] = []
    with Store.open(path) as store:
        store.write(note, "a")
        threads = [threading.Thread(target=lambda: seen.append(store.read(letters))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert seen == [["a"]] * 4


def test_durable_settings(path: Path) -> None:
    """WAL, FULL and foreign keys are on for the writer; only the owner can read the file."""

    def pragma(db: Database) -> list[object]:
        return [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]

    with Store.open(path) as store:
        assert store.write(pragma) == ["wal", 2, 1]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_newer_schema_is_refused(path: Path) -> None:
    """The error names the file and the fix, and the file stays unchanged."""
    Store.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    newer = f"schema {SCHEMA_VERSION + 1}; this version knows {SCHEMA_VERSION}"
    assert caught.value.message == f"{path}: this database was made by a newer version of the program ({newer})"
    assert caught.value.fix == "install the newer version again; the database is unchanged"
    assert path.read_bytes() == before


@pytest.mark.parametrize("application", [0, 42])
def test_a_foreign_database_is_refused(path: Path, application: int) -> None:
    """Another program's database stays unchanged, including its journal mode."""
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA application_id = {application}")
    db.execute("CREATE TABLE cookies (name TEXT)")
    db.commit()
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="this database belongs to another program"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    """The error names a text file in its place, which stays unchanged."""
    path.write_text("Dear Member,\n" * 100)
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    assert caught.value.message == f"{path}: file is not a database"
    assert path.read_text() == "Dear Member,\n" * 100


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    """An empty file is treated like no file."""
    path.touch()
    with Store.open(path) as store:
        assert store.read(letters) == []


def test_a_folder_in_its_place(path: Path) -> None:
    """The error names a folder in place of the file."""
    path.mkdir()
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    assert caught.value.message == f"{path}: unable to open database file"


def test_a_folder_without_rights() -> None:
    """Without permissions on the folder, the error says so, and no file is left."""
    code = (
        "import os, sys; from campaign.adapters.store import Store; from campaign.errors import StoreError\n"
        "from pathlib import Path\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: Store.open(Path(sys.argv[1]))\n"
        "except StoreError as error: print(error.message, error.fix, sep='|')"
    )
    with TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o555)
        path = folder / "campaign.db"
        ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
        left = list(folder.iterdir())
    assert ran.stdout == f"{path}: Permission denied|check the folder's permissions and free space\n"
    assert left == []


def test_a_full_disk(path: Path) -> None:
    """A write without space fails with a fix, saved data stays, and with space the next write succeeds."""
    with Store.open(path) as store:
        store.write(note, "before")
        pages = store.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
        store.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone())
        with pytest.raises(StoreError) as caught:
            store.write(note, "x" * 100_000)
        assert caught.value.message == f"{path}: database or disk is full"
        assert caught.value.fix == "free space on the disk; everything that was saved before is safe"
        assert store.read(letters) == ["before"]
        store.write(lambda db: db.execute("PRAGMA max_page_count = 100000").fetchone())
        store.write(note, "after")
        assert store.read(letters) == ["before", "after"]


def test_a_full_disk_fails_the_whole_commit(path: Path) -> None:
    """A write that fills the disk undoes its whole commit; every future shows correctly what was saved."""
    with Store.open(path) as store:
        store.write(note, "before")
        pages = store.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
        store.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone())
        small, big, last = burst(
            store, lambda db: note(db, "small"), lambda db: note(db, "x" * 100_000), lambda db: note(db, "last")
        )
        stored = store.read(letters)
        assert big.exception() is not None
        acknowledged = [future.result() for future in (small, last) if future.exception() is None]
        assert stored == ["before", *acknowledged]


def test_a_half_made_file_is_taken_up(path: Path) -> None:
    """A file of a process that was killed while creating it is finished by the next process."""
    Store.open(path).close()
    db = sqlite3.connect(path)
    db.executescript(
        "DROP TABLE message; DROP TABLE delivery_event; DROP TABLE delivery; DROP TABLE dispatch;"
        "DELETE FROM _sqlite_migrations WHERE name = 'm003_deliveries'; PRAGMA user_version = 0"
    )
    db.close()
    with Store.open(path) as store:
        names = store.read(lambda db: db.table_names())
        assert {"delivery", "message", "dispatch"} <= set(names)


WRITER = """
import sys
from pathlib import Path
from campaign.adapters.store import Store, versions
from campaign.core.letters.version import NewVersion
import datetime as dt
with Store.open(Path(sys.argv[1])) as store:
    for number in range(100_000):
        store.write(versions.add, NewVersion(f"{number}", "", (), "", dt.datetime.now(dt.UTC)))
        print(number, flush=True)
"""


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill(path: Path) -> None:
    """Every write that was acknowledged before kill -9 is there afterwards."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        seen = [next(writer.stdout) for _ in range(40)]
        writer.send_signal(signal.SIGKILL)
        seen += writer.stdout.read().splitlines(keepends=True)
    acknowledged = [line.strip() for line in seen if line.endswith("\n")]
    with Store.open(path) as store:
        assert store.read(letters)[: len(acknowledged)] == acknowledged


def test_the_version_of_sqlite_is_known() -> None:
    """The version in use can be compared with the first safe one."""
    assert len(sqlite_version()) == len(SAFE_SQLITE) == 3


moments = st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(9999, 12, 30), timezones=st.timezones())  # noqa: DTZ001 -- bounds are naive, `timezones` adds the zone


@settings(max_examples=examples(40), deadline=None)
@given(moments)
def test_times_come_back(at: dt.datetime) -> None:
    """A stored time is the same moment, in UTC."""
    back = from_text(to_text(at))
    assert back == at.astimezone(dt.UTC)
    assert back.tzinfo is dt.UTC


@settings(max_examples=examples(40), deadline=None)
@given(moments, moments)
def test_stored_times_sort_as_they_read(one: dt.datetime, other: dt.datetime) -> None:
    """The earlier moment is the smaller text."""
    assert (to_text(one) < to_text(other)) == (one.astimezone(dt.UTC) < other.astimezone(dt.UTC))
