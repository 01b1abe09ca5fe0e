"""The simulated power cuts lose what a disk may lose, and nothing else."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # the same SQLite as the program's

from tests.long.powercut import power_supply

# Writes rows one by one and prints each number after its commit, until it is killed.
_WRITER = """
import sys, itertools
from sqlite_utils.utils import sqlite3
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute(f"PRAGMA synchronous={sys.argv[2]}")
db.execute("CREATE TABLE IF NOT EXISTS told (number INTEGER PRIMARY KEY)")
db.execute("PRAGMA wal_autocheckpoint=20")
for number in itertools.count():
    db.execute("INSERT INTO told VALUES (NULL)")
    print(db.execute("SELECT max(number) FROM told").fetchone()[0], flush=True)
"""
# Prints a line and waits to be killed.
_PLAIN = """
import os, sys
with open(sys.argv[1], "r+b", buffering=0) as file:
    file.write(b"first ")
    os.fsync(file.fileno())
    file.write(b"second")
    print("here", flush=True)
    sys.stdin.read()
"""


def _run_and_kill(words: list[str], lines: int, environment: dict[str, str]) -> list[str]:
    """Run a process until it has printed `lines` lines, then kill it. Returns all that it printed."""
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, env=os.environ | environment) as process:
        assert process.stdout is not None
        lines_read = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        return lines_read + process.stdout.readlines()


@pytest.mark.slow
def test_what_was_synchronised_stays_and_the_rest_may_go(tmp_path: Path) -> None:
    """In twenty cuts, the unsynchronised half is lost at least once and kept at least once."""
    contents = set()
    for seed in range(20):
        folder = tmp_path / str(seed)
        folder.mkdir()
        (folder / "campaign.db").write_bytes(b"")
        power = power_supply(folder, folder)
        _run_and_kill([sys.executable, "-c", _PLAIN, str(folder / "campaign.db")], 1, power.environment)
        power.cut(random.Random(seed))
        contents.add((folder / "campaign.db").read_bytes())
    assert contents == {b"first ", b"first second"}


@pytest.mark.slow
@pytest.mark.parametrize("synchronous", ["FULL", "NORMAL"])
def test_the_database_loses_only_what_was_not_synchronised(tmp_path: Path, synchronous: str) -> None:
    """With FULL, every reported commit survives every cut; with NORMAL some do not, so the cuts work."""
    power, lost = power_supply(tmp_path, tmp_path), 0
    for seed in range(6):
        words = [sys.executable, "-c", _WRITER, str(tmp_path / "campaign.db"), synchronous]
        confirmed = int(
            [line for line in _run_and_kill(words, 30 + 7 * seed, power.environment) if line.endswith("\n")][-1]
        )
        power.cut(random.Random(seed))
        db = sqlite3.connect(tmp_path / "campaign.db")
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        stored = db.execute("SELECT coalesce(max(number), 0) FROM told").fetchone()[0]
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        lost += max(0, confirmed - stored)
    assert (lost == 0) == (synchronous == "FULL")
    assert power.cuts == 6
