"""Clocks that are wrong and disks that are full, for processes of a test; circumstances.c, preloaded, brings them."""

import datetime as dt
import mmap
import random
import struct
import time
from dataclasses import dataclass
from pathlib import Path

from tests.long.powercut import compile_library

DAY = 86_400
# Clocks change in Brussels at these moments (UTC): two o'clock is three, and three o'clock is two.
_CHANGES = (dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC), dt.datetime(2027, 10, 31, 1, tzinfo=dt.UTC))


@dataclass(slots=True)
class Circumstances:
    """Those of the processes that are started with `environment`; they may change while these run."""

    library: Path
    shared: Path
    page: mmap.mmap
    files: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self.library),
            "CIRCUMSTANCES": str(self.shared),
            "CIRCUMSTANCES_FILES": str(self.files),
        }

    def shift_clock(self, seconds: int) -> None:
        self.page[0:8] = struct.pack("=q", seconds)

    def shift_clock_at_random(self, dice: random.Random) -> None:
        """Right, a day behind, a day ahead, or a moment before the clocks change in Brussels."""
        nights = [round(change.timestamp() - time.time() - dice.uniform(0, 1)) for change in _CHANGES]
        self.shift_clock(dice.choice([0, -DAY, DAY, *nights]))

    def set_disk_full(self, *, full: bool) -> None:
        self.page[8:16] = struct.pack("=q", full)

    @property
    def refused_writes(self) -> int:
        """How many writes found the disk full."""
        number: int = struct.unpack("=q", self.page[16:24])[0]
        return number


def circumstances(folder: Path, files: Path) -> Circumstances:
    """In `place`, for files whose path begins with `files`. The test is skipped where there is no compiler, and fails
    in CI."""
    folder.mkdir(exist_ok=True)
    shared = folder / "circumstances"
    shared.write_bytes(bytes(24))
    with shared.open("r+b") as file:
        return Circumstances(compile_library(folder, "circumstances"), shared, mmap.mmap(file.fileno(), 24), files)
