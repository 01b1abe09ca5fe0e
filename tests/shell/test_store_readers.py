"""Claims about the connections with which the store is read."""

import os
import threading
from pathlib import Path

from campaign.store import Store, versions


def _open_files(path: Path) -> int:
    """How often this process has the file open."""
    links = (Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd"))
    return sum(str(link.readlink()) == str(path) for link in links if link.is_symlink())


def test_threads_that_ended_hold_nothing_open(tmp_path: Path) -> None:
    """Pages are answered by threads that come and go: a hundred, one after the other, are as one."""
    path = tmp_path / "campaign.db"
    with Store.open(path) as store:
        for _ in range(100):
            thread = threading.Thread(target=store.read, args=(versions.latest, "letter"))
            thread.start()
            thread.join()
        assert _open_files(path) <= 3
        assert store.read(versions.latest, "letter") is None
    assert _open_files(path) == 0
