"""Wrong clocks and full disks for processes of a test, simulated by the preloaded circumstances.c."""

import datetime as dt
import mmap
import random
import struct
import time
from dataclasses import dataclass
from pathlib import Path

from tests.long.powercut import compile_library

DAY = 86_400
# The clocks change in Brussels at these times (UTC).
_CHANGES = (dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC), dt.datetime(2027, 10, 31, 1, tzinfo=dt.UTC))


@dataclass(slots=True)
class Circumstances:
    """The clock and disk of processes that are started with `environment`; both can change while they run."""

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
        """Set the clock right, a day behind, a day ahead, or to a moment before the clocks change in Brussels."""
        nights = [round(change.timestamp() - time.time() - dice.uniform(0, 1)) for change in _CHANGES]
        self.shift_clock(dice.choice([0, -DAY, DAY, *nights]))

    def set_disk_full(self, *, full: bool) -> None:
        self.page[8:16] = struct.pack("=q", full)

    @property
    def refused_writes(self) -> int:
        """The number of writes that failed because the disk was full."""
        number: int = struct.unpack("=q", self.page[16:24])[0]
        return number


def circumstances(folder: Path, files: Path) -> Circumstances:
    """For processes whose files have paths that begin with `files`; `folder` holds the library and the shared values.

    Without a compiler, the test is skipped; in CI it fails.
    """
    folder.mkdir(exist_ok=True)
    shared = folder / "circumstances"
    shared.write_bytes(bytes(24))
    with shared.open("r+b") as file:
        return Circumstances(compile_library(folder, "circumstances"), shared, mmap.mmap(file.fileno(), 24), files)
