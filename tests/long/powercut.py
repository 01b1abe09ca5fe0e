"""Power cuts for tests: writes of a killed process that were not synchronised are undone, as a disk may do.

The preloaded powercut.c writes the journal. Call `cut` when every process has been killed.
"""

import os
import random
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_HEAD = struct.Struct("<5Q")
_WRITE, _RESIZE, _SYNC = 1, 2, 3
_BEGINS = 8
_SECTOR = 512


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of a journal; `position` is where it begins."""

    position: int
    kind: int
    offset: int
    before: bytes
    data: bytes
    length: int


@dataclass(slots=True)
class PowerSupply:
    """The power supply of the files in `folder` whose names begin with `name`. `lost_writes` counts writes that were
    undone, `torn_writes` those that were undone in part."""

    folder: Path
    library: Path
    journal: Path
    name: str = "campaign.db"
    cuts: int = 0
    lost_writes: int = 0
    torn_writes: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables for a process."""
        files = str(self.folder / self.name)
        return {"LD_PRELOAD": str(self.library), "POWERCUT_FILES": files, "POWERCUT_JOURNAL": str(self.journal)}

    def cut(self, dice: random.Random) -> None:
        """Undo a random half of the writes that no fsync has covered, some of them only up to a sector boundary. All
        processes must have been killed."""
        paths = {path.stat().st_ino: path for path in self.folder.glob(f"{self.name}*")}
        for journal in self.journal.iterdir():
            path = paths.get(int(journal.name))
            if path and not path.name.endswith("-shm"):
                self._cut(path, _unsynchronised(journal.read_bytes()), dice)
            journal.unlink()
        for path in self.folder.glob(f"{self.name}*-shm"):
            path.unlink()  # exists in memory only
        self.cuts += 1

    def forget(self) -> None:
        """Forget the journal after all processes ended normally and their writes were synchronised."""
        for journal in self.journal.iterdir():
            journal.unlink()

    def _cut(self, path: Path, lost: list[_Record], dice: random.Random) -> None:
        with path.open("r+b") as file:
            for record in reversed(lost):
                _undo(file.fileno(), record)
            for record in lost:
                stays = dice.choice((0.0, 0.0, dice.random(), 1.0, 1.0))
                if stays:
                    _redo(file.fileno(), record, stays)
                self.lost_writes += stays == 0
                self.torn_writes += 0 < stays < 1


def power_supply(folder: Path, journal_folder: Path, name: str = "campaign.db") -> PowerSupply:
    """A power supply with its journal in `journal_folder`. Without a compiler, the test is skipped; in CI it fails."""
    journal = journal_folder / "journal"
    journal.mkdir()
    return PowerSupply(folder, compile_library(journal_folder, "powercut"), journal, name)


def compile_library(folder: Path, name: str) -> Path:
    """Compile the C source of this name into a library to preload."""
    if not shutil.which("gcc"):
        words = "no gcc: sudo apt-get install gcc libc6-dev"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    library, source = folder / f"{name}.so", Path(__file__).with_name(f"{name}.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library


def _unsynchronised(journal: bytes) -> list[_Record]:
    """The writes that no fsync has covered, in order."""
    records = list(_records(journal))
    covered = max((record.offset for record in records if record.kind == _SYNC), default=0)
    return [record for record in records if record.kind != _SYNC and record.position >= covered]


def _records(journal: bytes) -> Iterator[_Record]:
    position = _BEGINS
    while position < len(journal):
        kind, offset, had, size, length = _HEAD.unpack_from(journal, position)
        start = position + _HEAD.size
        end = start + had + size
        yield _Record(position, kind, offset, journal[start : start + had], journal[start + had : end], length)
        position = end


def _undo(file: int, record: _Record) -> None:
    os.ftruncate(file, record.length)
    os.pwrite(file, record.before, record.offset)


def _redo(file: int, record: _Record, stays: float) -> None:
    if record.kind == _RESIZE:
        os.ftruncate(file, record.offset)
        return
    size = len(record.data)
    if stays < 1:
        size = int(size * stays) // _SECTOR * _SECTOR
    os.pwrite(file, record.data[:size], record.offset)
